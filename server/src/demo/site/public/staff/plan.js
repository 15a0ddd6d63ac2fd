/** What a milestone's dates and status mean; pure. */
import { daysBetween } from './facts.js';

export const statuses = ['planned', 'in_progress', 'done', 'cancelled'];

const open = ({ status }) => status === 'planned' || status === 'in_progress';

/** Days past the promise, 0 if it is not late. */
export const daysLate = (milestone, today) =>
  open(milestone) && milestone.due && milestone.due < today ? daysBetween(milestone.due, today) : 0;

/** Days between the first promise and the present one. */
export const slip = ({ due, baseline }) => (due && baseline ? daysBetween(baseline, due) : 0);

/** The one word for its icon and colour. */
export function stateOf(milestone, today) {
  if (daysLate(milestone, today)) return 'late';
  if (milestone.atRisk && open(milestone)) return 'risk';
  return milestone.status;
}

export const filters = {
  all: () => true,
  open,
  trouble: (milestone, { today }) => ['late', 'risk'].includes(stateOf(milestone, today)),
  mine: (milestone, { me }) => milestone.owner?.id === me.id,
};
