/** Each line fails in each way, one after the other, under load (T18). */
import { setTimeout as sleep } from 'node:timers/promises';
import { printReport } from '../figures.ts';
import type { Options } from '../options.ts';
import { openPlace } from '../place.ts';
import { openProxy, type Fault, type Proxy } from '../proxy.ts';
import { run, until } from '../run.ts';
import { allReady, firstAnswer } from './away.ts';

const say = (line: string): void => console.log(`  ${line}`);

/** How a line fails, and the share of `--away` that it lasts. */
const faults: Record<string, { fault: Fault; share: number }> = {
  'latency 500 ms': { fault: { latency: 500 }, share: 0.5 },
  '5 % resets a second': { fault: { resets: 0.05 }, share: 0.5 },
  'half-open': { fault: { silent: true }, share: 1 },
  '1 KB/s': { fault: { rate: 1024 }, share: 0.5 },
  cut: { fault: { cut: true }, share: 0.5 },
};

export async function network(options: Options): Promise<boolean> {
  const place = await openPlace(options.database);
  if (!place) throw new Error(`There is no ${options.database} or no Redis on this machine. Run: npm test`);
  const toDatabase = await openProxy(() => [place.database.port]);
  const toRedis = await openProxy(() => [place.redis.port]);
  let good = true;
  try {
    const by = (url: string, proxy: Proxy): string => Object.assign(new URL(url), { port: String(proxy.port) }).href;
    const environment = { DATABASE_URL: by(place.database.url, toDatabase), REDIS_URL: by(place.redis.url, toRedis) };
    await Promise.all(Array.from({ length: options.nodes }, () => place.addNode(environment)));
    for (const line of ['app to database', 'app to Redis', 'clients to app']) {
      for (const [name, { fault, share }] of Object.entries(faults)) {
        const title = `${line}, ${name}`;
        if (options.only && !title.includes(options.only)) continue;
        console.log(`\n  ${title}, ${options.away * share} s`);
        let back = 0;
        const report = await run(place, { ...options, balanced: line.startsWith('clients') }, say, async ({ writes, balancer }) => {
          const proxy = line.endsWith('database') ? toDatabase : line.endsWith('Redis') ? toRedis : balancer;
          await sleep(2000);
          proxy.set(fault);
          await sleep(options.away * share * 1000);
          proxy.set({});
          back = Date.now();
          await until(() => writes.some(({ answeredAt }) => (answeredAt ?? 0) > back), 60_000);
          await allReady(place);
          await sleep(3000);
        });
        good = printReport(report, [firstAnswer(report, back)]) && good;
      }
    }
  } finally {
    await place.close();
    await toDatabase.close();
    await toRedis.close();
  }
  return good;
}
