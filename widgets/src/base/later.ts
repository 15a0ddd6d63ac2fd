import { signal } from '@preact/signals-core';
import type { CSSResult } from 'lit';

/** Code that the first picture does without: a chunk of its own. */
export interface Later<Code> {
  /** Undefined until it is there; tracked. */
  readonly value: Code | undefined;
  /** Resolves when it is there: a fetch that fails is tried again. */
  fetch(): Promise<Code>;
  /** Fetches it after the next picture. */
  soon(): void;
}

const patience = { first: 500, most: 8000 };

export function later<Code>(load: () => Promise<Code>): Later<Code> {
  const code = signal<Code | undefined>(undefined);
  let fetching: Promise<Code> | undefined;

  async function tryFor(): Promise<Code> {
    for (let wait = patience.first; ; wait = Math.min(wait * 2, patience.most)) {
      try {
        return (code.value = await load());
      } catch {
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  const fetch = (): Promise<Code> => (fetching ??= tryFor());
  return {
    get value() {
      return code.value;
    },
    fetch,
    soon() {
      if (!fetching) requestAnimationFrame(() => setTimeout(() => void fetch()));
    },
  };
}

/** Styles that came with later code, once: after those of tokens and base, so that a widget's own still decide. */
export function adopt({ renderRoot }: { readonly renderRoot: HTMLElement | DocumentFragment }, { styleSheet }: CSSResult): void {
  const { adoptedStyleSheets } = renderRoot as ShadowRoot;
  if (!adoptedStyleSheets.includes(styleSheet!)) adoptedStyleSheets.splice(2, 0, styleSheet!);
}
