/** Whatever happens between taps: each of them arrives once, as its own person's, with its own time. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Connection } from '../index.ts';
import { createWorld, pass } from '../store/world.fixture.ts';
import { outbox } from './index.ts';
import { createPage } from './page.fixture.ts';

const world = createWorld();
const page = createPage();

type Step =
  | { do: 'tap' | 'double' | 'reload' | 'reset' | 'expire' | 'say'; tab: number; what: number }
  | { do: 'cut' | 'restore' | 'delay' | 'fail' | 'wait'; tab: number; what: number };

const steps = fc.array(
  fc.record({
    do: fc.constantFrom<Step['do'][]>(
      'tap',
      'tap',
      'tap',
      'double',
      'reload',
      'reset',
      'expire',
      'say',
      'cut',
      'restore',
      'delay',
      'fail',
      'wait',
      'wait',
    ),
    tab: fc.nat(1),
    what: fc.nat(5),
  }),
  { minLength: 5, maxLength: 30 },
);

const personOf = (token: string): string => (JSON.parse(atob(token.split('.')[1]!)) as { sub: string }).sub;

test('taps, losses, reloads, tabs, people', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (walk) => {
      const done: { title: string; at: string }[] = [];
      world.start({
        procedures: {
          'changeRequests.submit': (input: { title: string; at: string }) => {
            done.push(input);
            return input;
          },
          'sessions.me': () => ({}),
        },
      });
      const { server } = world;
      let person = 'con_1';
      const meant = new Map<string, string>();
      const open = (): Connection => {
        const connection = page.open(server);
        outbox(connection);
        return connection;
      };
      const known = (connection: Connection): Promise<unknown> =>
        Promise.race([connection.call('sessions.me', {}, { tries: 1 }).catch(() => undefined), pass(300)]);
      const tabs = [open(), open()];
      await Promise.all(tabs.map(known));

      for (const step of walk) {
        const connection = tabs[step.tab]!;
        const whose = connection.visitor.value.id;
        if (step.do === 'tap' || step.do === 'double') {
          // Before they are known nothing can be promised over a reload.
          if (whose === null) continue;
          const title = `${whose} ${meant.size}`;
          const tap = () => outbox(connection).submit('changeRequests.submit' as never, { title } as never, { key: title });
          const one = tap();
          meant.set(title, one.at);
          if (step.do === 'double') {
            await pass(step.what);
            expect(tap()).toBe(one);
          }
        } else if (step.do === 'reload') {
          page.shut(connection);
          tabs[step.tab] = open();
        } else if (step.do === 'reset') {
          // One browser, one person: the other tab follows.
          person = step.what % 2 ? 'con_1' : 'con_2';
          server.signIn(person);
          for (const tab of tabs) tab.reset();
          await known(connection);
        } else if (step.do === 'expire') server.expire();
        else if (step.do === 'say') page.say(['online', 'offline', 'visibilitychange'][step.what % 3]!);
        else if (step.do === 'cut') server.cut();
        else if (step.do === 'restore') server.restore();
        else if (step.do === 'delay') server.delay([0, 5, 40][step.what % 3]!);
        else if (step.do === 'fail') server.fail(step.what % 2 ? { status: 503, code: 'unavailable' } : null);
        else await pass([1, 10, 50, 500, 3000, 10_000][step.what]!);
      }

      server.restore();
      server.delay(0);
      server.fail(null);
      for (const who of ['con_1', 'con_2']) {
        server.signIn(who);
        for (const tab of tabs) tab.reset();
        await Promise.all(tabs.map(known));
        await pass(200);
        page.say('online');
        await pass(70_000);
        await pass(200);
      }
      expect(done).toHaveLength(meant.size);
      expect(new Map(done.map(({ title, at }) => [title, at]))).toEqual(meant);
      expect(Object.keys(page.stored()).filter((name) => name.includes(':out:'))).toEqual([]);
      for (const { token, body, path } of server.requests) {
        if (path === '/trpc/changeRequests.submit') expect((body as { title: string }).title.startsWith(personOf(token))).toBe(true);
      }
      for (const tab of tabs) page.shut(tab);
      vi.clearAllTimers();
    }),
    { numRuns: Number(process.env['RUNS'] ?? 12) },
  );
}, 60_000);
