/**
 * One change to many sockets, beside `ws` that writes a frame that is ready. Single: the next change when all have the one before. Burst: ten
 * changes at the same moment. Both sides are told of the same text by a call into their process, so that no commit is in the figure;
 * the two nodes are told by a real one, on one of them, on both sides of that ratio. At the end a hundred of two thousand stop reading.
 */
import {
  alternate,
  cpuRatio,
  judge,
  median,
  printRounds,
  rateRatio,
  type Contestant,
  type Goal,
  type Rounds,
  type Sample,
} from '../rounds.ts';
import { openLines, type Lines } from '../line.ts';
import { inPlace, type Place } from '../place.ts';
import { sender } from '../plan.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const sizes = (process.env['BENCH_SOCKETS'] ?? '100,1000,5000').split(',').map(Number);
/** Deliveries of one turn. */
const deliveries = 40_000;
const burst = 10;

const data = JSON.stringify({
  id: 'mst_x',
  rev: 7,
  projectId: 'prj_x',
  name: '里程碑 / Milestone',
  status: 'in_progress',
  progress: 60,
  due: '2027-01-15',
});

export default async function fanout(): Promise<boolean> {
  const goals: Goal[] = [];
  for (const size of sizes) goals.push(...(await inPlace({ small: 0, full: 0 }, 1, (place) => alone(place, size))));
  goals.push(...(await inPlace({ small: 0, full: 0 }, 2, (place) => together(place, 1000))));
  goals.push(...(await inPlace({ small: 0, full: 0 }, 1, slow)));
  return judge(goals);
}

/** One node. */
async function alone({ plan, products: [product], child }: Place, size: number): Promise<Goal[]> {
  const bare = await child(new URL('bare.ts', import.meta.url));
  const stream = `project:${plan.small[0]}:team`;
  const position = await placeOf(product!.port, plan.token, plan.small[0]!);
  const ours = await openLines(size, () => ({ port: product!.port, follow: { token: plan.token, ...position } }));
  const theirs = await openLines(size, () => ({ port: bare.port, follow: null }));
  let { seq } = position;
  const event = () => ({
    workspaceId: plan.workspaceId,
    stream,
    epoch: position.epoch,
    seq: ++seq,
    type: 'milestone.updated',
    entity: 'milestones',
    id: 'mst_x',
    rev: 7,
    at: '2026-11-22T08:00:00.000Z',
    actor: '{"kind":"member","id":"mem_x","name":"Wang Lei"}',
    data,
  });
  const text = `42["event",${JSON.stringify({ ...event(), workspaceId: undefined, data: JSON.parse(data) as unknown })}]`;
  seq--;
  const turn =
    (lines: Lines, cpu: () => Promise<number>, tell: () => Promise<unknown>, each: number): Contestant =>
    async () => {
      const turns = Math.max(3, Math.round(deliveries / size / each));
      const times: number[] = [];
      const before = await cpu();
      const began = performance.now();
      for (let nth = 0; nth < turns; nth++) {
        const asked = performance.now();
        const all = lines.hear(each);
        await tell();
        await all;
        times.push(performance.now() - asked);
      }
      const seconds = (performance.now() - began) / 1000;
      const sorted = times.toSorted((a, b) => a - b);
      return { count: turns * each * size, seconds, cpu: (await cpu()) - before, p50: median(times), p99: sorted.at(-1)! };
    };
  const many = (count: number): unknown[] => Array.from({ length: count }, event);
  const measured = await alternate(
    {
      [`ws, single, ${size}`]: turn(theirs, bare.cpu, () => bare.call('tell', [text]), 1),
      [`single, ${size}`]: turn(ours, product!.cpu, () => product!.call('tell', many(1)), 1),
      [`ws, burst, ${size}`]: turn(
        theirs,
        bare.cpu,
        () =>
          bare.call(
            'tell',
            Array.from({ length: burst }, () => text),
          ),
        burst,
      ),
      [`burst, ${size}`]: turn(ours, product!.cpu, () => product!.call('tell', many(burst)), burst),
    },
    rounds,
  );
  for (const lines of [ours, theirs]) lines.close();
  printRounds(measured, 'deliveries');
  // With a hundred, what is done once for each event is most of it.
  if (size < 1000) return [];
  return [
    {
      what: `CPU of a delivery, ${size} sockets, beside ws`,
      value: cpuRatio(measured, `single, ${size}`, `ws, single, ${size}`),
      is: '≤',
      limit: 1.3,
    },
    {
      what: `deliveries/s of bursts, ${size} sockets, beside ws`,
      value: rateRatio(measured, `burst, ${size}`, `ws, burst, ${size}`),
      is: '≥',
      limit: 3,
    },
  ];
}

