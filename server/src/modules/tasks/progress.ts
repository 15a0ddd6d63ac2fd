/** Status and percent complete belong together; what has begun has an owner and a date. */
import { problem } from '../../core/errors.ts';
import type { TaskRow } from './model.ts';

type Progress = Pick<TaskRow, 'status' | 'percent' | 'ownerId' | 'due'>;

/**
 * Done is 100 %, planned 0 %. A percentage without a status tells the status: 100 is done, anything between has begun.
 * @param now as it was, with the other fields that were sent
 */
export function progressed(
  now: Pick<TaskRow, 'status' | 'percent'>,
  sent: { status?: TaskRow['status'] | undefined; percent?: number | undefined },
): Pick<TaskRow, 'status' | 'percent'> {
  const { status, percent } = sent;
  if (status === 'done') return { status, percent: 100 };
  if (status === 'planned') return { status, percent: 0 };
  if (status !== undefined) return { status, percent: percent ?? (now.status === 'done' ? 99 : now.percent) };
  if (percent === undefined || percent === now.percent || now.status === 'cancelled')
    return { status: now.status, percent: percent ?? now.percent };
  if (percent === 100) return { status: 'done', percent };
  return { status: percent > 0 || now.status !== 'planned' ? 'in_progress' : 'planned', percent };
}

/**
 * S16: a task without owner or due date does not begin, and one that has begun does not lose them.
 * @throws {PorticoProblem} `invalid_input`
 */
export function assertReady(next: Progress, before: Progress | null): void {
  if (next.status !== 'in_progress') return;
  const begins = before?.status !== 'in_progress';
  const lost = (field: 'ownerId' | 'due'): boolean => next[field] === null && (begins || before[field] !== null);
  const errors = (['ownerId', 'due'] as const).filter(lost).map((path) => ({ path, message: 'must be set while the task is in progress' }));
  if (errors.length === 0) return;
  const missing = errors.map(({ path }) => (path === 'due' ? 'a due date' : 'an owner')).join(' and ');
  throw problem('invalid_input', `A task in progress needs ${missing}. Send ${errors.map(({ path }) => path).join(' and ')} along.`, {
    errors,
  });
}
