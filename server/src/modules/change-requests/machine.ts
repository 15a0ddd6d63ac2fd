/** The life of a change request. Roles stand in `policy.ts`, by the action. */
import type { Machine } from '../../core/machine.ts';
import type { statuses } from './schema.ts';

export const machine = [
  { from: null, on: 'submit', to: 'submitted', action: 'change_request.submit' },

  { from: 'submitted', on: 'triage', to: 'in_review', action: 'change_request.triage' },
  { from: 'in_review', on: 'estimate', to: 'in_review', action: 'change_request.estimate' },

  { from: 'in_review', on: 'approve', to: 'approved', action: 'change_request.approve' },
  { from: 'in_review', on: 'reject', to: 'rejected', action: 'change_request.reject' },
  { from: 'in_review', on: 'return', to: 'returned', action: 'change_request.return' },

  { from: 'returned', on: 'resubmit', to: 'submitted', action: 'change_request.resubmit' },

  { from: 'submitted', on: 'withdraw', to: 'withdrawn', action: 'change_request.withdraw' },
  { from: 'in_review', on: 'withdraw', to: 'withdrawn', action: 'change_request.withdraw' },
  { from: 'returned', on: 'withdraw', to: 'withdrawn', action: 'change_request.withdraw' },
] as const satisfies Machine<(typeof statuses)[number]>;
