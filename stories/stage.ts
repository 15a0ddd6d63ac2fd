/** Puts a widget on the page with the real connection and store over a server in memory, and brings it to the state that a story is about. */
import { createConnection, type Entity, type PorticoError } from '@portico/sdk';
import { memoryServer, type MemoryServer, type MemoryServerOptions } from '@portico/sdk/testing';
import type { StoryObj } from '@storybook/web-components-vite';
import { FORCE_REMOUNT } from 'storybook/internal/core-events';
import { addons } from 'storybook/preview-api';
import { toChinese } from '../widgets/src/testing/chinese.ts';
import { skip } from './clock.ts';

type Tag = 'portico-timeline' | 'portico-survey' | 'portico-change-request' | 'portico-intake';

export interface Stage {
  widget: HTMLElement;
  server: MemoryServer;
  /** Of the page; what somebody writes is in it too. */
  lang: string;
}

type Procedures = NonNullable<MemoryServerOptions['procedures']>;

export interface Scene {
  entities: () => Record<string, Entity[]>;
  /** What the server does beside answering with entities; `server` is asked for late, because it is made with these. */
  procedures?: (server: () => MemoryServer, lang: string) => Procedures;
  /** What people wrote, by what stands in the fixtures: on a Chinese page they wrote Chinese. */
  chinese?: Record<string, string>;
  /** The state that is waited for at first; default `ready`. */
  state?: string;
  /** On the widget, by name. */
  attributes?: Record<string, string>;
  /** Before the widget asks for anything. */
  before?: (server: MemoryServer) => void;
  /** What somebody does once it is there. */
  act?: (stage: Stage) => void | Promise<void>;
}

type Show = (more?: Partial<Scene>) => StoryObj;

/** Stories of one widget: each is what all have in common, and what is different. */
export function stage(tag: Tag, common: Scene): Show {
  return (more = {}) => {
    const scene = { ...common, ...more };
    let now: Stage | undefined;
    return {
      beforeEach({ globals, id }) {
        const lang = globals['lang'] as string;
        if (now) {
          // The same one in another look. Words change by themselves; what people wrote is there in the language that the story began with.
          if (now.lang !== lang) setTimeout(() => addons.getChannel().emit(FORCE_REMOUNT, { storyId: id }));
          return undefined;
        }
        const said = <Value>(value: Value): Value => (lang === 'zh-CN' ? toChinese(value, scene.chinese ?? {}) : value);
        const own = scene.procedures?.(() => server, lang) ?? {};
        // What people have done when the story begins is in what these answer, too.
        const procedures = Object.fromEntries(
          Object.entries(own).map(([path, answer]) => [
            path,
            async (input: never) => {
              try {
                return said(await answer(input));
              } catch (error) {
                throw Object.assign(error as PorticoError, { current: said((error as PorticoError).current) });
              }
            },
          ]),
        );
        const server: MemoryServer = memoryServer({ entities: said(scene.entities()), procedures });
        scene.before?.(server);
        const connection = createConnection(server.options);
        const widget = Object.assign(document.createElement(tag), { connection });
        for (const [name, value] of Object.entries(scene.attributes ?? {})) widget.setAttribute(name, value);
        now = { widget, server, lang };
        return () => {
          widget.remove();
          connection.close();
          server.close();
          // A widget that leaves the page keeps its draft; the next story begins without.
          localStorage.clear();
          now = undefined;
        };
      },
      render: () => now!.widget,
      async play() {
        const { widget } = now!;
        await reach(widget, scene.state ?? 'ready');
        await scene.act?.(now!);
        await settled(widget);
      },
    };
  };
}

/** The states in which nothing is done: they are the same for all widgets. */
export const plain = {
  loading: { state: 'loading', before: (server) => server.delay(3_600_000) },
  error: { state: 'error', before: (server) => server.fail({ code: 'internal', status: 500, requestId: 'req_01JD6Z9K' }) },
  forbidden: { state: 'forbidden', before: (server) => server.fail({ code: 'forbidden', status: 403 }) },
  stale: { act: goOffline },
} satisfies Record<string, Partial<Scene>>;

async function goOffline({ widget, server }: Stage): Promise<void> {
  await until(() => server.followed().length > 0, 'a socket');
  server.cut();
  await new Promise((resolve) => setTimeout(resolve));
  // Short cuts are not told.
  skip(3000);
  (widget as HTMLElement & { requestUpdate(): void }).requestUpdate();
  await reach(widget, 'stale');
}

export const reach = (widget: Element, state: string): Promise<void> => until(() => widget.matches(`:state(${state})`), `state ${state}`);

export async function until(holds: () => boolean, what: string): Promise<void> {
  for (const end = performance.now() + 8000; !holds();) {
    if (performance.now() > end) throw new Error(`This did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const settled = (widget: Element): Promise<unknown> => (widget as Element & { updateComplete: Promise<unknown> }).updateComplete;

const inside = <Kind extends HTMLElement>(widget: Element, selector: string): Kind[] => [
  ...widget.shadowRoot!.querySelectorAll<Kind>(selector),
];

/** Clicks all that match, or the one with this number. */
export async function click(widget: Element, selector: string, index?: number): Promise<void> {
  const found = inside(widget, selector);
  if (found.length === 0) throw new Error(`Nothing to click: ${selector}`);
  for (const one of index === undefined ? found : [found[index]!]) one.click();
  await settled(widget);
}

/** Waits for as many, where the code that draws them comes when it is needed. */
export const inSight = (widget: Element, selector: string, count: number): Promise<void> =>
  until(() => inside(widget, selector).length === count, `${count} of ${selector}`);

/** Text into a field, as typing does it. */
export async function fill(widget: Element, name: string, text: string): Promise<void> {
  const field = inside<HTMLInputElement>(widget, `[id="f-${name}"]`)[0]!;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  await settled(widget);
}

/** Chooses by value, among radio buttons or check boxes. */
export const choose = (widget: Element, name: string, value: string | number): Promise<void> =>
  click(widget, `[aria-labelledby="f-${name}-label"] input[value="${value}"]`, 0);

/** Sends the form, and waits at a point of its way. */
export async function send({ widget, server }: Stage, state: 'sending' | 'waiting' | 'sent'): Promise<void> {
  if (state === 'sending') server.delay(3_600_000);
  if (state === 'waiting') server.cut();
  await click(widget, '[type=submit]', 0);
  await reach(widget, state);
}

/** Sends the form to a server that refuses one of its fields, in the language of the page as the real one does. */
export async function refuse({ widget, server, lang }: Stage, path: string, field: string, said: [en: string, zh: string]): Promise<void> {
  const errors = [{ path: field, message: said[lang === 'zh-CN' ? 1 : 0] }];
  server.fail({ code: 'invalid_input', status: 400, requestId: 'req_01JD6Z9K', errors }, path);
  await click(widget, '[type=submit]', 0);
  await until(() => inside(widget, '.error').length > 0, 'a refusal');
}
