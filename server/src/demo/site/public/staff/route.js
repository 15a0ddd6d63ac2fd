/** Where one is in the back office, as the address says it: `#requests/CR-5`, `#prj_…/surveys/srv_…`, `#outbox`. */
import { facts } from './facts.js';

export const ofProject = ['milestones', 'requests', 'requirements', 'surveys'];
export const ofHouse = ['outbox', 'webhooks'];

/** @returns `{ project, panel, item }`; `item` is null where none is named */
export function routeOf(hash) {
  const [first, ...rest] = decodeURIComponent(hash.replace(/^#/, '')).split('/');
  const project = first.startsWith('prj_') ? first : facts.project;
  const [panel, item = null] = first.startsWith('prj_') ? rest : [first, ...rest];
  if (!ofProject.includes(panel) && !ofHouse.includes(panel)) return { project, panel: 'milestones', item: null };
  return { project, panel, item: item || null };
}

/** The address of a place; the page's own project needs no naming. */
export function addressOf({ project = facts.project, panel = 'milestones', item = null }) {
  const parts = ofHouse.includes(panel) || project === facts.project ? [panel] : [project, panel];
  return `#${[...parts, ...(item ? [item] : [])].join('/')}`;
}
