/**
 * A thousand clients come back at once, each fifty events behind, over 1, 50 and 200 projects: from the first handshake to the last event
 * in. Beside `ws` with a ring of ready frames in memory. Warm: the server has run on, and has told these projects before. After a restart:
 * it knows no token, no event, no answer.
 * They say where they stand in their handshake, as the SDK does; who asks afterwards has a line of their own. At last two thousand are cut off at once.
 */
import { openLines } from '../line.ts';
import { inPlace, type Place } from '../place.ts';
import { sender } from '../plan.ts';
import { alternate, judge, printRounds, secondsRatio, type Contestant, type Goal } from '../rounds.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const clients = 1000;
const missed = 50;
/** Of the storm. */
const crowd = 2000;

export default function resume(): Promise<boolean> {
  return inPlace({ small: 199, full: 0 }, 1, async (place) => judge([...(await comparison(place)), ...(await storm(place))]));
}

async function comparison({ plan, database, products: [product], child }: Place): Promise<Goal[]> {
  const ring = await child(new URL('ring.ts', import.meta.url));
  const send = sender(`http://127.0.0.1:${product!.port}`, plan.token);
  for (let nth = 0; nth < missed; nth++) await send(`PATCH /v1/milestones/${plan.milestoneId}`, { note: `n${nth}`, progress: nth });
  const stream = (project: string): string => `project:${project}:team`;
  const [first] = plan.small as [string];
  const [heads] = await database.query('SELECT epoch, seq FROM streams WHERE stream = ?', [stream(first)]);
  const { epoch, seq } = (heads as { epoch: string; seq: number }[])[0]!;
  // The copies have as many events, the last fifty told of the same.
  for (const project of plan.small.slice(1)) {
    await database.query(
      `INSERT INTO feed (workspaceId, stream, epoch, seq, type, entity, entityId, rev, actor, at, data, dataHash, hash)
       SELECT workspaceId, ?, epoch, seq, type, entity, entityId, rev, actor, at, data, dataHash, hash FROM feed WHERE stream = ? AND seq > ?`,
      [stream(project), stream(first), seq - missed],
    );
  }
  await database.query('UPDATE streams SET seq = ? WHERE stream LIKE ?', [seq, 'project:%:team']);
  const { events } = await send<{ events: unknown[] }>(
    `GET /v1/feed?${new URLSearchParams({ stream: stream(first), epoch, seq: String(seq - missed), limit: '500' })}`,
  );
  await ring.call('fill', { projects: plan.small, texts: events.map((event) => `42["event",${JSON.stringify(event)}]`) });

  const come =
    (
      port: number,
      cpu: () => Promise<number>,
      projects: number,
      kind: 'bare' | 'told' | 'asked',
      before: () => Promise<unknown>,
    ): Contestant =>
    async () => {
      await before();
      const used = await cpu();
      const began = performance.now();
      const lines = await openLines(
        clients,
        (index) => {
          const project = plan.small[index % projects]!;
          return {
            port,
            follow:
              kind === 'bare'
                ? { ask: JSON.stringify({ project, seq: 0 }), answers: missed }
                : { token: plan.tokens[index]!, stream: stream(project), epoch, seq: seq - missed, late: kind === 'asked' },
          };
        },
        clients,
      );
      const seconds = (performance.now() - began) / 1000;
      const spent = (await cpu()) - used;
      const empty = lines.all.filter(({ answered }) => answered !== missed);
      if (empty.length > 0) throw new Error(`${empty.length} lines were not answered with ${missed} events.`);
      lines.close();
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { count: clients, seconds, cpu: spent, p50: seconds * 1000, p99: seconds * 1000 };
    };
  const none = async () => undefined;
  const told = (projects: number, before: () => Promise<unknown>): Contestant =>
    come(product!.port, product!.cpu, projects, 'told', before);
  /** Of which the server has known nothing since it was made to forget. */
  const cold = new Set<number>();
  const forget = async (): Promise<void> => {
    await product!.call('forget');
    for (const projects of [1, 50, 200]) cold.add(projects);
  };
  const warm = async (projects: number): Promise<void> => {
    if (cold.delete(projects)) await told(projects, none)();
  };
  const contestants: Record<string, Contestant> = {};
  for (const projects of [1, 50, 200]) {
    contestants[`ring, ${projects}`] = come(ring.port, ring.cpu, projects, 'bare', none);
    contestants[`warm, ${projects}`] = told(projects, () => warm(projects));
    contestants[`restarted, ${projects}`] = told(projects, forget);
  }
  contestants['warm, asked afterwards, 1'] = come(product!.port, product!.cpu, 1, 'asked', () => warm(1));
  await forget();
  for (const projects of [1, 50, 200]) await warm(projects);
  const measured = await alternate(contestants, rounds);
  printRounds(measured, 'clients');
  return [
    ...[1, 50, 200].flatMap((projects): Goal[] => [
      {
        what: `warm beside a ring, ${projects} projects`,
        value: secondsRatio(measured, `warm, ${projects}`, `ring, ${projects}`),
        is: '≤',
        limit: 1.5,
      },
      {
        what: `after a restart beside a ring, ${projects} projects`,
        value: secondsRatio(measured, `restarted, ${projects}`, `ring, ${projects}`),
        is: '≤',
        limit: 2.5,
      },
    ]),
    { what: 'warm, 200 projects beside 1', value: secondsRatio(measured, 'warm, 200', 'warm, 1'), is: '≤', limit: 1.2 },
  ];
}

/** T16: everybody falls off at once, fifty changes go by, and everybody comes back at once. */
async function storm({ plan, database, products: [product] }: Place): Promise<Goal[]> {
  const send = sender(`http://127.0.0.1:${product!.port}`, plan.token);
  const change = (note: string): Promise<unknown> => send(`PATCH /v1/milestones/${plan.milestoneId}`, { note });
  const stream = `project:${plan.small[0]}:team`;
  const come = async () => {
    const [rows] = await database.query('SELECT epoch, seq FROM streams WHERE stream = ?', [stream]);
    const { epoch, seq } = (rows as { epoch: string; seq: number }[])[0]!;
    return (back: number) =>
      openLines(
        crowd,
        (index) => ({ port: product!.port, follow: { token: plan.tokens[index % plan.tokens.length]!, stream, epoch, seq: seq - back } }),
        crowd,
      );
  };
  const before = await (await come())(0);
  before.close();
  for (let nth = 0; nth < missed; nth++) await change(`storm ${nth}`);
  const began = performance.now();
  const after = await (await come())(missed);
  const seconds = (performance.now() - began) / 1000;
  const all = after.hear(10);
  for (let nth = 0; nth < 10; nth++) await change(`calm ${nth}`);
  await all;
  const lacking = after.all.filter(({ answered, heard }) => answered !== missed || heard !== 10).length;
  after.close();
  const most = await product!.call<number>('connections');
  console.log(`${crowd} sockets cut off at once: all back after ${seconds.toFixed(1)} s`);
  return [
    { what: 'sockets that missed an event or heard one twice', value: lacking, is: '≤', limit: 0, unit: 'sockets' },
    { what: 'database connections', value: most, is: '≤', limit: 50, unit: 'connections' },
  ];
}
