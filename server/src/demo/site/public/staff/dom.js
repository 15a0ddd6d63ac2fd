/** Elements without markup: the page requires Trusted Types, so nothing here is ever parsed. */

/** `h('p', { class: 'x', onclick, disabled: true }, 'text', node)`; null and false are left out. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const ring = 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13';
const cross = `${ring}M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6`;
const check = `${ring}M5 8.2l2.1 2.1L11.2 6`;
const clock = `${ring}M8 4.6V8l2.3 1.6`;

/** One for each word of a state; colours are in the style sheet, by the same word. */
const shapes = {
  done: check,
  in_progress: `${ring}M8 5.8a2.2 2.2 0 1 0 0 4.4a2.2 2.2 0 1 0 0-4.4`,
  planned: ring,
  cancelled: cross,
  late: `${ring}M8 4.5v4.2M8 11.2v.1`,
  risk: 'M8 2L14.5 13.5H1.5zM8 6.5v3.3M8 11.7v.1',
  close: 'M4 4l8 8M12 4l-8 8',
  ask: `${ring}M8 6.2a1.8 1.8 0 1 0 0 3.6a1.8 1.8 0 1 0 0-3.6`,
  back: `${ring}M11 8H5M7.4 5.6L5 8l2.4 2.4`,
  gone: `${ring}M5.2 8h5.6`,
  twice: 'M2 5h8.5v8.5H2zM5.5 5V2.5H14V11h-3.5',
  waiting: clock,
  kept: 'M2 8.8L4 3h8l2 5.8V13H2zM2 8.8h3.4l1 1.7h3.2l1-1.7H14',
};

/** A 16 × 16 icon; decoration, the word stands beside it. */
export function icon(kind) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({ viewBox: '0 0 16 16', class: `state ${kind}`, 'aria-hidden': 'true', focusable: 'false' }))
    svg.setAttribute(name, value);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', shapes[kind]);
  svg.append(path);
  return svg;
}

/** Makes the children of `parent` exactly these, and leaves alone what is in its place, so that focus stays. */
export function place(parent, children) {
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
  while (parent.children.length > children.length) parent.lastChild.remove();
}

const toasts = document.getElementById('toasts');

/** A word that goes by itself; errors stay longer. */
export function toast(text, kind = 'good') {
  const line = h('p', { class: `toast ${kind}` }, text);
  toasts.replaceChildren(line);
  setTimeout(() => line.remove(), kind === 'bad' ? 8000 : 2600);
}
