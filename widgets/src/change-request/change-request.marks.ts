import { html, type TemplateResult } from 'lit';
import type { Status } from './change-request.model.ts';

/*
 * Shapes that tell the states apart without their colours: an arrow on its way, a ring half full, an arrow that comes back, a filled check, a filled
 * cross, a struck circle. Strokes within a disc are cut out, so they work on any surface.
 */
const disc = 'M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z';
const circle = 'M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0Z';

const shapes: Record<Status, string> = {
  submitted: `${circle}M10 13.5v-7m-3 3 3-3 3 3`,
  in_review: `${circle}M10 5.6V10l2.8 1.8`,
  returned: `${disc}M8.9 5.9 5.2 9.4l3.7 3.5v-2.4h2.4c1.4 0 2.1.9 2.1 2v.9h1.5v-.9c0-2-1.4-3.6-3.6-3.6H8.9Z`,
  approved: `${disc}m4.2 6.4-5.1 5.6a.9.9 0 0 1-1.3 0L5.5 11.2l1.2-1.3 1.7 1.7 4.5-4.9Z`,
  rejected: `${disc}M7.1 6.1 10 9l2.9-2.9 1 1L11 10l2.9 2.9-1 1L10 11l-2.9 2.9-1-1L9 10 6.1 7.1Z`,
  withdrawn: `${circle}M6.5 10h7`,
};

const hollow: ReadonlySet<Status> = new Set(['submitted', 'in_review', 'withdrawn']);

/** The mark of a state; its word always stands beside it, so it is hidden from screen readers. */
export const mark = (status: Status): TemplateResult =>
  html`<svg class="mark ${hollow.has(status) ? 'hollow' : ''}" part="mark" width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true"><path d=${shapes[status]} /></svg>`;
