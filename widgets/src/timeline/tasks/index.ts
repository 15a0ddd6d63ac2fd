import { define } from '../../base/define.ts';
import { PorticoTimelineTasks } from './tasks.ts';

define('portico-timeline-tasks', PorticoTimelineTasks);
