import { svg, type TemplateResult } from 'lit';
import { icon } from '../base/icons.ts';

export const iconSent: TemplateResult = icon(svg`<circle cx="10" cy="10" r="8.25"/><path d="m6.5 10.2 2.4 2.4 4.7-5"/>`);
export const iconWait: TemplateResult = icon(svg`<circle cx="10" cy="10" r="8.25"/><path d="M10 5.5V10l3 2"/>`);

/** From 1, very unhappy, to 5, very happy: only the mouth moves. */
export const face = (mood: number): TemplateResult =>
  icon(svg`<circle cx="10" cy="10" r="8.25"/><path d="M7.2 7.6v.2m5.6-.2v.2M6.6 ${14 - mood * 0.55}q3.4 ${(mood - 3) * 2.4} 6.8 0"/>`);
