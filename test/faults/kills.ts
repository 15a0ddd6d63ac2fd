/** Kills random parts of an installation at random moments, and starts each of them again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2';
import type { Random } from '../../server/src/testing/random.ts';
import type { NodePart, Part, Place } from './place.ts';

const kinds = ['node', 'dispatcher', 'worker', 'Redis', 'database'] as const;
export type VictimKind = (typeof kinds)[number];

export interface Kill {
  kind: VictimKind;
  /** Which part it was. */
  name: string;
  /** Epoch milliseconds. */
  at: number;
  /** Milliseconds that it took from its start until it answered. */
  ready: number;
}

export interface Planned {
  kind: VictimKind;
  /** Milliseconds after the begin. */
  at: number;
  /** Milliseconds until somebody starts it again. */
  pause: number;
}

/** Each kind about as often as the others, at any moment between the first half second and the last two. Three are a process of ours, Redis and the database. */
export function planKills(count: number, milliseconds: number, random: Random): Planned[] {
  const turn = (): readonly VictimKind[] => random.shuffled(count === 3 ? [random.pick(kinds.slice(0, 3)), 'Redis', 'database'] : kinds);
  const drawn = Array.from({ length: Math.ceil(count / 3) }, turn)
    .flat()
    .slice(0, count);
  const moments = drawn.map(() => 500 + random.next() * Math.max(0, milliseconds - 2500)).toSorted((a, b) => a - b);
  return drawn.map((kind, index) => ({ kind, at: moments[index]!, pause: random.next() * 1000 }));
}

/** Resolves when all are done and everything stands again. */
export async function carryOut(place: Place, plan: readonly Planned[], random: Random, say: (line: string) => void): Promise<Kill[]> {
  const began = performance.now();
  const done: Kill[] = [];
  const all: Promise<void>[] = [];
  for (const { kind, at, pause } of plan) {
    await sleep(Math.max(0, at - (performance.now() - began)));
    const victim = await choose(place, kind, random);
    const moment = Date.now();
    // Before it is dead, so that nobody chooses it a second time.
    victim.up = false;
    await victim.kill();
    say(`${((performance.now() - began) / 1000).toFixed(1)} s: ${kind}${kind === victim.name ? '' : `, ${victim.name}`}`);
    all.push(
      (async () => {
        await sleep(pause);
        done.push({ kind, name: victim.name, at: moment, ready: await victim.start() });
      })(),
    );
  }
  await Promise.all(all);
  return done;
}

/** Waits until there is one that stands. */
async function choose(place: Place, kind: VictimKind, random: Random): Promise<Part> {
  for (;;) {
    const found = kind === 'Redis' ? place.redis : kind === 'database' ? place.database : await chooseNode(place, kind, random);
    if (found?.up) return found;
    await sleep(50);
  }
}

async function chooseNode(place: Place, kind: 'node' | 'dispatcher' | 'worker', random: Random): Promise<NodePart | undefined> {
  const standing = place.nodes.filter(({ up }) => up);
  if (standing.length === 0) return undefined;
  const holder = kind === 'node' || !place.database.up ? null : await holderOf(place, kind).catch(() => null);
  return standing.find(({ node }) => node?.pid === holder) ?? random.pick(standing);
}

/** The process that holds the dispatcher's lease, or jobs; owners are `<machine>:<process> …`. */
export async function holderOf(place: Place, kind: 'dispatcher' | 'worker'): Promise<number | null> {
  const database = await place.look();
  try {
    const [rows] = await database.query<RowDataPacket[]>(
      kind === 'dispatcher'
        ? "SELECT owner FROM leases WHERE name = 'dispatcher'"
        : 'SELECT lockedBy AS owner FROM jobs WHERE lockedBy IS NOT NULL ORDER BY lockedUntil DESC LIMIT 1',
    );
    return Number(/:(\d+) /.exec(`${rows[0]?.owner} `)?.[1]) || null;
  } finally {
    database.destroy();
  }
}
