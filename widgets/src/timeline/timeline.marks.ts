import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Standing } from './timeline.model.ts';

/*
 * Shapes that tell the standings apart without their colours: a filled check, a ring that fills up, a hollow circle,
 * a filled circle and a triangle with an exclamation mark, a struck circle. The strokes are cut out, so they work on any surface.
 */
const disc = 'M10 1.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17Z';
const circle = 'M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0Z';

const shapes: Record<Standing, string> = {
  done: `${disc}m4.2 6.4-5.1 5.6a.9.9 0 0 1-1.3 0L5.5 11.2l1.2-1.3 1.7 1.7 4.5-4.9Z`,
  late: `${disc}M9.1 5.4h1.8l-.2 6.2H9.3ZM10 13a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2Z`,
  risk: 'M8.7 2.6a1.5 1.5 0 0 1 2.6 0l7.2 12.8a1.5 1.5 0 0 1-1.3 2.2H2.8a1.5 1.5 0 0 1-1.3-2.2ZM9.1 7h1.8l-.2 5H9.3ZM10 13.2a1.05 1.05 0 1 1 0 2.1 1.05 1.05 0 0 1 0-2.1Z',
  now: 'M7 10a3 3 0 1 0 6 0 3 3 0 0 0-6 0Z',
  next: circle,
  cancelled: `${circle}M4.7 15.3 15.3 4.7`,
};

const ring = (progress: number): TemplateResult =>
  svg`<circle class="track" cx="10" cy="10" r="7.5" /><circle class="arc" cx="10" cy="10" r="7.5" pathLength="100" stroke-dasharray=${`${progress} 100`} transform="rotate(-90 10 10)" />`;

/** The mark of a milestone or task; its word always stands beside it, so it is hidden from screen readers. */
export const mark = (standing: Standing, progress: number): TemplateResult =>
  html`<svg class="mark" part="mark" width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true"><path d=${shapes[standing]} />${standing === 'now' ? ring(progress) : nothing}</svg>`;
