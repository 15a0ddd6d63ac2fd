/** A snapshot made of rows: when a server knows none, or when events alone cannot bring it up to date. */
import { Transaction } from 'sequelize';
import { gather } from '../core/gather.ts';
import type { Audience, Entity } from '../core/module.ts';
import { repo } from '../core/repo.ts';
import type { Runtime } from '../core/runtime.ts';
import { systemScope } from '../core/scope.ts';
import type { Row, Table } from '../db/table.ts';
import { within } from '../db/transaction.ts';
import { positionWithin, type Position, type Streamed } from './since.ts';
import { snapshotBytes, type Entities, type SnapshotBytes } from './snapshot-bytes.ts';
import { parseStream } from './streams.ts';

/** Projects that are read by the same statements: enough that a statement is shared, few enough that none waits long for its rows. */
const together = 8;

/** Answers how the snapshot is made of what was read: by each who asked for itself, so that a row that cannot be shown hurts nobody else. */
export type ReadRows = (of: Streamed) => Promise<(() => SnapshotBytes | null | Promise<SnapshotBytes | null>) | undefined>;

const nameOf = ({ workspaceId, stream }: Streamed): string => `${workspaceId} ${stream}`;

/**
 * Reads a stream's rows; those who ask for others of the same audience at the same moment share the statements. Position and rows
 * belong together: a command moves its stream in the transaction in which it changes rows, so where the position is the same before
 * and after, nothing came between. Where it is not, the rows are read once more in one consistent view of the database.
 */
export const createReadRows = (runtime: Runtime): ReadRows =>
  gather(
    nameOf,
    async (wanted: readonly Streamed[]) => {
      const before = await Promise.all(wanted.map(runtime.positions));
      const groups = Map.groupBy(wanted, ({ workspaceId, stream }) => `${workspaceId} ${parseStream(stream)?.audience}`);
      const read = await Promise.all([...groups.values()].map((streams) => readTogether(runtime, streams)));
      const after = await Promise.all(wanted.map(runtime.positions));
      return new Map(
        wanted.map((of, index) => {
          const [position, then] = [before[index], after[index]];
          const still = position && then?.epoch === position.epoch && then.seq === position.seq;
          const rows = read.find((of) => of.has(wanted[index]!))!.get(of)!;
          return [nameOf(of), () => (still ? toSnapshot(runtime, position, rows()) : readConsistently(runtime, of))];
        }),
      );
    },
    together,
  );

/** The rows of streams of one workspace and audience; presented when they are asked for. */
async function readTogether(runtime: Runtime, streams: readonly Streamed[]): Promise<Map<Streamed, () => Entities>> {
  const scope = systemScope(runtime, streams[0]!.workspaceId);
  const names = streams.map(({ stream }) => parseStream(stream)!);
  const { audience } = names[0]!;
  const collections = collectionsOf(runtime, audience);
  const read = await Promise.all(
    collections.map(async (entity) => {
      const column = keyOf(entity, audience);
      const rows = await repo(scope, entity.table).among(
        column,
        names.map(({ id }) => id),
      );
      return Map.groupBy(rows, (row) => (row as Row<Table> & Record<string, string>)[column]!);
    }),
  );
  const entitiesOf = (id: string): Entities =>
    Object.fromEntries(collections.map((entity, at) => [entity.collection, seen(entity, audience, read[at]!.get(id) ?? [])]));
  return new Map(streams.map((of, index) => [of, () => entitiesOf(names[index]!.id)]));
}

const collectionsOf = ({ modules }: Runtime, audience: Audience): Entity[] =>
  [...modules.entities.values()].filter(({ views }) => views[audience]);

/** The column that says whose stream a row is in. */
const keyOf = (entity: Entity, audience: Audience): string =>
  audience === 'contact' ? 'id' : audience === 'workspace' ? 'workspaceId' : entity.project!;

const seen = (entity: Entity, audience: Audience, rows: readonly Row<Table>[]): { id: string; rev: number }[] =>
  rows.flatMap((row) => entity.views[audience]!.present(row) ?? []);

/** The collection of the projects themselves. */
export const projectsOf = ({ modules }: Runtime): string | undefined =>
  [...modules.entities.values()].find((entity) => entity.project === 'id')?.collection;

/** A project that was removed looks like one that never was. */
function toSnapshot(runtime: Runtime, position: Position, entities: Entities): SnapshotBytes | null {
  const projects = entities[projectsOf(runtime) ?? ''];
  const gone = projects?.length === 0 && parseStream(position.stream)!.audience !== 'workspace';
  return gone ? null : snapshotBytes(position, entities);
}

/** Position and rows in one view of the database. */
function readConsistently(runtime: Runtime, { workspaceId, stream }: Streamed): Promise<SnapshotBytes | null> {
  const isolation =
    runtime.sequelize.getDialect() === 'sqlite'
      ? { type: Transaction.TYPES.DEFERRED }
      : { isolationLevel: Transaction.ISOLATION_LEVELS.REPEATABLE_READ };
  return runtime.sequelize.transaction(isolation, async (handle) => {
    const scope = systemScope(runtime, workspaceId).within({
      line: within(runtime.sequelize, handle),
      pending: { streams: new Map(), recorded: [] },
    });
    const position = await positionWithin(scope, stream);
    const { audience, id } = parseStream(stream)!;
    if (!position) return null;
    const entities: Record<string, { id: string; rev: number }[]> = {};
    for (const entity of collectionsOf(runtime, audience)) {
      const rows = await repo(scope, entity.table).list({ [keyOf(entity, audience)]: id }, ['id'], 1_000_000);
      entities[entity.collection] = seen(entity, audience, rows);
    }
    return toSnapshot(runtime, position, entities);
  });
}
