import { define } from '../base/define.ts';
import { PorticoTimeline } from './timeline.ts';

define('portico-timeline', PorticoTimeline);

export { PorticoTimeline };
