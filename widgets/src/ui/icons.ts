import { svg, type TemplateResult } from 'lit';
import { icon } from '../base/icons.ts';

export const iconSent: TemplateResult = icon(svg`<circle cx="10" cy="10" r="8.25"/><path d="m6.5 10.2 2.4 2.4 4.7-5"/>`);
export const iconWait: TemplateResult = icon(svg`<circle cx="10" cy="10" r="8.25"/><path d="M10 5.5V10l3 2"/>`);
