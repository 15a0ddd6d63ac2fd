/** Single events of the feed, for those who act on them later than the dispatcher: jobs that send them on or write about them. */
import { QueryTypes } from 'sequelize';
import type { Audience } from '../core/module.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Committed } from './append.ts';
import { parseStream } from './streams.ts';
import { eventsAfter, type WireEvent } from './since.ts';

/** Where one event stands. */
export interface EventPlace {
  stream: string;
  seq: number;
}

interface Stored extends Omit<Committed, 'id' | 'at'> {
  entityId: string;
  at: string | Date;
}

const columns = 'workspaceId, stream, epoch, seq, type, entity, entityId, rev, actor, at, data';

const wire = ({ workspaceId: _, entityId, actor, at, data, seq, rev, ...event }: Stored): WireEvent => ({
  ...event,
  seq: Number(seq),
  id: entityId,
  rev: Number(rev),
  data: data === null ? null : (JSON.parse(data) as unknown),
  at: new Date(at).toISOString(),
  actor: typeof actor === 'string' ? (JSON.parse(actor) as unknown) : actor,
});

async function first({ sequelize }: Runtime, condition: string, replacements: unknown[]): Promise<WireEvent | null> {
  const [row] = await sequelize.query<Stored>(`SELECT ${columns} FROM feed WHERE workspaceId = ? AND ${condition} LIMIT 1`, {
    replacements,
    type: QueryTypes.SELECT,
  });
  return row ? wire(row) : null;
}

/** The event at this place, or null if there is none. */
export async function eventAt(runtime: Runtime, workspaceId: string, { stream, seq }: EventPlace): Promise<WireEvent | null> {
  const [event] = await eventsAfter(runtime, workspaceId, stream, seq - 1, 1);
  return event?.seq === seq ? event : null;
}

/** The same change as another audience was told of it; null if it was not. */
export const sameIn = (runtime: Runtime, workspaceId: string, stream: string, { id, rev, type }: WireEvent): Promise<WireEvent | null> =>
  first(runtime, 'stream = ? AND entityId = ? AND rev = ? AND type = ?', [workspaceId, stream, id, rev, type]);

/** The event of the same entity before this one in its stream; null if it was new there. */
export const eventBefore = (runtime: Runtime, workspaceId: string, { stream, id, rev, seq }: WireEvent): Promise<WireEvent | null> =>
  first(runtime, 'stream = ? AND entityId = ? AND rev <= ? AND seq < ? ORDER BY rev DESC, seq DESC', [workspaceId, stream, id, rev, seq]);

/**
 * A change is appended to the stream of each audience that sees it. This one of them stands for the change, so that what is
 * done once a change is done once: the team's, for what belongs to a project; else the workspace's; else the audit's.
 */
export function standsForChange({ modules }: Runtime, { stream, entity }: Pick<Committed, 'stream' | 'entity'>): boolean {
  const { views } = [...modules.entities.values()].find(({ collection }) => collection === entity) ?? { views: {} };
  const home = (['team', 'workspace', 'audit', 'client', 'contact'] as const satisfies readonly Audience[]).find(
    (audience) => audience in views,
  );
  return home !== undefined && parseStream(stream)?.audience === home;
}
