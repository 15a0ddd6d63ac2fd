import { define } from '../base/define.ts';
import { PorticoIntake } from './intake.ts';

define('portico-intake', PorticoIntake);

export { PorticoIntake };
