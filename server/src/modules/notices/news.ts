/**
 * Which changes may be news to somebody. Most are not (a note, a percentage), and to find that out one by one, in a job for each, would
 * cost more than the change did. So the rules are asked for all events of a round at once, and a job is made for those they mean.
 */
import type { Change, Notice } from '../../core/notice.ts';
import type { Runtime } from '../../core/runtime.ts';
import { anyOf, readPrepared } from '../../db/prepared.ts';
import { decode } from '../../db/table.ts';
import type { Committed } from '../../feed/append.ts';
import { parseStream, projectStreams } from '../../feed/streams.ts';

export type Fields = Record<string, unknown>;
/** The change as members and as contacts were told of it. */
export type Seen = Record<'contact' | 'member', Change<Fields> | null>;

/** Whether a rule has anything to tell anybody of this change. */
export const meant = (rule: Notice, seen: Seen): boolean =>
  Object.values(seen).some((change) => change && (rule as Notice<Fields>).when?.(change) !== false);

type Stored = Pick<Committed, 'workspaceId' | 'stream' | 'seq' | 'type' | 'rev' | 'at' | 'data'> & { entityId: string };
/** SQLite nests no deeper than a thousand conditions. */
const placesInStatement = 256;

const keyOf = (...parts: readonly unknown[]): string => parts.join(' ');

/**
 * Those of these events that rules mean, or that cannot be judged from the revision before; the job looks closer.
 * @param events of which each stands for its change and has rules
 */
export async function news(runtime: Runtime, events: readonly Committed[]): Promise<Committed[]> {
  const rulesOf = ({ type }: Committed): readonly Notice[] => runtime.modules.notices.get(type)!;
  // Where a rule has no condition, there is nothing to look up.
  const open = events.filter((event) => event.data !== null && rulesOf(event).every(({ when }) => when));
  if (open.length === 0) return events.filter(({ data }) => data !== null);
  const wanted = new Map<string, unknown[]>();
  for (const { workspaceId, stream, id, rev } of open) {
    for (const one of streamsOf(stream)) {
      for (const at of [rev, rev - 1]) wanted.set(keyOf(workspaceId, one, id, at), [workspaceId, one, id, at]);
    }
  }
  const places = [...wanted.values()];
  const rows: Stored[] = [];
  for (let at = 0; at < places.length; at += placesInStatement) {
    const { where, values } = anyOf(['workspaceId', 'stream', 'entityId', 'rev'], places.slice(at, at + placesInStatement));
    const sql = `SELECT workspaceId, stream, seq, type, entityId, rev, at, data FROM feed WHERE ${where}`;
    rows.push(...(await readPrepared<Stored>(runtime.sequelize, sql, values)));
  }
  const found = Map.groupBy(
    rows.map((row) => ({ ...row, seq: Number(row.seq), rev: Number(row.rev) })),
    ({ workspaceId, stream, entityId }) => keyOf(workspaceId, stream, entityId),
  );
  const judged = new Set(open);
  return events.filter((event) => {
    if (event.data === null) return false;
    if (!judged.has(event)) return true;
    const seen = seenIn(found, event);
    return !seen || rulesOf(event).some((rule) => meant(rule, seen));
  });
}

/** The stream that stands for the change, and the client's. */
const streamsOf = (stream: string): string[] => {
  const name = parseStream(stream);
  return name?.audience === 'team' ? [stream, projectStreams(name.id)[0]!] : [stream];
};

/** The change as each was told of it, or null where its revision before is not among the rows. */
function seenIn(found: ReadonlyMap<string, readonly Stored[]>, { workspaceId, stream, id, type, rev, actor }: Committed): Seen | null {
  const seen: Seen = { member: null, contact: null };
  for (const [index, one] of streamsOf(stream).entries()) {
    const rows = found.get(keyOf(workspaceId, one, id)) ?? [];
    const own = rows.find((row) => row.rev === rev && row.type === type);
    if (!own?.data) continue;
    const earlier = rows.filter((row) => row.rev <= rev && row.seq < own.seq).toSorted((a, b) => b.rev - a.rev || b.seq - a.seq)[0];
    if (!earlier && rev > 1) return null;
    seen[index === 0 ? 'member' : 'contact'] = {
      type,
      at: decode('instant', own.at) as string,
      actor: JSON.parse(actor) as Change<Fields>['actor'],
      after: JSON.parse(own.data) as Fields,
      before: earlier?.data ? (JSON.parse(earlier.data) as Fields) : null,
    };
  }
  return seen;
}
