import { memoryServer, type MemoryServer } from '@portico/sdk/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { connections } from '../base/connections.ts';
import { version } from '../base/version.ts';
import { place, reach, textOf } from '../testing/mount.ts';
import { entities, project } from '../timeline/timeline.fixtures.ts';

/** The global that the loader makes, as a page sees it. */
interface Global {
  (): Promise<object>;
  version: string;
  hash(project: string): Promise<string>;
  connection(id?: string): Promise<{ id: string; url: string }>;
  connect(options: object): Promise<{ id: string }>;
}
const page = window as unknown as { Portico?: Global };

/** The server in memory, behind the page's own `fetch`; sockets find nobody, so changes come by polling. */
let server: MemoryServer;
let asked: string[];

let source: string;

beforeAll(async () => {
  source = await (await fetch(new URL('./loader.ts', import.meta.url))).text();
});

beforeEach(() => {
  server = memoryServer({ entities: entities() });
  asked = [];
  vi.spyOn(window, 'fetch').mockImplementation(async (input, init) => {
    const url = new URL(String(input), location.href);
    asked.push(`${init?.method ?? 'GET'} ${url.pathname} ${url.pathname === '/portico/token' ? String(init?.body) : ''}`.trim());
    if (url.pathname === '/portico/token') return Response.json(await server.options.fetchToken({ project: undefined }));
    return server.options.fetch!(input, init);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const connection of connections().byId.values()) connection.close();
  connections().byId.clear();
  server.close();
  delete page.Portico;
});

/** The loader as a classic script, compiled from its source, with chunk addresses as the build would put them in. */
async function include(attributes: Record<string, string> = {}, claims = version): Promise<void> {
  const chunk = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
  const code = `(() => {
    const RUNTIME = ${chunk('./runtime.ts')}, VERSION = ${JSON.stringify(claims)};
    const WIDGETS = { 'portico-timeline': [${chunk('../timeline/index.ts')}] };
    // Of the dev server: it would mark the addresses of imports that it has not seen.
    const __vite__injectQuery = (address) => address;
    ${source.replace(/^import [^;]*;|^export [^;]*;/gm, '')}
  })()`;
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    for (const [name, value] of Object.entries(attributes)) script.setAttribute(name, value);
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', reject);
    document.head.append(script);
    onTestFinished(() => script.remove());
  });
}

const tag = { 'data-token-url': '/portico/token', 'data-project': project.id };

describe('the script tag', () => {
  test('one tag and one element: the project is on the page, with the hash of the server', async () => {
    const holder = place('<portico-timeline lang="en"></portico-timeline>');
    await include(tag);
    await reach(holder.firstElementChild!, 'ready');
    expect(textOf(holder.firstElementChild!, '.title')).toBe(project.name);
    expect(page.Portico!.version).toBe(version);
    expect(asked.filter((one) => one.includes('/portico/token'))).toEqual([
      `POST /portico/token ${JSON.stringify({ project: project.id })}`,
    ]);
    expect(asked.filter((one) => one.includes('/snapshot')).length).toBe(1);
    expect(await page.Portico!.hash(project.id)).toBe((await server.snapshot(project.id)).hash);
  });

  test('elements may come after the script, at any depth and at any time', async () => {
    await include(tag);
    const holder = place('<p></p>');
    holder.firstElementChild!.innerHTML = '<span><portico-timeline lang="en"></portico-timeline></span>';
    await reach(holder.querySelector('portico-timeline')!, 'ready');
  });

  test('calls made before the code is there are kept, and a connection that is not there yet is waited for', async () => {
    await include();
    const waiting = page.Portico!.connection('acme');
    const made = await page.Portico!.connect({ ...server.options, id: 'acme' });
    expect(await waiting).toBe(made);
  });
});

describe('among others on the page', () => {
  test('a second tag of the same version makes no second connection and says nothing', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await include(tag);
    const first = page.Portico;
    await first!.connection();
    await include(tag);
    expect(page.Portico).toBe(first);
    await page.Portico!();
    expect([...connections().byId.keys()]).toEqual(['default']);
    expect(warn).not.toHaveBeenCalled();
  });

  test('a second tag with a name of its own is a second connection; another version is told once', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await include(tag);
    await include({ ...tag, 'data-connection': 'other' }, '9.9.9');
    await include({ ...tag, 'data-connection': 'third' }, '9.9.9');
    expect((await page.Portico!.connection('other')).id).toBe('other');
    expect((await page.Portico!.connection('third')).id).toBe('third');
    expect(warn).toHaveBeenCalledTimes(1);
  });

  test('names in the page’s markup do not clobber the global, nor name another server', async () => {
    place('<a id="Portico"></a><img name="currentScript" src="data:," data-token-url="/evil">');
    await include({ ...tag, 'data-connection': 'safe' });
    expect(typeof page.Portico).toBe('function');
    expect((await page.Portico!.connection('safe')).url).toBe(location.origin);
  });
});
