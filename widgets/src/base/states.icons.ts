import { svg, type TemplateResult } from 'lit';
import { icon } from './icons.ts';

export const iconLock: TemplateResult = icon(
  svg`<rect x="3.75" y="8.75" width="12.5" height="8.5" rx="2"/><path d="M6.5 8.75V6a3.5 3.5 0 0 1 7 0v2.75"/>`,
);
export const iconOffline: TemplateResult = icon(
  svg`<path d="M3 3l14 14M6.3 12.6a5.3 5.3 0 0 1 4-1.5m3.6 1.6-.3-.3M3.4 9.6a9.3 9.3 0 0 1 3.2-2m3.6-.6c2.4 0 4.7 1 6.4 2.6M10 15.8v.2"/>`,
);
export const iconPath: TemplateResult = icon(
  svg`<circle cx="5" cy="4.5" r="1.75"/><circle cx="5" cy="15.5" r="1.75"/><path d="M5 6.25v7.5M9.5 4.5H17M9.5 15.5H17M9.5 10H14"/>`,
);
