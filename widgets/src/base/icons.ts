import { svg, html, type TemplateResult } from 'lit';

/** An outline of 20 × 20. */
export const icon = (shape: TemplateResult): TemplateResult =>
  html`<svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;

export const iconAlert: TemplateResult = icon(svg`<circle cx="10" cy="10" r="8.25"/><path d="M10 6v5m0 2.8v.2"/>`);
