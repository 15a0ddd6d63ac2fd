/**
 * Ten thousand pages on one node, each with its session and its project's room: how long until all are subscribed, and what one costs in
 * memory, (resident after garbage collection − idle) / number, of the server alone. (A tenth of them first: what comes with the first ones, code and pools, is in their figure.)
 */
import { openLines } from '../line.ts';
import { inPlace, type Place } from '../place.ts';
import { judge } from '../rounds.ts';

const most = Number(process.env['BENCH_SOCKETS'] ?? 10_000);

export default function connections(): Promise<boolean> {
  return inPlace({ small: 199, full: 0 }, 1, async (place) => {
    const idle = await place.products[0]!.call<number>('memory');
    const few = await open(place, most / 10, idle);
    const many = await open(place, most, idle);
    for (const { count, seconds, bytes } of [few, many])
      console.log(`${count} sockets: ${seconds.toFixed(1)} s, ${(bytes / 1000).toFixed(1)} kB each`);
    return judge([
      { what: `${most} sockets subscribed`, value: many.seconds, is: '≤', limit: 30, unit: 's' },
      { what: 'memory of each', value: many.bytes / 1000, is: '≤', limit: 30, unit: 'kB' },
    ]);
  });
}

async function open(
  { plan, products: [product] }: Place,
  count: number,
  idle: number,
): Promise<{ count: number; seconds: number; bytes: number }> {
  const began = performance.now();
  const lines = await openLines(
    count,
    (index) => ({
      port: product!.port,
      follow: {
        token: plan.tokens[index % plan.tokens.length]!,
        stream: `project:${plan.small[index % plan.small.length]}:team`,
        epoch: '',
        seq: 0,
      },
    }),
    200,
  );
  const seconds = (performance.now() - began) / 1000;
  const bytes = ((await product!.call<number>('memory')) - idle) / count;
  lines.close();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return { count, seconds, bytes };
}
