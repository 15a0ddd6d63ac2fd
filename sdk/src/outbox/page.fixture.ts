/** As much of a browser as drafts and outbox look at: storage, its events, line and tabs; made anew for each test. */
import { afterEach, beforeEach, vi } from 'vitest';
import { createConnection, type Connection } from '../index.ts';
import type { MemoryServer } from '../testing/index.ts';

export interface Page {
  /** What is in storage, name → text. */
  stored(): Record<string, string>;
  /** Storage takes no more, or is denied. */
  refuse(how: 'full' | 'denied' | null): void;
  /** `online`, `offline`, `visibilitychange`. */
  say(event: string): void;
  /** A page begins: another tab, or the same one after a reload. */
  open(server: MemoryServer): Connection;
  /** The page is gone at once, as after a crash or a reload. */
  shut(connection: Connection): void;
}

export function createPage(): Page {
  let kept = new Map<string, string>();
  let refusal: 'full' | 'denied' | null = null;
  let tabs: { connection: Connection; window: EventTarget; document: EventTarget }[] = [];
  let current: EventTarget = new EventTarget();
  let visible: EventTarget = new EventTarget();

  function change(key: string, newValue: string | null): void {
    if (newValue === (kept.get(key) ?? null)) return;
    if (newValue === null) kept.delete(key);
    else kept.set(key, newValue);
    for (const { window } of tabs) setTimeout(() => window.dispatchEvent(Object.assign(new Event('storage'), { key, newValue })), 0);
  }

  const storage = new Proxy(
    {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem(key: string, text: string) {
        if (refusal) throw new DOMException('', 'QuotaExceededError');
        change(key, text);
      },
      removeItem: (key: string) => change(key, null),
    },
    {
      ownKeys: () => [...kept.keys()],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    },
  );

  beforeEach(() => {
    kept = new Map();
    refusal = null;
    tabs = [];
    const denied = (): typeof storage => {
      if (refusal === 'denied') throw new DOMException('', 'SecurityError');
      return storage;
    };
    Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: denied });
    vi.stubGlobal('addEventListener', (...line: Parameters<EventTarget['addEventListener']>) => current.addEventListener(...line));
    vi.stubGlobal('document', {
      visibilityState: 'visible',
      addEventListener: (...line: Parameters<EventTarget['addEventListener']>) => visible.addEventListener(...line),
    });
  });
  afterEach(() => {
    for (const { connection } of tabs) connection.close();
    delete (globalThis as { localStorage?: unknown }).localStorage;
    vi.unstubAllGlobals();
  });

  return {
    stored: () => Object.fromEntries(kept),
    refuse(how) {
      refusal = how;
    },
    say(event) {
      for (const { window, document } of tabs) (event === 'visibilitychange' ? document : window).dispatchEvent(new Event(event));
    },
    open(server) {
      current = new EventTarget();
      visible = new EventTarget();
      const connection = createConnection(server.options);
      tabs.push({ connection, window: current, document: visible });
      return connection;
    },
    shut(connection) {
      tabs = tabs.filter((tab) => tab.connection !== connection);
      connection.close();
    },
  };
}
