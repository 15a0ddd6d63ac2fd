/**
 * Moves old events from the feed's table to files. A file is written under another name, reaches the disk and gets its own name; then a row says
 * that it is there; then its events go from the table, some at a time. Whoever is stopped anywhere in between has lost nothing and doubled
 * nothing: events are read from the table where they are there, and from the file where they are not.
 *
 * The last event of each entity among those that were moved stays in the table too: what changed with the next one is seen by comparing.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { QueryTypes } from 'sequelize';
import type { Runtime } from '../../core/runtime.ts';
import { insertion } from '../../db/statements.ts';
import { decode } from '../../db/table.ts';
import { giveUpLease, takeLease, writing } from '../../jobs/lease.ts';
import type { Streamed } from '../since.ts';
import type { ChainedEvent } from '../walk.ts';
import { digestOf, pathOf, segmentBefore, type ArchivedEvent, type Segment } from './segments.ts';

/** Events of one file at most, and those that are read or deleted at once. */
const mostInFile = 2000;
const atOnce = 500;
const mostWaiting = 500;

const leaseMilliseconds = 60_000;

/** What has been done; a test stops there. */
export type Step = 'written' | 'named' | 'noted' | 'deleted';

export interface Moved {
  events: number;
  files: number;
}

interface Options {
  /** Only streams that have so many to move. */
  least?: number;
  after?(step: Step): void;
  progress?(moved: Moved): void;
}

/**
 * @returns null if another process is at it
 */
export async function archiveBefore(
  runtime: Runtime,
  before: Date,
  { least = 1, after = () => {}, progress }: Options = {},
): Promise<Moved | null> {
  const { sequelize } = runtime;
  const owner = `${hostname().slice(0, 20)}:${randomUUID()}`;
  const held = async (): Promise<boolean> => (await takeLease(runtime, 'archive', owner, leaseMilliseconds)) === 0;
  if (!(await held())) return null;
  const moved: Moved = { events: 0, files: 0 };
  try {
    const waiting = await firstWaiting(runtime);
    if (!waiting) return moved;
    for (let last = { workspaceId: '', stream: '' }; ;) {
      const some = await sequelize.query<Streamed>(
        'SELECT workspaceId, stream FROM streams WHERE workspaceId > ? OR (workspaceId = ? AND stream > ?) ORDER BY workspaceId, stream LIMIT 200',
        { replacements: [last.workspaceId, last.workspaceId, last.stream], type: QueryTypes.SELECT },
      );
      for (const of of some) {
        for (;;) {
          if (!(await held())) return moved;
          const events = await moveSome(runtime, of, { before, least, waiting, after });
          if (events === 0) break;
          moved.events += events;
          moved.files++;
          progress?.(moved);
        }
      }
      if (some.length < 200) return moved;
      last = some.at(-1)!;
    }
  } finally {
    await giveUpLease(runtime, 'archive', owner);
  }
}

const nameOf = ({ workspaceId, stream }: Streamed): string => `${workspaceId} ${stream}`;

/** By stream the first event that the dispatcher has not handed on; null if so many wait that this is no time to tidy up. */
async function firstWaiting({ sequelize }: Runtime): Promise<ReadonlyMap<string, number> | null> {
  const rows = await sequelize.query<Streamed & { seq: number }>(
    `SELECT workspaceId, stream, seq FROM outbox ORDER BY id LIMIT ${mostWaiting}`,
    { type: QueryTypes.SELECT },
  );
  if (rows.length === mostWaiting) return null;
  const first = new Map<string, number>();
  for (const row of rows) first.set(nameOf(row), Math.min(Number(row.seq), first.get(nameOf(row)) ?? Infinity));
  return first;
}

/** One file's worth; answers how many events it was. */
async function moveSome(
  runtime: Runtime,
  of: Streamed,
  { before, least, waiting, after }: { before: Date; least: number; waiting: ReadonlyMap<string, number>; after(step: Step): void },
): Promise<number> {
  const last = await segmentBefore(runtime, of.workspaceId, of.stream);
  if (last && last.sweptAt === null) await sweep(runtime, last, after);
  const border = last?.toSeq ?? 0;
  const events = await oldEvents(runtime, of, border, before, waiting.get(nameOf(of)) ?? Infinity);
  if (events.length < least) return 0;
  const segment = await write(runtime, of, events, after);
  await writing(runtime, () => {
    const { sql, values } = insertion('segments', [{ ...segment, createdAt: new Date(runtime.clock.now()), sweptAt: null }]);
    return runtime.sequelize.query(sql, { replacements: [...values], type: QueryTypes.INSERT });
  });
  after('noted');
  await sweep(runtime, segment, after);
  return events.length;
}

