import type { ProjectStore } from '@portico/sdk';

/*
 * Elements are defined on first sight: what is on the page and within reach of the screen loads its chunk, and begins to load its
 * data in the meantime. Widgets that a page swap or a framework brings in later are found by the observer.
 */
const chunks: Record<string, () => Promise<unknown>> = {
  'portico-provider': () => import('../provider/index.ts'),
  'portico-timeline': () => import('../timeline/index.ts'),
  'portico-survey': () => import('../survey/index.ts'),
  'portico-change-request': () => import('../change-request/index.ts'),
  'portico-intake': () => import('../intake/index.ts'),
};

const margin = 400;
const selector = Object.keys(chunks)
  .map((tag) => `${tag}:not(:defined)`)
  .join();

let storeOf: (element: Element) => ProjectStore | undefined = () => undefined;

/** How to find the store of a widget that has no code yet. */
export function warmWith(find: typeof storeOf): void {
  storeOf = find;
}

const sight = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) load(target);
  },
  { rootMargin: `${margin}px` },
);

/** Takes up the widgets at and below a node. */
export function scan(node: Element | Document): void {
  const found = [...node.querySelectorAll(selector)];
  if (node instanceof Element && node.matches(selector)) found.push(node);
  for (const element of found) {
    // A provider draws nothing, so it is never seen; and what is in sight already need not wait for the observer's next frame.
    const { top, bottom } = element.getBoundingClientRect();
    const near = top < innerHeight + margin && bottom > -margin;
    if (near || element.localName === 'portico-provider' || element.hasAttribute('eager')) load(element);
    else sight.observe(element);
  }
}

const warmed = new WeakSet<ProjectStore>();

function load(element: Element): void {
  sight.unobserve(element);
  const store = storeOf(element);
  if (store && !warmed.has(store)) {
    warmed.add(store);
    // Kept until the element itself has surely taken over.
    setTimeout(store.retain(), 10_000);
  }
  void chunks[element.localName]?.();
}

export function discover(): void {
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) if (node instanceof Element) scan(node);
    if (Object.keys(chunks).every((tag) => customElements.get(tag))) observer.disconnect();
  });
  observer.observe(document, { childList: true, subtree: true });
}
