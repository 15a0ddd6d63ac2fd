/** A snapshot made of rows: when a server knows none, or when events alone cannot bring it up to date. */
import { gather } from '../core/gather.ts';
import type { Audience, Entity } from '../core/module.ts';
import { repo } from '../core/repo.ts';
import type { Runtime } from '../core/runtime.ts';
import { systemScope } from '../core/scope.ts';
import { columnsFor } from '../core/view.ts';
import { collection, type Collection } from '../db/collection.ts';
import { firstText, isSent, textsIn, type RawRow } from '../db/sent-rows.ts';
import type { Table } from '../db/table.ts';
import { rowTexts, turnPage } from './row-text.ts';
import type { Position, Streamed } from './since.ts';
import { shelve, shelvesBytes, type Shelf, type SnapshotBytes } from './snapshot-bytes.ts';
import { parseStream } from './streams.ts';

/** Projects that are read by the same statements: enough that a statement is shared, few enough that none waits long for its rows. */
const together = 16;
/** While the database reads the ones, the others are written. */
const lanes = 2;

/** Answers how the snapshot is made of what was read: by each who asked for itself, so that a row that cannot be shown hurts nobody else. */
export type ReadRows = (of: Streamed) => Promise<(() => SnapshotBytes | null) | undefined>;

type Made = [name: string, make: () => SnapshotBytes | null];

const nameOf = ({ workspaceId, stream }: Streamed): string => `${workspaceId} ${stream}`;

/**
 * Reads a stream's position and rows in one view of the database; those who ask for others of the same audience at the same moment
 * share the statements, which go there in one packet (`npm run bench -- reads`: what a cold read costs is its statements and its rows).
 */
export function createReadRows(runtime: Runtime): ReadRows {
  const readers = new Map<Audience, readonly Reader[]>();
  return gather(
    nameOf,
    async (wanted: readonly Streamed[]) => {
      const groups = Map.groupBy(wanted, ({ workspaceId, stream }) => `${workspaceId} ${parseStream(stream)?.audience}`);
      return new Map((await Promise.all([...groups.values()].map((streams) => readTogether(runtime, readers, streams)))).flat());
    },
    together,
    lanes,
  );
}

/** How an entity's rows are read for an audience, and become what it sees. */
interface Reader {
  readonly entity: Entity;
  /** Says whose stream a row is in. The first that is read. */
  readonly key: string;
  readonly read: Collection<Table>;
  shelf(rows: readonly RawRow[]): Shelf;
}

function readersFor({ sequelize, modules }: Runtime, audience: Audience): Reader[] {
  return [...modules.entities.values()].flatMap((entity) => {
    const { table, collection: name, views, unseen = [] } = entity;
    const view = views[audience];
    if (!view) return [];
    const { plain, present } = view;
    const key = audience === 'contact' ? 'id' : audience === 'workspace' ? 'workspaceId' : entity.project!;
    const seen = plain ? columnsFor(plain) : Object.keys(table.columns).filter((column) => !unseen.includes(column));
    const read = collection(sequelize, table, [...new Set([key, ...seen])]);
    const texts = plain && rowTexts(table, plain, read.columns);
    const shelf = (rows: readonly RawRow[]): Shelf =>
      texts && rows.every(isSent)
        ? { name, ...texts(rows) }
        : shelve(
            name,
            rows.flatMap((row) => present(read.row(row)) ?? []),
          );
    return [{ entity, key, read, shelf }];
  });
}

/** The rows of streams of one workspace and audience; presented when they are asked for. */
async function readTogether(runtime: Runtime, known: Map<Audience, readonly Reader[]>, streams: readonly Streamed[]): Promise<Made[]> {
  const { workspaceId } = streams[0]!;
  const scope = systemScope(runtime, workspaceId);
  const names = streams.map(({ stream }) => parseStream(stream)!);
  const { audience } = names[0]!;
  let readers = known.get(audience);
  if (!readers) known.set(audience, (readers = readersFor(runtime, audience)));
  const ids = names.map(({ id }) => id);
  const [positions, ...answers] = await runtime.transactions.view([
    {
      sql: `SELECT stream, epoch, seq FROM streams WHERE workspaceId = ? AND stream IN (${streams.map(() => '?').join(', ')})`,
      values: [workspaceId, ...streams.map(({ stream }) => stream)],
    },
    ...readers.map(({ entity, key, read }) => repo(scope, entity.table).among(read, key as 'id', ids)),
  ]);
  const places = new Map(
    positions!.map((row) => {
      const [stream, epoch, seq] = isSent(row) ? textsIn(row, 3) : row;
      return [stream, { stream, epoch, seq: Number(seq) } as Position];
    }),
  );
  const groups = answers.map(byFirst);
  return streams.map((of, index) => {
    const { id } = names[index]!;
    const position = places.get(of.stream);
    const make = (): SnapshotBytes | null => {
      if (!position) return null;
      turnPage();
      return toSnapshot(
        runtime,
        position,
        readers.map(({ shelf }, at) => shelf(groups[at]!.get(id) ?? [])),
      );
    };
    return [nameOf(of), make];
  });
}

/** Rows of one project mostly come one after the other. */
function byFirst(rows: readonly RawRow[]): ReadonlyMap<string, readonly RawRow[]> {
  const groups = new Map<string, RawRow[]>();
  let last: string | undefined;
  let group: RawRow[] = [];
  for (const row of rows) {
    const id = isSent(row) ? firstText(row) : (row[0] as string);
    if (id !== last) {
      last = id;
      group = groups.get(id) ?? [];
      groups.set(id, group);
    }
    group.push(row);
  }
  return groups;
}

/** The collection of the projects themselves. */
export const projectsOf = ({ modules }: Runtime): string | undefined =>
  [...modules.entities.values()].find((entity) => entity.project === 'id')?.collection;

/** A project that was removed looks like one that never was. */
function toSnapshot(runtime: Runtime, position: Position, shelves: readonly Shelf[]): SnapshotBytes | null {
  const projects = shelves.find(({ name }) => name === projectsOf(runtime));
  const gone = projects?.ids.length === 0 && parseStream(position.stream)!.audience !== 'workspace';
  return gone ? null : shelvesBytes(position, shelves);
}