/** The next events of a stream as long as they are old and have been handed on. */
async function oldEvents(
  { sequelize }: Runtime,
  { workspaceId, stream }: Streamed,
  border: number,
  before: Date,
  end: number,
): Promise<ArchivedEvent[]> {
  const select = <R extends object>(sql: string, ...replacements: unknown[]) =>
    sequelize.query<R>(sql, { replacements, type: QueryTypes.SELECT });
  const read = (seq: number, limit: number) =>
    select<ChainedEvent>(
      `SELECT epoch, seq, type, entity, entityId, rev, actor, at, data, dataHash, hash FROM feed WHERE workspaceId = ? AND stream = ? AND seq > ? ORDER BY seq LIMIT ${limit}`,
      workspaceId,
      stream,
      seq,
    );
  const events: ArchivedEvent[] = [];
  // Most streams have none that is old: one look tells.
  for (let limit = 1; events.length < mostInFile; limit = atOnce) {
    const rows = await read(border + events.length, limit);
    for (const row of rows) {
      const at = decode('instant', row.at) as string;
      const seq = Number(row.seq);
      if (seq !== border + events.length + 1 || seq >= end || Date.parse(at) >= before.getTime()) return events;
      events.push({ ...row, seq, rev: Number(row.rev), at });
    }
    if (rows.length < limit) return events;
  }
  return events;
}

/** A file that is whole and on the disk. Its name tells what is in it, so that it never takes the place of another. */
async function write(runtime: Runtime, { workspaceId, stream }: Streamed, events: readonly ArchivedEvent[], after: (step: Step) => void) {
  const [fromSeq, toSeq, head] = [events[0]!.seq, events.at(-1)!.seq, events.at(-1)!.hash];
  const folder = `${workspaceId}/${stream.replaceAll(':', '_')}`;
  await mkdir(pathOf(runtime, folder), { recursive: true, mode: 0o700 });
  const part = pathOf(runtime, `${folder}/${fromSeq}.${randomUUID()}.part`);
  const told = createHash('sha256').update(`${stream} ${head}`).digest('hex').slice(0, 12);
  const file = `${folder}/${String(fromSeq).padStart(9, '0')}-${toSeq}-${told}.ndjson.gz`;
  try {
    const lines = Readable.from(linesOf(events));
    await pipeline(lines, createGzip(), createWriteStream(part, { mode: 0o600, flush: true }));
    after('written');
    const sha256 = await digestOf(part);
    await rename(part, pathOf(runtime, file));
    const parent = await open(dirname(part));
    await parent.sync();
    await parent.close();
    after('named');
    const { size: bytes } = await stat(pathOf(runtime, file));
    return { workspaceId, stream, fromSeq, toSeq, file, bytes, sha256, head };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

function* linesOf(events: readonly ArchivedEvent[]): Generator<string> {
  for (const event of events) yield JSON.stringify(event) + '\n';
}

/** Takes the events of a file, and those that had stayed of files before it, from the table. */
async function sweep(runtime: Runtime, of: Omit<Segment, 'sweptAt'>, after: (step: Step) => void): Promise<void> {
  const { sequelize } = runtime;
  const { workspaceId, stream, fromSeq, toSeq } = of;
  for (let seq = 0; ;) {
    const rows = await sequelize.query<{ seq: number; entityId: string; gone: number }>(
      `SELECT seq, entityId, data IS NULL AS gone FROM feed WHERE workspaceId = ? AND stream = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ${atOnce}`,
      { replacements: [workspaceId, stream, seq, toSeq], type: QueryTypes.SELECT },
    );
    if (rows.length === 0) break;
    const newest = await sequelize.query<{ entityId: string; seq: number }>(
      'SELECT entityId, MAX(seq) AS seq FROM feed WHERE workspaceId = ? AND stream = ? AND entityId IN (?) AND seq <= ? GROUP BY entityId',
      { replacements: [workspaceId, stream, [...new Set(rows.map(({ entityId }) => entityId))], toSeq], type: QueryTypes.SELECT },
    );
    const stays = new Map(newest.map((one) => [one.entityId, Number(one.seq)]));
    const goes = rows.filter((row) => Number(row.gone) === 1 || stays.get(row.entityId) !== Number(row.seq)).map((row) => Number(row.seq));
    if (goes.length > 0) {
      await writing(runtime, () =>
        sequelize.query('DELETE FROM feed WHERE workspaceId = ? AND stream = ? AND seq IN (?)', {
          replacements: [workspaceId, stream, goes],
          type: QueryTypes.DELETE,
        }),
      );
      after('deleted');
    }
    seq = Number(rows.at(-1)!.seq);
  }
  await writing(runtime, () =>
    sequelize.query('UPDATE segments SET sweptAt = ? WHERE workspaceId = ? AND stream = ? AND fromSeq = ?', {
      replacements: [new Date(runtime.clock.now()), workspaceId, stream, fromSeq],
      type: QueryTypes.UPDATE,
    }),
  );
}
