import { define } from '../base/define.ts';
import { PorticoProvider } from './provider.ts';

define('portico-provider', PorticoProvider);

export { PorticoProvider };
