import { define } from '../base/define.ts';
import { PorticoChangeRequest } from './change-request.ts';

define('portico-change-request', PorticoChangeRequest);

export { PorticoChangeRequest };
