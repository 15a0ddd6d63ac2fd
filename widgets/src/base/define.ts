import { version } from './version.ts';

/**
 * Registers an element once for a page. A second copy of Portico finds the name taken: of the same version it stays silent,
 * of another it warns once and leaves the first in place, because a custom element cannot be replaced.
 */
export function define(tag: string, element: CustomElementConstructor & { version?: string }): void {
  const known: typeof element | undefined = customElements.get(tag);
  if (!known) {
    element.version = version;
    customElements.define(tag, element);
  } else if (known !== element && known.version !== version) {
    warnOnce(`<${tag}> is already defined by Portico ${known.version ?? 'unknown'}; version ${version} is not used.`);
  }
}

const key = Symbol.for('portico.warned');

/** One warning per text and page, whichever copy speaks. */
export function warnOnce(text: string): void {
  const page = globalThis as { [key]?: Set<string> };
  const warned = (page[key] ??= new Set());
  if (!warned.has(text)) console.warn(`Portico: ${text}`);
  warned.add(text);
}
