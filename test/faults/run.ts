/** One run: an estate under load, something that goes wrong meanwhile, and what the oracle says of it at the end. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createRandom, type Random } from '../../server/src/testing/random.ts';
import { gather } from './crowd.ts';
import { makeEstate, positions, readTruth } from './estate.ts';
import { openJournal, type Write } from './journal.ts';
import { judge, type Verdict } from './oracle.ts';
import type { Place } from './place.ts';
import { openProxy, type Proxy } from './proxy.ts';
import { startWriters } from './writers.ts';

export interface Load {
  seed: number;
  projects: number;
  /** A second. */
  writes: number;
  sockets: number;
  /** Writers go by the balancer too; else to any node themselves. */
  balanced?: boolean;
}

export interface Report {
  verdict: Verdict;
  writes: readonly Write[];
  refusals: ReadonlyMap<string, number>;
  /** What the nodes have logged of answers with 500. */
  failures: readonly string[];
  /** Lines of all nodes' logs that hold what no log may hold (T20). */
  telltale: readonly string[];
  /** Milliseconds: the longest single try of a write, and how long the last socket took to have everything after the last write. */
  longest: number;
  caughtUp: number;
  /** Seconds that were written for. */
  seconds: number;
  /** Of each event that a socket was given: when its write was answered, and how many milliseconds later it was heard. */
  arrivals: { at: number; late: number }[];
}

export interface Scene {
  place: Place;
  random: Random;
  writes: readonly Write[];
  /** Before all nodes. */
  balancer: Proxy;
  /** Sockets that hear of changes at once. */
  live(): number;
  say(line: string): void;
}

const main = fileURLToPath(new URL('../../server/src/cli/main.ts', import.meta.url));

/** Runs of this process, so that the keys of each are its own. */
let runs = 0;

/** @param happen goes on while clients write; they stop when it resolves */
export async function run(place: Place, load: Load, say: (line: string) => void, happen: (scene: Scene) => Promise<void>): Promise<Report> {
  const random = createRandom(load.seed);
  const chance = createRandom(load.seed + 1);
  const ports = (): number[] => place.nodes.filter(({ up }) => up).map(({ port }) => port);
  const balancer = await openProxy(ports, () => chance.next());
  const url = `http://127.0.0.1:${balancer.port}`;
  const mark = `w${load.seed}-${++runs}`;
  const arrivals: Report['arrivals'] = [];
  const named = new Map<string, Write>();
  const journal = openJournal(join(place.folder, 'journal.jsonl'));
  const heard = ({ data }: { data: object | null }): void => {
    const { name } = (data ?? {}) as { name?: string };
    for (const write of journal.writes.slice(named.size)) named.set(write.mark, write);
    const at = named.get(name ?? '')?.answeredAt;
    // Before its answer is not late.
    if (at) arrivals.push({ at, late: Date.now() - at });
  };
  try {
    const { fields, members, contacts } = await makeEstate(place.nodes[0]!.node!.url, url, place.secretKey, load.projects);
    const database = await place.look();
    const from = await positions(database);
    database.destroy();
    const crowd = await gather(
      url,
      load.sockets,
      (index) => {
        const team = index % 2 === 0;
        const { projectId } = fields[(index >> 1) % fields.length]!;
        return {
          onlooker: (team ? members : contacts)[index % members.length]!,
          from: from.get(`project:${projectId}:${team ? 'team' : 'client'}`)!,
        };
      },
      heard,
    );
    try {
      await until(() => crowd.live() === load.sockets, 60_000).catch(() => {
        const [fault] = crowd.witnesses.flatMap(({ faults }) => faults);
        throw new Error(`Only ${crowd.live()} of ${load.sockets} sockets stand: ${fault ?? 'too slow'}`);
      });
      say(`${load.sockets} sockets follow ${fields.length} projects`);
      const began = performance.now();
      const writers = startWriters({
        journal,
        fields,
        token: place.secretKey,
        rate: load.writes,
        random,
        // Whoever writes does not know who lives.
        port: () => (load.balanced ? balancer.port : chance.pick(place.nodes).port || 1),
        prefix: mark,
      });
      try {
        await happen({ place, random, writes: journal.writes, balancer, live: crowd.live, say });
      } finally {
        await writers.end(60_000);
      }
      const seconds = (performance.now() - began) / 1000;
      const ended = performance.now();
      const looking = await place.look();
      const heads = await positions(looking);
      await until(() => crowd.witnesses.every(({ stream, last }) => last >= heads.get(stream)!.seq), 60_000).catch(() => undefined);
      const caughtUp = performance.now() - ended;
      // What would come twice may come still.
      await sleep(1500);
      const truth = { ...(await readTruth(looking, mark)), broken: await verify(place) };
      looking.destroy();
      return {
        verdict: judge(journal.writes, truth, crowd.witnesses),
        writes: journal.writes,
        refusals: writers.refusals,
        telltale: telltale(place, `${mark}-`),
        failures: place.log().filter((line) => line.includes('"level":50') && writers.failures.some((id) => line.includes(id))),
        longest: writers.longest(),
        caughtUp,
        seconds,
        arrivals,
      };
    } finally {
      crowd.close();
    }
  } finally {
    await journal.close();
    await balancer.close();
  }
}

/** Keys, tokens, passwords, mail addresses and what people wrote: of every node that ran, those too that were killed. */
function telltale(place: Place, mark: string): string[] {
  const lines = place.log();
  if (lines.length < 10) return ['nothing was logged at all'];
  const never = [
    mark,
    place.secretKey,
    place.environment['PORTICO_SECRET'] ?? 'ptk_live_',
    'eyJ',
    '.example',
    'Hengrui',
    'Milestone',
    'Person ',
  ];
  return lines.filter((line) => never.some((text) => line.includes(text)));
}

/** `portico verify`, as an operator runs it: what it found broken. */
async function verify(place: Place): Promise<string[]> {
  const env = { ...process.env, ...place.environment, PORTICO_DATA: place.folder };
  try {
    await promisify(execFile)(process.execPath, [main, 'verify'], { env });
    return [];
  } catch (error) {
    return (error as { stderr: string }).stderr.split('\n').filter((line) => line !== '' && !line.includes('events checked'));
  }
}

export async function until(check: () => boolean | Promise<boolean>, milliseconds: number): Promise<void> {
  const began = performance.now();
  while (!(await check())) {
    if (performance.now() - began > milliseconds) throw new Error(`not within ${milliseconds} ms: ${check.toString()}`);
    await sleep(20);
  }
}
