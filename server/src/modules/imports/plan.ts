/** A plan as a file tells it: what the readers make, and what is compared and applied. */
import { PorticoProblem } from '../../core/errors.ts';
import type { Constraint } from '../tasks/index.ts';
import type { lagUnits, linkTypes } from '../dependencies/index.ts';

export interface PlannedTask {
  /** The task's id in the file. */
  uid: string;
  /** Depth in the outline, from 1. A task is below the nearest one before it with a smaller level. */
  level: number;
  name: string;
  /** Civil dates in the project's zone. */
  start: string | null;
  due: string | null;
  baseline: string | null;
  doneOn: string | null;
  /** Minutes of work. */
  duration: number | null;
  percent: number;
  isMilestone: boolean;
  isCancelled: boolean;
  priority: number;
  constraint: Constraint | null;
  notes: string | null;
  /** Mail address or name of a member. */
  owner: string | null;
}

export interface PlannedLink {
  predecessor: string;
  successor: string;
  type: (typeof linkTypes)[number];
  lag: number;
  lagUnit: (typeof lagUnits)[number];
}

/** What a file holds beside: nothing uses it yet, nothing of it is lost. */
export interface Kept {
  properties: Record<string, unknown>;
  calendars: unknown[];
  resources: unknown[];
  assignments: unknown[];
  /** Every field of each task as the file writes it, by uid. */
  tasks: Record<string, unknown>;
}

/** As it is stored, and compared with the next version of the file. */
export interface Plan {
  name: string | null;
  start: string | null;
  due: string | null;
  /** In the order of the outline. */
  tasks: PlannedTask[];
  links: PlannedLink[];
  kept: Kept;
}

export const formats = ['mspdi', 'csv', 'api'] as const;
export type Format = (typeof formats)[number];

/** Something to be told about a place in the file. */
export interface Remark {
  /** From 1; 0 if it is about the whole file. */
  line: number;
  /** As the file calls it. */
  field: string;
  message: string;
}

/** What a reader made of a file: the plan, where its tasks and links stand, and what should be known of it. */
export interface Reading {
  plan: Plan;
  warnings: Remark[];
}

const place = ({ line, field }: Remark): string => [line > 0 ? `line ${line}` : '', field].filter(Boolean).join(', ');

/** A file that is refused whole, with every reason that was found (at most 20). */
export class FileRefused extends PorticoProblem {
  readonly remarks: readonly Remark[];

  constructor(remarks: readonly Remark[]) {
    const [first] = remarks;
    const more = remarks.length > 1 ? ` (and ${remarks.length - 1} more)` : '';
    super('invalid_input', `The file is refused: ${[first && place(first), first?.message].filter(Boolean).join(': ')}${more}`, {
      errors: remarks.slice(0, 20).map((remark) => ({ path: place(remark), message: remark.message })),
    });
    this.remarks = remarks;
  }
}

/** Uid of the task above each one, by the levels. */
export function parentsOf(tasks: readonly Pick<PlannedTask, 'uid' | 'level'>[]): Map<string, string | null> {
  const above: string[] = [];
  return new Map(
    tasks.map(({ uid, level }) => {
      above.length = Math.min(above.length, level - 1);
      const parent = above.at(-1) ?? null;
      above[level - 1] = uid;
      return [uid, parent];
    }),
  );
}

export const blankTask: Omit<PlannedTask, 'uid' | 'level' | 'name'> = {
  start: null,
  due: null,
  baseline: null,
  doneOn: null,
  duration: null,
  percent: 0,
  isMilestone: false,
  isCancelled: false,
  priority: 500,
  constraint: null,
  notes: null,
  owner: null,
};
