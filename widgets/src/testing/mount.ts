import { createConnection, type Connection, type Entity, type ProjectEntities } from '@portico/sdk';
import { memoryServer, type MemoryServer } from '@portico/sdk/testing';
import { expect, onTestFinished } from 'vitest';
import { cdp } from 'vitest/browser';
import type { WidgetState } from '../base/element.ts';
import { connections } from '../base/connections.ts';
import '../timeline/index.ts';
import type { PorticoTimeline } from '../timeline/timeline.ts';
import { entities as fixtures } from '../timeline/timeline.fixtures.ts';

/** A Portico server in memory and a connection to it, both gone after the test. */
export function serve(
  entities: Partial<ProjectEntities> & Record<string, Entity[]> = fixtures(),
  id?: string,
): { server: MemoryServer; connection: Connection } {
  const server = memoryServer({ entities });
  const connection = createConnection({ ...server.options, ...(id && { id }) });
  onTestFinished(() => {
    connection.close();
    server.close();
  });
  return { server, connection };
}

/** Markup on the page until the test is over; returns the element that holds it. */
export function place(markup: string, style = ''): HTMLElement {
  const holder = document.createElement('div');
  holder.style.cssText = style;
  holder.innerHTML = markup;
  document.body.append(holder);
  onTestFinished(() => {
    holder.remove();
    connections().byId.clear();
  });
  return holder;
}

/** A timeline on a page of its own language, once it has reached a state. */
export async function mount({
  entities,
  state = 'ready',
  before,
  lang = 'en',
  attributes = '',
  style = '',
}: {
  entities?: ReturnType<typeof fixtures>;
  state?: WidgetState;
  before?: (server: MemoryServer) => void;
  lang?: string;
  attributes?: string;
  style?: string;
} = {}): Promise<{ timeline: PorticoTimeline; server: MemoryServer; connection: Connection; holder: HTMLElement }> {
  const { server, connection } = serve(entities);
  before?.(server);
  const holder = place(`<portico-timeline lang="${lang}" ${attributes}></portico-timeline>`, style);
  const timeline = holder.querySelector('portico-timeline')!;
  timeline.connection = connection;
  await reach(timeline, state);
  return { timeline, server, connection, holder };
}

export async function reach(element: Element, state: WidgetState | 'stale'): Promise<void> {
  await expect.poll(() => element.matches(`:state(${state})`), { timeout: 6000 }).toBe(true);
}

/** What a person reads in a widget, white space made plain. */
export function textOf(element: Element, selector = '.base'): string {
  const found = [...element.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  return found.map((one) => one.innerText.replace(/\s+/g, ' ').trim()).join(' | ');
}

export const all = (element: Element, selector: string): HTMLElement[] => [...element.shadowRoot!.querySelectorAll<HTMLElement>(selector)];

/** A command of the browser's own tools: its types come with the provider, which this package does not depend on. */
export const devtools = (method: string, parameters: object = {}): Promise<unknown> =>
  (cdp() as unknown as { send(method: string, parameters: object): Promise<unknown> }).send(method, parameters);
