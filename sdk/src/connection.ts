/** A page's link to one Portico server as one person: tokens, calls, stores, and the link that keeps them live. */
import { batch, signal } from '@preact/signals-core';
import { createSession } from './auth/session.ts';
import { aborted } from './errors.ts';
import { createCall } from './rpc/call.ts';
import { createHttp, type Http } from './rpc/http.ts';
import { backOff, painted, sleep } from './rpc/wait.ts';
import type { LiveLink } from './store/link.ts';
import { createStore, type Person, type Store } from './store/project.ts';
import type { Connection, ConnectionOptions, Link, Visitor } from './types.ts';

/** Opens nothing by itself: token and data are fetched when a store is retained or a call is made. */
export function createConnection(options: ConnectionOptions): Connection {
  const url = options.url.replace(/\/+$/, '');
  const doFetch: typeof fetch = options.fetch ?? ((...request) => fetch(...request));
  const link = signal<Link>('idle');
  const offlineSince = signal<number | null>(null);
  const visitor = signal<Visitor>({ visit: 1, id: null });
  const stores = new Map<string, Store>();

  function storeOf(id: string, path?: string): Store {
    let store = stores.get(id);
    if (!store) stores.set(id, (store = createStore(id, () => person, path)));
    return store;
  }

  function begin(): Person & { wake(): void; cut(): void; end(): void } {
    const life = new AbortController();
    const session = createSession(options, (id) => {
      const { value } = visitor;
      if (id !== value.id && !life.signal.aborted) visitor.value = { ...value, id };
    });
    const ask = createHttp(url, doFetch, session, life.signal, () => connection.lang);
    let asking = 0;
    const http: Http = (request) => {
      asking += 1;
      return ask<never>(request).finally(() => (asking -= 1));
    };
    let made: LiveLink | undefined;
    let making: Promise<LiveLink> | undefined;

    /** Its code is a chunk of its own, fetched once the first data is on the screen, and tried for until it is there. */
    async function make(): Promise<LiveLink> {
      for (let tries = 1; ; tries += 1) {
        try {
          await painted(() => asking > 0);
          const { createLink, openSocket } = await import('./realtime/live.ts');
          return (made = createLink({ url, openSocket: options.openSocket ?? openSocket, http, session, link, offlineSince }));
        } catch {
          if (life.signal.aborted) throw aborted();
          batch(() => {
            link.value = 'offline';
            offlineSince.value ??= Date.now();
          });
          await sleep(500 + backOff(tries, 2500), life.signal);
        }
      }
    }

    return {
      http,
      live: () => (options.realtime === false ? undefined : (making ??= make())),
      wake: () => made?.wake(),
      cut: () => made?.cut(),
      end() {
        life.abort();
        made?.close();
      },
    };
  }

  let person = begin();
  const wake = (): void => {
    for (const store of stores.values()) store.wake();
    person.wake();
  };
  const deafen = listen(wake, () => person.cut());

  const connection: Connection = {
    id: options.id ?? 'default',
    url,
    defaultProject: options.project,
    link,
    offlineSince,
    visitor,
    lang: undefined,
    call: createCall((request) => person.http(request)),
    project: (id) => storeOf(id),
    own: () => storeOf('', '/v1/me/snapshot'),
    wake,
    reset() {
      batch(() => {
        person.end();
        person = begin();
        visitor.value = { visit: visitor.value.visit + 1, id: null };
        link.value = 'idle';
        offlineSince.value = null;
        for (const store of stores.values()) store.restart();
      });
    },
    close() {
      deafen();
      person.end();
      for (const store of stores.values()) store.end();
      link.value = 'idle';
      offlineSince.value = null;
    },
  };
  return connection;
}

/** What the browser knows of the way to the server. Nothing, where there is no page. */
function listen(wake: () => void, cut: () => void): () => void {
  if (typeof document === 'undefined') return () => undefined;
  const stop = new AbortController();
  const { signal } = stop;
  addEventListener('online', wake, { signal });
  addEventListener('pageshow', (event) => event.persisted && wake(), { signal });
  addEventListener('offline', cut, { signal });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), { signal });
  return () => stop.abort();
}
