/**
 * One polite live region for the whole document, shared by all copies. It must stand in the page before its text changes,
 * else screen readers stay silent; so widgets ask for it when they connect, and again if a page swap took the body away.
 */
const key = Symbol.for('portico.announcer.v1');

export function announcer(): HTMLElement {
  const page = globalThis as { [key]?: HTMLElement };
  const region = (page[key] ??= create());
  if (!region.isConnected) document.body.append(region);
  return region;
}

function create(): HTMLElement {
  const region = document.createElement('div');
  region.setAttribute('role', 'status');
  region.setAttribute('aria-live', 'polite');
  // Through CSSOM: a style attribute would be refused by a strict policy.
  Object.assign(region.style, {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  });
  return region;
}

/** Says a text once, however many widgets show the same change. */
export function announce(text: string, lang: string): void {
  const region = announcer();
  const line = document.createElement('p');
  line.lang = lang;
  line.textContent = text;
  if ([...region.children].some((said) => said.textContent === text)) return;
  region.append(line);
  setTimeout(() => line.remove(), 3000);
}
