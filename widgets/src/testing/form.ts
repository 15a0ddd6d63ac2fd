import { createConnection, type Connection, type Entity } from '@portico/sdk';
import { memoryServer, type MemoryServer, type MemoryServerOptions } from '@portico/sdk/testing';
import axe from 'axe-core';
import { onTestFinished } from 'vitest';
import type { WidgetState } from '../base/element.ts';
import { connections } from '../base/connections.ts';
import { all, place, reach } from './mount.ts';

export interface Setting {
  entities: Record<string, Entity[]>;
  procedures?: NonNullable<MemoryServerOptions['procedures']>;
  state?: WidgetState;
  before?: (server: MemoryServer) => void;
  lang?: string;
  attributes?: string;
  style?: string;
}

/** A page with one widget that sends something, once it has reached a state; nothing is kept for the next test. */
export async function open<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { entities, procedures = {}, state = 'ready', before, lang = 'en', attributes = '', style = '' }: Setting,
): Promise<Page<HTMLElementTagNameMap[Tag]>> {
  // Runs last: a widget that leaves the page writes its draft.
  onTestFinished(() => localStorage.clear());
  const server = memoryServer({ entities, procedures });
  before?.(server);
  const holder = place(`<${tag} lang="${lang}" ${attributes}></${tag}>`, style);
  let connection: Connection;
  const join = async (): Promise<HTMLElementTagNameMap[Tag]> => {
    const widget = holder.querySelector<HTMLElementTagNameMap[Tag]>(tag)!;
    connection = createConnection(server.options);
    (widget as unknown as { connection: Connection }).connection = connection;
    await reach(widget, state);
    return widget;
  };
  onTestFinished(() => {
    connection.close();
    server.close();
  });
  return {
    widget: await join(),
    server,
    holder,
    get connection() {
      return connection;
    },
    async reload() {
      // As a browser does: everything of the page is gone but its storage.
      const { outerHTML } = holder.querySelector(tag)!;
      holder.replaceChildren();
      connection.close();
      connections().byId.clear();
      holder.innerHTML = outerHTML;
      return join();
    },
  };
}

export interface Page<Widget> {
  widget: Widget;
  server: MemoryServer;
  holder: HTMLElement;
  readonly connection: Connection;
  reload(): Promise<Widget>;
}

/** What axe finds; nothing is turned off but `region`: landmarks are the page's business. */
export async function violations(element: Element): Promise<string[]> {
  const { violations: found } = await axe.run(element, { rules: { region: { enabled: false } } });
  return found.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 120)} ${node.failureSummary}`));
}

export const surfaces = { light: 'background:#fff;color:#1c2430', dark: 'background:#14161a;color:#e6e8ec' };

/** Text into a field, as typing does it. */
export function fill(widget: Element, name: string, text: string): void {
  const input = widget.shadowRoot!.querySelector<HTMLInputElement>(`[id="f-${name}"]`)!;
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
}

/** Chooses by value, among radio buttons or check boxes. */
export function choose(widget: Element, name: string, value: string | number): void {
  const group = widget.shadowRoot!.querySelector(`[aria-labelledby="f-${name}-label"]`)!;
  group.querySelector<HTMLInputElement>(`input[value="${value}"]`)!.click();
}

export const press = (widget: Element, words: string): void =>
  all(widget, 'button')
    .find((button) => button.innerText.trim().startsWith(words))!
    .click();

/** How often a procedure was asked for. */
export const calls = (server: MemoryServer, path: string): unknown[] =>
  server.requests.filter((one) => one.path === `/trpc/${path}`).map((one) => one.body);
