/** Turns a project's short notation (days from today, texts in pairs) into the story's shapes. */
import type { Calendar } from './calendar.ts';
import type { MemberRole } from '../../core/policy.ts';
import type { Bilingual, StoryCommand, StoryLink, StoryMilestone, StoryProject, StoryTalk } from './types.ts';

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

/** A task in days from today; what is in a group works towards the milestone of the group. */
export interface TaskNote {
  /** Unique in the whole story; milestones have keys of their own. */
  key: string;
  name: Bilingual;
  /** At the top of the outline. */
  milestone?: string;
  tasks?: readonly TaskNote[];
  owner?: MemberRole;
  start?: number;
  due?: number;
  visibility?: 'internal';
  /** What it waits for: a key, or with the type of the link and a lag in days. */
  after?: readonly (string | { key: string; type?: StoryLink['type']; days?: number })[];
  /** How it went on: on which day, to how many percent. */
  went?: readonly (readonly [day: number, percent: number])[];
}

export interface ProjectNote extends Omit<StoryProject, 'start' | 'due' | 'plannedAt' | 'milestones' | 'tasks' | 'links'> {
  start: number;
  due: number;
  milestones: readonly MilestoneNote[];
  tasks: readonly TaskNote[];
  changes: readonly ChangeNote[];
}

export interface Chapter {
  project: StoryProject;
  history: StoryCommand[];
  /** What the engineers reported of the tasks. */
  talks: StoryTalk[];
}

export function chapter(days: Calendar, { changes, start, due, milestones, tasks: notes, ...rest }: ProjectNote): Chapter {
  const tasks = notes.flatMap((note) => flat(note, note.milestone!));
  const names = new Map(milestones.map(({ key, name }) => [key, name[1]]));
  return {
    project: {
      ...rest,
      start: days.date(start),
      due: days.date(due),
      plannedAt: days.instant(start, '09:30'),
      milestones: milestones.map((milestone) => ({ ...milestone, due: days.date(milestone.due) })),
      tasks: tasks.map(({ note: { key, name, owner, start, due, visibility }, milestone, under }) => ({
        key,
        milestone,
        name,
        ...(under && { under }),
        ...(owner && { owner }),
        ...(start !== undefined && { start: days.date(start) }),
        ...(due !== undefined && { due: days.date(due) }),
        ...(visibility && { visibility }),
      })),
      links: tasks.flatMap(({ note: { key, after = [] } }) =>
        after.map((one) => {
          const { key: predecessor, type = 'FS', days: lag = 0 } = typeof one === 'string' ? { key: one } : one;
          return { predecessor, successor: key, type, lag: lag * 480 };
        }),
      ),
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
    talks: tasks.flatMap(({ note: { key, owner, went = [] } }, index) =>
      went.map(([day, percent]) => ({
        at: days.instant(day, `1${5 + (index % 3)}:${10 + (index % 5) * 10}`),
        by: owner!,
        do: 'tasks.update' as const,
        about: key,
        set: { percent },
      })),
    ),
  };
}

/** A task and what is in it, each with the milestone that it works towards and the group that it is in. */
function flat(note: TaskNote, milestone: string, under?: string): { note: TaskNote; milestone: string; under?: string }[] {
  return [{ note, milestone, ...(under && { under }) }, ...(note.tasks ?? []).flatMap((one) => flat(one, milestone, note.key))];
}
