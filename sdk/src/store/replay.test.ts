import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createConnection, type FeedEvent, type Milestone, type Missed, type StreamPosition } from '../index.ts';
import { memoryServer } from '../testing/index.ts';
import { createFollower } from './follower.ts';
import { plan } from './plan.fixture.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));

const id = fc.constantFrom('mst_1', 'mst_2', 'mst_3', 'mst_9');
const command = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), id, progress: fc.nat(100) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), id, progress: fc.constant(0) }) },
);
/** What becomes of an event on its way: how many copies arrive, and how much later than others. */
const fate = fc.record({ copies: fc.nat(3), delay: fc.nat(6), pause: fc.boolean() });

test('whatever is lost, repeated or shuffled on the way: after the repair, view and hash are those of the server', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(command, fate), { maxLength: 25 }), fc.integer({ min: 1, max: 5 }), async (steps, pageSize) => {
      const server = memoryServer({ entities: plan(), pageSize });
      const connection = createConnection(server.options);
      try {
        const store = connection.project('prj_1');
        store.retain();
        await new Promise<void>((resolve) => connection.link.subscribe((link) => link === 'live' && resolve()));

        const late: { at: number; event: FeedEvent }[] = [];
        const template = store.milestones.value[0]!;
        const alive = new Set(['mst_1', 'mst_2', 'mst_3']);
        for (const [index, [step, { copies, delay, pause }]] of steps.entries()) {
          server.mangle((event) => {
            for (let copy = 0; copy < copies; copy += 1) late.push({ at: index + delay * (copy + 1), event });
            return late
              .filter(({ at }) => at <= index)
              .map((one) => one.event)
              .toReversed();
          });
          if (step.kind === 'put') {
            server.put<Milestone>('milestones', { ...template, id: step.id, progress: step.progress });
            alive.add(step.id);
          } else if (alive.delete(step.id)) {
            server.remove('milestones', step.id);
          }
          if (pause) await settled();
        }
        server.emit(...late.map(({ event }) => event).toReversed());
        await settled();
        connection.wake();

        const snapshot = await server.snapshot('prj_1');
        await vi.waitFor(() => expect(store.position()).toEqual(snapshot.streams[0]), { interval: 1, timeout: 10_000 });
        expect(await store.hash()).toBe(snapshot.hash);
        expect(store.collection('milestones').value).toEqual(snapshot.entities.milestones.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
        expect(server.requests.filter(({ path }) => path.includes('snapshot'))).toHaveLength(1);
      } finally {
        connection.close();
        server.close();
      }
    }),
    { numRuns: 80 },
  );
}, 30_000);

const stream = 'project:prj_1:client';
const event = (seq: number, epoch = 'e1'): FeedEvent => ({
  stream,
  epoch,
  seq,
  type: 'milestone.updated',
  entity: 'milestones',
  id: 'mst_1',
  rev: seq,
  data: null,
  at: '',
  actor: { kind: 'system' },
});

function follow(seq: number, answer: (position: StreamPosition) => Missed) {
  const applied: number[] = [];
  const reset = vi.fn();
  const ask = vi.fn(async (position: StreamPosition) => answer(position));
  const follower = createFollower(
    { stream, epoch: 'e1', seq },
    { apply: (events) => applied.push(...events.map((one) => one.seq)), reset },
    ask,
  );
  return { follower, applied, reset, ask };
}

test('each event is applied once and in order, however it arrives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 60 }), fc.nat(3), async (arrivals, size) => {
      const { follower, applied, reset, ask } = follow(0, ({ seq }) => {
        const events = Array.from({ length: 12 - seq }, (_, index) => event(seq + 1 + index)).slice(0, size + 1);
        return { stream, epoch: 'e1', head: 12, events, more: seq + events.length < 12 };
      });
      for (const seq of arrivals) if (follower.event(event(seq))) void follower.ask(ask);
      await follower.ask(ask);
      expect(applied).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(reset).not.toHaveBeenCalled();
    }),
  );
});

test('a server that is behind us has lost what we saw: reset', async () => {
  const { follower, reset, ask } = follow(5, () => ({ stream, epoch: 'e1', head: 3, events: [], more: false }));
  await follower.ask(ask);
  expect(reset).toHaveBeenCalledTimes(1);
  expect(follower.ended).toBe(true);
});

test('a gap that the feed cannot close ends in a reset, not in asking for ever', async () => {
  const { follower, reset, ask } = follow(0, () => ({ stream, epoch: 'e1', head: 2, events: [event(2)], more: false }));
  await follower.ask(ask);
  expect(reset).toHaveBeenCalledTimes(1);
  expect(ask.mock.calls.length).toBeLessThan(6);
});

test('events of an epoch that is over are not applied', async () => {
  const { follower, applied, reset, ask } = follow(0, () => ({ stream, epoch: 'e1', head: 0, events: [], more: false }));
  if (follower.event(event(1, 'e0'))) await follower.ask(ask);
  expect([applied, reset.mock.calls.length, follower.position.seq]).toEqual([[], 0, 0]);
});

test('other streams are none of its business', () => {
  const { follower, applied } = follow(0, () => ({ stream, epoch: 'e1', head: 0, reset: true }));
  expect(follower.event({ ...event(1), stream: 'contact:con_1' })).toBe(false);
  expect(applied).toEqual([]);
});
