/** Compares what clients were promised and what they saw with what stands in the database. Pure, so that it can be shown to bite. */
import type { Write } from './journal.ts';
import type { Witness } from './witness.ts';

/** One event of the feed, as far as it is judged. */
export interface Fact {
  seq: number;
  id: string;
  rev: number;
  /** The name that the entity has in it. */
  name: string | null;
}

export interface Stream {
  /** Where its counter stands. */
  head: number;
  events: readonly Fact[];
}

/** What the database holds at the end. */
export interface Truth {
  streams: ReadonlyMap<string, Stream>;
  /** Names of all milestones and stages, as often as they occur. */
  names: readonly string[];
  /** Keys of the kept answers, as often as they occur. */
  keys: readonly string[];
  /** What `portico verify` found. */
  broken: readonly string[];
}

export interface Verdict {
  /** Acknowledged writes whose row, event or kept answer is not there. */
  lost: string[];
  /** Writes, acknowledged or not, with more than one row or more than one event in a stream; events where they do not belong. */
  doubled: string[];
  /** Streams that are not 1, 2, 3 … up to their counter, and broken chains. */
  gaps: string[];
  /** Events that a socket was not given. */
  missed: string[];
  /** Events that a socket was given twice, out of order, or with other contents than those in the feed. */
  twice: string[];
}

export function judge(writes: readonly Write[], truth: Truth, witnesses: readonly Witness[]): Verdict {
  const verdict: Verdict = { lost: [], doubled: [], gaps: [...truth.broken], missed: [], twice: [] };
  const names = tally(truth.names);
  const keys = tally(truth.keys);
  const told = new Map<string, Map<string, number>>();
  for (const [stream, { events }] of truth.streams) {
    for (const { name } of events) {
      if (name === null) continue;
      const by = told.get(name) ?? new Map<string, number>();
      told.set(name, by.set(stream, (by.get(stream) ?? 0) + 1));
    }
  }
  for (const write of writes) judgeWrite(write, names, keys, told.get(write.mark) ?? new Map(), verdict);
  for (const [name, stream] of truth.streams) judgeStream(name, stream, verdict);
  for (const witness of witnesses) judgeWitness(witness, truth.streams.get(witness.stream), verdict);
  return verdict;
}

function judgeWrite(
  { mark, kind, projectId, answeredAt, tries }: Write,
  names: ReadonlyMap<string, number>,
  keys: ReadonlyMap<string, number>,
  told: ReadonlyMap<string, number>,
  { lost, doubled }: Verdict,
): void {
  const streams = [`project:${projectId}:team`, ...(kind === 'internal milestone' ? [] : [`project:${projectId}:client`])];
  const what = `${kind} ${mark}, ${tries} tries`;
  if (answeredAt !== null) {
    // Somebody else may have renamed it since.
    if (kind !== 'rename' && !names.has(mark)) lost.push(`${what}: no row`);
    for (const stream of streams) if (!told.has(stream)) lost.push(`${what}: no event in ${stream}`);
    if (!keys.has(mark)) lost.push(`${what}: no kept answer`);
  } else if (told.size !== 0 && told.size !== streams.length) lost.push(`${what}: done by half`);
  if ((names.get(mark) ?? 0) > 1) doubled.push(`${what}: ${names.get(mark)} rows`);
  if ((keys.get(mark) ?? 0) > 1) doubled.push(`${what}: ${keys.get(mark)} kept answers`);
  for (const [stream, count] of told) {
    if (count > 1) doubled.push(`${what}: ${count} events in ${stream}`);
    if (!streams.includes(stream)) doubled.push(`${what}: an event in ${stream}, where it does not belong`);
  }
}

function judgeStream(name: string, { head, events }: Stream, { gaps }: Verdict): void {
  const wrong = events.findIndex(({ seq }, index) => seq !== index + 1);
  if (wrong >= 0) gaps.push(`${name}: ${events[wrong]!.seq} stands where ${wrong + 1} belongs`);
  else if (events.length !== head) gaps.push(`${name}: ${events.length} events, its counter stands at ${head}`);
}

function judgeWitness(witness: Witness, stream: Stream | undefined, { missed, twice }: Verdict): void {
  const { name, start, seen, faults } = witness;
  for (const fault of faults) twice.push(`${name}: ${fault}`);
  const events = stream?.events ?? [];
  const heard = new Map<number, number>();
  for (const { seq, id, rev } of seen) {
    heard.set(seq, (heard.get(seq) ?? 0) + 1);
    const fact = events[seq - 1];
    if (!fact || fact.id !== id || fact.rev !== rev) twice.push(`${name}: was told of ${id} ${rev} as ${seq}, which it is not`);
  }
  for (const [seq, count] of heard) if (count > 1) twice.push(`${name}: ${seq} was applied ${count} times`);
  for (let seq = start + 1; seq <= events.length; seq++) if (!heard.has(seq)) missed.push(`${name}: ${seq} of ${witness.stream}`);
}

function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Everything that is wrong, in one number. */
export const faultsOf = (verdict: Verdict): number => Object.values(verdict).reduce((sum: number, list: string[]) => sum + list.length, 0);
