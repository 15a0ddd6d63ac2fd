/** `kill -9` of random parts at random moments (T15). */
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../../server/src/testing/random.ts';
import { printReport, type Limit } from '../figures.ts';
import { carryOut, planKills, type Kill } from '../kills.ts';
import type { Options } from '../options.ts';
import { openPlace, type Place } from '../place.ts';
import { run, type Report } from '../run.ts';

/** Milliseconds from its start until it answers. */
const limits = { server: 5000, database: 15_000 };

/** @returns null where a service cannot be had */
export async function kills(
  options: Options,
  say: (line: string) => void,
): Promise<{ report: Report; kills: Kill[]; died: string[] } | null> {
  const place = await openPlace(options.database);
  if (!place) return null;
  try {
    say(`${place.version}, Redis, ${options.nodes} nodes`);
    await Promise.all(Array.from({ length: options.nodes }, () => place.addNode()));
    let done: Kill[] = [];
    const died: string[] = [];
    const random = createRandom(options.seed);
    const report = await run(place, options, say, async () => {
      const watch = watchNodes(place, died);
      const milliseconds = options.seconds * 1000;
      [done] = await Promise.all([carryOut(place, planKills(options.kills, milliseconds, random), random, say), sleep(milliseconds)]);
      watch();
    });
    return { report, kills: done, died };
  } finally {
    await place.close();
  }
}

export async function killRun(options: Options): Promise<boolean> {
  const ended = await kills(options, (line) => console.log(`  ${line}`));
  if (!ended) throw new Error(`There is no ${options.database} or no Redis on this machine. Run: npm test`);
  const { report } = ended;
  const by = Map.groupBy(ended.kills, ({ kind }) => kind);
  for (const [kind, own] of by) {
    const ready = own.map(({ ready }) => ready / 1000);
    console.log(`  killed: ${kind.padEnd(12)} ${own.length} ×, ready after ${ready.map((each) => each.toFixed(1)).join(', ')} s`);
  }
  for (const line of ended.died) console.log(`  ${line}`);
  return printReport(report, [{ what: 'nodes that ended by themselves', value: ended.died.length, limit: 0 }, ...readyLimits(ended.kills)]);
}

export function readyLimits(kills: readonly Kill[]): Limit[] {
  const longest = (which: (kill: Kill) => boolean): number => Math.max(0, ...kills.filter(which).map(({ ready }) => ready)) / 1000;
  return [
    {
      what: 'a server is ready again after',
      value: longest(({ kind }) => kind !== 'database' && kind !== 'Redis'),
      limit: limits.server / 1000,
      unit: ' s',
    },
    {
      what: 'the database is ready again after',
      value: longest(({ kind }) => kind === 'database'),
      limit: limits.database / 1000,
      unit: ' s',
    },
  ];
}

/** Nobody but us ends a node: one that does is a fault, and is started again. */
function watchNodes(place: Place, died: string[]): () => void {
  const timer = setInterval(() => {
    for (const part of place.nodes) {
      const { up, name, node } = part;
      if (!up || !node || isAlive(node.pid)) continue;
      died.push(`${name} has ended by itself: ${node.log().split('\n').slice(-8).join('\n')}`);
      part.up = false;
      void part.start();
    }
  }, 500);
  return () => clearInterval(timer);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
