/*
 * The script that a vendor's page includes, classic and async. It holds what cannot wait: it starts the token and the code at once,
 * side by side, and it is the global `Portico`, which keeps calls until the code is there. All else is in the runtime.
 * Only `import()`: setting `script.src` is refused by a page that requires Trusted Types.
 */
import type * as runtimeModule from './runtime.ts';
import type { Boot } from './runtime.ts';

type Runtime = typeof runtimeModule;

/** Put in by the build: addresses of chunks relative to this script. */
declare const RUNTIME: string;
declare const WIDGETS: Record<string, string[]>;
declare const VERSION: string;

{
  // By the getter of the prototype: `<img name="currentScript">` would shadow the property, and name another server.
  const script = Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript')!.get!.call(document) as HTMLScriptElement;
  const { tokenUrl, project, connection } = script.dataset;
  // Absolute, because a script of another origin without CORS has no base address to import from (its errors are muted).
  const load = (chunk: string): Promise<unknown> => import(/* @vite-ignore */ new URL(chunk, script.src).href);
  const boot: Boot = {
    version: VERSION,
    url: new URL(script.src).origin,
    id: connection,
    project,
    ask: tokenUrl
      ? () => fetch(tokenUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ project }) })
      : undefined,
  };
  const brand = Symbol.for('portico');
  const page = window as unknown as { Portico?: (() => Promise<Runtime>) & { [brand]?: (boot: Boot) => unknown } };
  const known = page.Portico;
  // `<a id="Portico">` is a truthy global too: only the brand proves that it is ours.
  if (typeof known === 'function' && known[brand]) known[brand](boot);
  else {
    boot.first = boot.ask?.();
    boot.first?.catch(() => {}); // the runtime hears of it when it asks for a token
    const runtime = load(RUNTIME) as Promise<Runtime>;
    const later =
      (name: 'hash' | 'connection' | 'connect' | 'boot') =>
      (...given: unknown[]) =>
        runtime.then((is) => (is[name] as (...given: unknown[]) => unknown)(...given));
    page.Portico = Object.assign(() => runtime, {
      version: VERSION,
      hash: later('hash'),
      connection: later('connection'),
      connect: later('connect'),
      [brand]: later('boot'),
    });
    page.Portico[brand]!(boot);
    // A widget that is in sight already need not wait for the runtime to find it.
    for (const [tag, chunks] of Object.entries(WIDGETS)) {
      const element = document.querySelector(tag);
      if (element && element.getBoundingClientRect().top < innerHeight) for (const chunk of chunks) void load(chunk);
    }
  }
}
