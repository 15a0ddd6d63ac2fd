/** Turns a project's short notation (days from today, texts in pairs) into the story's shapes. */
import type { Calendar } from './calendar.ts';
import type { Bilingual, StoryCommand, StoryMilestone, StoryProject } from './types.ts';

/** A milestone before its dates are known: `due` in days from today. */
export type MilestoneNote = Omit<StoryMilestone, 'due'> & { due: number };

/** A change before its dates are known. A reason is given in both languages. */
export interface ChangeNote {
  day: number;
  /** In China, `HH:MM`. */
  time: string;
  as: StoryCommand['as'];
  milestone: string;
  set: Omit<StoryCommand['set'], 'due' | 'reason' | 'translations'> & { due?: number; reason?: Bilingual };
}

export interface ProjectNote extends Omit<StoryProject, 'start' | 'due' | 'plannedAt' | 'milestones'> {
  start: number;
  due: number;
  milestones: readonly MilestoneNote[];
  changes: readonly ChangeNote[];
}

export interface Chapter {
  project: StoryProject;
  history: StoryCommand[];
}

export function chapter(days: Calendar, { changes, start, due, milestones, ...rest }: ProjectNote): Chapter {
  const names = new Map(milestones.map(({ key, name }) => [key, name[1]]));
  return {
    project: {
      ...rest,
      start: days.date(start),
      due: days.date(due),
      plannedAt: days.instant(start, '09:30'),
      milestones: milestones.map((milestone) => ({ ...milestone, due: days.date(milestone.due) })),
    },
    history: changes.map(({ day, time, as, milestone, set: { due: moved, reason, ...set } }) => ({
      at: days.instant(day, time),
      as,
      do: 'milestones.update',
      milestone,
      set: {
        ...set,
        ...(moved !== undefined && { due: days.date(moved) }),
        // Translations are replaced as a whole, so the name goes along.
        ...(reason && { reason: reason[0], translations: { en: { name: names.get(milestone)!, reason: reason[1] } } }),
      },
    })),
  };
}
