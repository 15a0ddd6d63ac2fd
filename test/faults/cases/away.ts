/** Redis, or the database, is away for a while under load (T18). */
import { setTimeout as sleep } from 'node:timers/promises';
import { printReport, type Limit } from '../figures.ts';
import type { Options } from '../options.ts';
import { openPlace, type Place } from '../place.ts';
import { run, until, type Report, type Scene } from '../run.ts';

const say = (line: string): void => console.log(`  ${line}`);

/** Runs this with a whole installation; each time is one of `Date.now()`. */
export async function withPlace<T>(options: Options, work: (place: Place) => Promise<T>): Promise<T> {
  const place = await openPlace(options.database);
  if (!place) throw new Error(`There is no ${options.database} or no Redis on this machine. Run: npm test`);
  try {
    say(`${place.version}, Redis, ${options.nodes} nodes`);
    await Promise.all(Array.from({ length: options.nodes }, () => place.addNode()));
    return await work(place);
  } finally {
    await place.close();
  }
}

/** HTTP goes on; events are late but whole, and at once again within five seconds of its return. */
export const redisAway = (options: Options): Promise<boolean> =>
  withPlace(options, async (place) => {
    let gone = 0;
    let back = 0;
    const report = await run(place, options, say, async () => {
      await sleep(5000);
      gone = Date.now();
      await place.redis.kill();
      await sleep(options.away * 1000);
      await place.redis.start();
      back = Date.now();
      await sleep(10_000);
    });
    const late = (from: number, to: number): number[] => report.arrivals.filter(({ at }) => at >= from && at < to).map((each) => each.late);
    say(
      `late by (ms)  with Redis ${quantiles(late(0, gone - 1000))}; while it is away ${quantiles(late(gone, back - 2000))}; after ${quantiles(late(back + 5000, Infinity))}`,
    );
    return printReport(report, [
      { what: 'calls that failed', value: [...report.refusals.values()].reduce((sum, count) => sum + count, 0), limit: 0 },
      { what: 'an event is late, once it is back, by', value: Math.max(0, ...late(back, Infinity)) / 1000, limit: 5, unit: ' s' },
    ]);
  });

/** Clear refusals in time, alive but not ready, sockets stay; all comes back by itself within fifteen seconds. */
export const databaseAway = (options: Options): Promise<boolean> =>
  withPlace(options, async (place) => {
    let back = 0;
    const seen = { healthy: 0, ready: 0, asked: 0, slowest: 0, live: Infinity };
    const report = await run(place, options, say, async (scene) => {
      await sleep(5000);
      await place.database.kill();
      const end = performance.now() + options.away * 1000;
      // What was under way when it fell is answered by then.
      await sleep(1000);
      while (performance.now() < end) {
        await probe(place, scene, seen);
        await sleep(1000);
      }
      await place.database.start();
      back = Date.now();
      await until(() => scene.writes.some(({ answeredAt }) => (answeredAt ?? 0) > back), 60_000);
      await allReady(place);
      await sleep(5000);
    });
    return printReport(report, [
      { what: 'probes not alive, or ready without it', value: seen.asked - seen.healthy + seen.ready, limit: 0 },
      { what: 'the slowest probe', value: seen.slowest / 1000, limit: 3, unit: ' s' },
      { what: 'sockets that fell meanwhile', value: options.sockets - seen.live, limit: 0 },
      { what: 'the longest try of a write', value: report.longest / 1000, limit: 25, unit: ' s' },
      firstAnswer(report, back),
    ]);
  });

async function probe(
  place: Place,
  scene: Scene,
  seen: { healthy: number; ready: number; asked: number; slowest: number; live: number },
): Promise<void> {
  const began = performance.now();
  await Promise.all(
    place.nodes.map(async ({ node }) => {
      const [healthz, readyz] = await Promise.all(['healthz', 'readyz'].map((path) => fetch(`${node!.url}/${path}`)));
      seen.asked++;
      if (healthz!.status === 200) seen.healthy++;
      if (readyz!.status === 200) seen.ready++;
    }),
  );
  seen.slowest = Math.max(seen.slowest, performance.now() - began);
  seen.live = Math.min(seen.live, scene.live());
}

export const allReady = (place: Place): Promise<void> =>
  until(async () => {
    const all = await Promise.all(place.nodes.map(({ node }) => fetch(`${node!.url}/readyz`).then(({ status }) => status)));
    return all.every((status) => status === 200);
  }, 60_000);

/** From the moment that all was well again. */
export function firstAnswer({ writes }: Report, back: number): Limit {
  const first = Math.min(...writes.map(({ answeredAt }) => answeredAt ?? Infinity).filter((at) => at > back));
  return { what: 'the next acknowledged write came after', value: (first - back) / 1000, limit: 15, unit: ' s' };
}

function quantiles(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`;
}
