/** Line icons of the vendor's site, 20 × 20, drawn in the text's colour. */
import { Html } from './html.ts';

const icon = (d: string): Html =>
  new Html(`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false"><path d="${d}"/></svg>`);

export const icons = {
  contrast: icon('M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 3v14M10 6.2l5.6-1.4M10 9.6h7M10 13l6-.4'),
  menu: icon('M3.5 6h13M3.5 10h13M3.5 14h13'),
  down: icon('M6 8l4 4 4-4'),
  arrow: icon('M4 10h12M11.5 5.5L16 10l-4.5 4.5'),
  mes: icon('M3 17V9l4 2.5V9l4 2.5V4h6v13zM14 7.5v0M6.5 14.5h1.5M11 14.5h1.5'),
  warehouse: icon('M3 17V7.5L10 3.5l7 4V17M6 17v-6.5h8V17M6 13.8h8M10 10.5V17'),
  link: icon('M3.5 5.5h5v4h-5zM11.5 10.5h5v4h-5zM8.5 7.5h5.5v3M6 9.5v3h5.5'),
  night: icon('M10 3.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13M10 6.5V10l2.5 2'),
  mail: icon('M3 5.5h14v9.5H3zM3 6l7 5 7-5'),
  phone: icon('M4 3.5h3l1.5 4-2 1.5a9 9 0 0 0 4.5 4.5l1.5-2 4 1.5v3c0 .6-.4 1-1 1C9 17 3 11 3 4.5c0-.6.4-1 1-1z'),
  file: icon('M5 3h6.5L15 6.5V17H5zM11.5 3v3.5H15M7.5 10.5h5M7.5 13.5h5'),
  view: icon(
    'M2.5 10c2-3.7 4.5-5.5 7.5-5.5s5.5 1.8 7.5 5.5c-2 3.7-4.5 5.5-7.5 5.5S4.5 13.7 2.5 10zM10 7.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 1 0 0-4.4',
  ),
  out: icon('M8 4H4v12h4M8.5 10H16M13 7l3 3-3 3'),
};

/** Three bars that step like a plan and flow like the river in the name. */
export const mark = new Html(
  '<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">' +
    '<rect class="mark-ground" width="32" height="32" rx="7"/><path class="mark-lines" d="M7 9.5h9M11 16h11M16 22.5h9"/></svg>',
);
