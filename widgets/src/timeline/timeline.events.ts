import type { Milestone } from '@portico/sdk';
import { PorticoEvent } from '../base/events.ts';

/**
 * Someone chose a milestone. Cancel it to show your own details; otherwise the timeline unfolds its own.
 */
export class PorticoMilestoneSelectEvent extends PorticoEvent<{ id: string; project: string; milestone: Milestone }> {
  constructor(milestone: Milestone) {
    super('portico-milestone-select', { id: milestone.id, project: milestone.projectId, milestone }, true);
  }
}

declare global {
  interface GlobalEventHandlersEventMap {
    'portico-milestone-select': PorticoMilestoneSelectEvent;
  }
}
