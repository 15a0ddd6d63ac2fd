/** What becomes of a requirement. Roles stand in `policy.ts`, by the action. */
import type { Machine } from '../../core/machine.ts';
import type { statuses } from './schema.ts';

export const machine = [
  { from: null, on: 'create', to: 'new', action: 'requirement.create' },

  { from: 'new', on: 'accept', to: 'accepted', action: 'requirement.accept' },
  { from: 'new', on: 'decline', to: 'declined', action: 'requirement.decline' },
  { from: 'new', on: 'duplicate', to: 'duplicate', action: 'requirement.duplicate' },

  { from: 'accepted', on: 'complete', to: 'done', action: 'requirement.complete' },
  { from: 'accepted', on: 'decline', to: 'declined', action: 'requirement.decline' },
  { from: 'accepted', on: 'duplicate', to: 'duplicate', action: 'requirement.duplicate' },

  // A wrong answer can be put right.
  { from: 'declined', on: 'reopen', to: 'new', action: 'requirement.reopen' },
  { from: 'duplicate', on: 'reopen', to: 'new', action: 'requirement.reopen' },
] as const satisfies Machine<(typeof statuses)[number]>;