/** The same sockets on one node and on two, a commit on the first one each time. */
async function together({ plan, products, child: _ }: Place, size: number): Promise<Goal[]> {
  const [first, second] = products as [Place['products'][number], Place['products'][number]];
  const send = sender(`http://127.0.0.1:${first.port}`, plan.token);
  let note = 0;
  const cpu = async (): Promise<number> => (await first.cpu()) + (await second.cpu());
  const on =
    (ports: number[]): Contestant =>
    async () => {
      const position = await placeOf(first.port, plan.token, plan.small[0]!);
      const lines = await openLines(size, (index) => ({ port: ports[index % ports.length]!, follow: { token: plan.token, ...position } }));
      const before = await cpu();
      const times: number[] = [];
      for (let nth = 0; nth < 20; nth++) {
        const asked = performance.now();
        const all = lines.hear(1);
        await send(`PATCH /v1/milestones/${plan.milestoneId}`, { note: `n${note++}` });
        await all;
        times.push(performance.now() - asked);
      }
      const spent = (await cpu()) - before;
      lines.close();
      const seconds = times.reduce((sum, time) => sum + time, 0) / 1000;
      return { count: 20 * size, seconds, cpu: spent, p50: median(times), p99: Math.max(...times) } satisfies Sample;
    };
  const measured: Rounds = await alternate({ 'one node': on([first.port]), 'two nodes': on([first.port, second.port]) }, rounds);
  printRounds(measured, 'deliveries');
  return [
    { what: `CPU of two nodes beside one, ${size} sockets`, value: cpuRatio(measured, 'two nodes', 'one node'), is: '≤', limit: 1.2 },
  ];
}

/** T14: a hundred get much and do not read it; what the others notice, beside a hundred who get as much and read it. */
async function slow({ plan, database, products: [product] }: Place): Promise<Goal[]> {
  const lazy = 100;
  const position = await placeOf(product!.port, plan.token, plan.small[0]!);
  const workspace = `workspace:${plan.workspaceId}`;
  const [rows] = await database.query('SELECT epoch, seq FROM streams WHERE stream = ?', [workspace]);
  const bulk = { stream: workspace, ...(rows as { epoch: string; seq: number }[])[0]! };
  const quick = await openLines(2000 - lazy, () => ({ port: product!.port, follow: { token: plan.token, ...position } }));
  // So that the node goes on telling that stream: what is told here is in no database.
  const faithful = await openLines(1, () => ({ port: product!.port, follow: { token: plan.token, ...bulk } }));
  const about = {
    workspaceId: plan.workspaceId,
    type: 'milestone.updated',
    entity: 'milestones',
    id: 'mst_x',
    rev: 7,
    at: '2026-11-22T08:00:00.000Z',
    actor: '{"kind":"system"}',
  };
  const much = JSON.stringify('x'.repeat(120_000));
  let cut = lazy;
  const among =
    (reading: boolean): Contestant =>
    async () => {
      const others = await openLines(lazy, () => ({ port: product!.port, follow: { token: plan.token, ...bulk } }));
      if (!reading) for (const { socket } of others.all) socket.pause();
      const all = await product!.call<number>('sockets');
      const times: number[] = [];
      const before = await product!.cpu();
      for (let nth = 0; nth < 60; nth++) {
        const asked = performance.now();
        const heard = quick.hear(1);
        position.seq++;
        bulk.seq++;
        await product!.call('tell', [
          { ...about, ...bulk, data: much },
          { ...about, ...position, data },
        ]);
        await heard;
        times.push(performance.now() - asked);
      }
      const cpu = (await product!.cpu()) - before;
      if (!reading) cut = Math.min(cut, all - (await product!.call<number>('sockets')));
      others.close();
      const sorted = times.toSorted((a, b) => a - b);
      return {
        count: 60 * quick.all.length,
        seconds: sorted.reduce((sum, time) => sum + time, 0) / 1000,
        cpu,
        p50: median(times),
        p99: sorted[58]!,
      };
    };
  const measured = await alternate({ 'all read': among(true), 'a hundred do not': among(false) }, Math.min(rounds, 3));
  for (const lines of [quick, faithful]) lines.close();
  printRounds(measured, 'deliveries');
  const ratio = median(measured['a hundred do not']!.map(({ p99 }, round) => p99 / measured['all read']![round]!.p99));
  return [
    { what: 'p99 of the others while a hundred do not read', value: ratio, is: '≤', limit: 1.2 },
    { what: 'who does not read is cut off', value: cut, is: '≥', limit: lazy, unit: 'sockets' },
  ];
}

async function placeOf(port: number, token: string, project: string): Promise<{ stream: string; epoch: string; seq: number }> {
  const { streams } = await sender(
    `http://127.0.0.1:${port}`,
    token,
  )<{ streams: [{ stream: string; epoch: string; seq: number }] }>(`GET /v1/projects/${project}/snapshot`);
  return streams[0];
}
