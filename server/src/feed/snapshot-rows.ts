/** A snapshot made of rows: when a server knows none, or when events alone cannot bring it up to date. */
import { gather } from '../core/gather.ts';
import type { Audience, Entity } from '../core/module.ts';
import { repo } from '../core/repo.ts';
import type { Runtime } from '../core/runtime.ts';
import { systemScope } from '../core/scope.ts';
import type { Row, Table } from '../db/table.ts';
import type { Position, Streamed } from './since.ts';
import { snapshotBytes, type Entities, type SnapshotBytes } from './snapshot-bytes.ts';
import { parseStream } from './streams.ts';

/** Projects that are read by the same statements: enough that a statement is shared, few enough that none waits long for its rows. */
const together = 32;

/** Answers how the snapshot is made of what was read: by each who asked for itself, so that a row that cannot be shown hurts nobody else. */
export type ReadRows = (of: Streamed) => Promise<(() => SnapshotBytes | null) | undefined>;

type Made = [name: string, make: () => SnapshotBytes | null];

const nameOf = ({ workspaceId, stream }: Streamed): string => `${workspaceId} ${stream}`;

/**
 * Reads a stream's position and rows in one view of the database; those who ask for others of the same audience at the same moment
 * share the statements, which go there in one packet (`npm run bench -- reads`: what a cold read costs is its statements and its rows).
 */
export const createReadRows = (runtime: Runtime): ReadRows =>
  gather(
    nameOf,
    async (wanted: readonly Streamed[]) => {
      const groups = Map.groupBy(wanted, ({ workspaceId, stream }) => `${workspaceId} ${parseStream(stream)?.audience}`);
      return new Map((await Promise.all([...groups.values()].map((streams) => readTogether(runtime, streams)))).flat());
    },
    together,
  );

/** The rows of streams of one workspace and audience; presented when they are asked for. */
async function readTogether(runtime: Runtime, streams: readonly Streamed[]): Promise<Made[]> {
  const { workspaceId } = streams[0]!;
  const scope = systemScope(runtime, workspaceId);
  const names = streams.map(({ stream }) => parseStream(stream)!);
  const { audience } = names[0]!;
  const collections = collectionsOf(runtime, audience).map((entity) => {
    const column = keyOf(entity, audience);
    return {
      entity,
      column,
      ...repo(scope, entity.table).among(
        column,
        names.map(({ id }) => id),
      ),
    };
  });
  const [positions, ...answers] = await runtime.transactions.view([
    {
      sql: `SELECT stream, epoch, seq FROM streams WHERE workspaceId = ? AND stream IN (${streams.map(() => '?').join(', ')})`,
      values: [workspaceId, ...streams.map(({ stream }) => stream)],
    },
    ...collections.map(({ select }) => select),
  ]);
  const places = new Map(
    (positions as [string, string, unknown][]).map(([stream, epoch, seq]) => [stream, { stream, epoch, seq: Number(seq) }]),
  );
  const read = collections.map(({ column, row }, at) => {
    const found = answers[at]!.map(row);
    // A workspace's own stream stands alone in its group.
    return column === 'workspaceId' ? () => found : byColumn(found, column);
  });
  return streams.map((of, index) => {
    const entities = (): Entities =>
      Object.fromEntries(
        collections.map(({ entity }, at): [string, Entities[string]] => [
          entity.collection,
          seen(entity, audience, read[at]!(names[index]!.id)),
        ]),
      );
    const position = places.get(of.stream);
    return [nameOf(of), () => (position ? toSnapshot(runtime, position, entities()) : null)];
  });
}

/** Rows of one project mostly come one after the other. */
function byColumn(rows: readonly Row<Table>[], column: string): (id: string) => readonly Row<Table>[] {
  const groups = new Map<string, Row<Table>[]>();
  let last: string | undefined;
  let group: Row<Table>[] = [];
  for (const row of rows) {
    const id = (row as Row<Table> & Record<string, string>)[column]!;
    if (id !== last) {
      last = id;
      group = groups.get(id) ?? [];
      groups.set(id, group);
    }
    group.push(row);
  }
  return (id) => groups.get(id) ?? [];
}

const collectionsOf = ({ modules }: Runtime, audience: Audience): Entity[] =>
  [...modules.entities.values()].filter(({ views }) => views[audience]);

/** The column that says whose stream a row is in. */
const keyOf = (entity: Entity, audience: Audience): string =>
  audience === 'contact' ? 'id' : audience === 'workspace' ? 'workspaceId' : entity.project!;

function seen(entity: Entity, audience: Audience, rows: readonly Row<Table>[]): { id: string; rev: number }[] {
  const { present } = entity.views[audience]!;
  const shown: { id: string; rev: number }[] = [];
  for (const row of rows) {
    const view = present(row);
    if (view) shown.push(view);
  }
  return shown;
}

/** The collection of the projects themselves. */
export const projectsOf = ({ modules }: Runtime): string | undefined =>
  [...modules.entities.values()].find((entity) => entity.project === 'id')?.collection;

/** A project that was removed looks like one that never was. */
function toSnapshot(runtime: Runtime, position: Position, entities: Entities): SnapshotBytes | null {
  const projects = entities[projectsOf(runtime) ?? ''];
  const gone = projects?.length === 0 && parseStream(position.stream)!.audience !== 'workspace';
  return gone ? null : snapshotBytes(position, entities);
}
