import type { ReadonlySignal } from '@preact/signals-core';
import { html, render } from 'lit';
import { describe, expect, test, vi } from 'vitest';
import { connections, register } from './connections.ts';
import { define } from './define.ts';
import { version } from './version.ts';
import type { PorticoTimeline } from '../timeline/timeline.ts';
import { entities, project } from '../timeline/timeline.fixtures.ts';
import { all, place, reach, serve, textOf } from '../testing/mount.ts';

const renamed = (name: string) => {
  const data = entities();
  return { ...data, projects: [{ ...data.projects[0]!, name }] };
};
const find = (holder: Element): PorticoTimeline => holder.querySelector('portico-timeline')!;

describe('finding the connection', () => {
  test('client arrives late: the widget waits in its skeleton and then fills', async () => {
    const holder = place('<portico-timeline></portico-timeline>');
    await reach(find(holder), 'loading');
    register(serve().connection);
    await reach(find(holder), 'ready');
    expect(all(find(holder), '.point').length).toBe(12);
  });

  test('the property may come after the first drawing, and may change', async () => {
    const holder = place('<portico-timeline lang="en"></portico-timeline>');
    const timeline = find(holder);
    await timeline.updateComplete;
    timeline.connection = serve(renamed('First')).connection;
    await reach(timeline, 'ready');
    timeline.connection = serve(renamed('Second')).connection;
    await expect.poll(() => textOf(timeline, '.title')).toBe('Second');
  });

  test('two connections on one page are chosen by name', async () => {
    register(serve(renamed('One'), 'one').connection);
    register(serve(renamed('Two'), 'two').connection);
    const holder = place(
      '<portico-timeline connection="one" lang="en"></portico-timeline><portico-timeline connection="two" lang="en"></portico-timeline>',
    );
    const both = [...holder.querySelectorAll('portico-timeline')];
    for (const one of both) await reach(one, 'ready');
    expect(both.map((one) => textOf(one, '.title'))).toEqual(['One', 'Two']);
  });

  test('several and no name: after a while the page’s developer is told which there are', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      register(serve(undefined, 'one').connection);
      register(serve(undefined, 'two').connection);
      const timeline = find(place('<portico-timeline lang="en"></portico-timeline>'));
      await timeline.updateComplete;
      expect(timeline.matches(':state(loading)')).toBe(true);
      vi.advanceTimersByTime(5001);
      vi.useRealTimers();
      await reach(timeline, 'error');
      expect(textOf(timeline)).toContain('Choose one with the connection attribute: one, two.');
    } finally {
      vi.useRealTimers();
    }
  });

  test('a provider that comes late, with a connection that comes later, is found', async () => {
    const holder = place('<portico-provider><div><portico-timeline></portico-timeline></div></portico-provider>');
    const timeline = find(holder);
    await timeline.updateComplete;
    await import('../provider/index.ts');
    await timeline.updateComplete;
    expect(timeline.matches(':state(loading)')).toBe(true);
    holder.querySelector('portico-provider')!.connection = serve().connection;
    await reach(timeline, 'ready');
  });

  test('a provider may name a connection that is registered afterwards', async () => {
    await import('../provider/index.ts');
    const holder = place('<portico-provider connection="acme"><portico-timeline></portico-timeline></portico-provider>');
    register(serve(undefined, 'other').connection);
    register(serve(undefined, 'acme').connection);
    await reach(find(holder), 'ready');
  });

  test('a page swap keeps the data: the element comes back without a second load', async () => {
    const { server, connection } = serve();
    register(connection);
    const holder = place('<portico-timeline></portico-timeline>');
    await reach(find(holder), 'ready');
    const loads = (): number => server.requests.filter((request) => request.path.includes('/snapshot')).length;
    expect(loads()).toBe(1);
    holder.innerHTML = '<main><portico-timeline></portico-timeline></main>';
    await reach(find(holder), 'ready');
    expect(loads()).toBe(1);
  });

  test('frameworks may set properties and move the element about', async () => {
    const { connection } = serve();
    const holder = place('<p></p>');
    render(html`<portico-timeline .connection=${connection} project=${project.id}></portico-timeline>`, holder);
    const timeline = find(holder);
    await reach(timeline, 'ready');
    holder.prepend(timeline);
    await timeline.updateComplete;
    expect(timeline.matches(':state(ready)')).toBe(true);
  });
});

describe('several copies on a page', () => {
  test('a copy of the same version is silent, another one warns once, the first stays', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const first = customElements.get('portico-timeline');
    define('portico-timeline', Object.assign(class extends HTMLElement {}, { version }));
    expect(warn).not.toHaveBeenCalled();
    const other = Object.assign(class extends HTMLElement {}, { version: '0.0.9' });
    Object.assign(first!, { version: '0.0.9' });
    define('portico-timeline', other);
    define('portico-timeline', other);
    Object.assign(first!, { version });
    expect(warn.mock.calls.length).toBe(1);
    expect(customElements.get('portico-timeline')).toBe(first);
    warn.mockRestore();
  });

  test('signals of another copy of the library are followed', async () => {
    const { server, connection } = serve();
    // What a host's own bundle brings along: the same shape, but none of our classes.
    const foreign = (source: ReadonlySignal<unknown>) => ({
      get value(): unknown {
        return source.value;
      },
      peek: () => source.peek(),
      subscribe: (fn: (value: unknown) => void) => source.subscribe(fn),
    });
    const store = connection.project(project.id);
    const wrapped = Object.fromEntries(
      Object.entries(store).map(([name, value]) => [
        name,
        value && typeof value === 'object' && 'peek' in value ? foreign(value as never) : value,
      ]),
    );
    const timeline = find(place('<portico-timeline lang="en"></portico-timeline>'));
    timeline.connection = {
      ...connection,
      link: foreign(connection.link),
      offlineSince: foreign(connection.offlineSince),
      project: () => wrapped,
    } as never;
    await reach(timeline, 'ready');
    await expect.poll(() => server.followed().length).toBe(1);
    server.patch('projects', project.id, { name: 'Renamed' } as never);
    await expect.poll(() => textOf(timeline, '.title')).toBe('Renamed');
  });

  test('the version in the sources is that of the package', async () => {
    const manifest = await import('../../package.json');
    expect(version).toBe(manifest.version);
  });

  test('the page’s names are in one place for all copies', () => {
    expect((globalThis as never)[Symbol.for('portico.connections.v1')]).toBe(connections());
  });
});
