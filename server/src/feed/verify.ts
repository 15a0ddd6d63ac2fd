/** Walks the hash chain of every stream: an edited, deleted, inserted, swapped or cut-off event breaks it. */
import { QueryTypes } from 'sequelize';
import type { Runtime } from '../core/runtime.ts';
import { genesis, linkHash, sha256, type Link } from './chain.ts';

export interface Broken {
  stream: string;
  /** Where it was noticed. */
  seq: number;
  reason: string;
}

interface Stored {
  epoch: string;
  seq: number;
  type: string;
  entity: string;
  entityId: string;
  rev: number;
  actor: string;
  at: string | Date;
  data: string | null;
  dataHash: string;
  hash: string;
}

const batch = 1000;

/**
 * @param progress is told how many events were checked so far
 * @returns what is broken, at most one finding a stream, and how many events were checked
 */
export async function verifyChain(
  { sequelize }: Runtime,
  progress: (checked: number) => void = () => {},
): Promise<{ checked: number; streams: number; broken: Broken[] }> {
  const broken: Broken[] = [];
  let checked = 0;
  let streams = 0;
  for (let after = { workspaceId: '', stream: '' }; ;) {
    const some = await sequelize.query<{ workspaceId: string; stream: string; seq: number; head: string }>(
      'SELECT workspaceId, stream, seq, head FROM streams WHERE workspaceId > ? OR (workspaceId = ? AND stream > ?) ORDER BY workspaceId, stream LIMIT 200',
      { replacements: [after.workspaceId, after.workspaceId, after.stream], type: QueryTypes.SELECT },
    );
    for (const { workspaceId, stream, seq, head } of some) {
      streams++;
      const reason = await walk(workspaceId, stream, Number(seq), head);
      if (reason) broken.push({ stream, ...reason });
    }
    const last = some.at(-1);
    if (!last || some.length < 200) break;
    after = last;
  }
  // Events whose stream was deleted are in nobody's walk.
  const orphans = await sequelize.query<{ stream: string; seq: number }>(
    // One look at the index for each stream.
    'SELECT f.stream, f.seq FROM (SELECT workspaceId, stream, MIN(seq) AS seq FROM feed GROUP BY workspaceId, stream) f LEFT JOIN streams s ON s.workspaceId = f.workspaceId AND s.stream = f.stream WHERE s.stream IS NULL',
    { type: QueryTypes.SELECT },
  );
  for (const { stream, seq } of orphans) broken.push({ stream, seq: Number(seq), reason: 'the stream of these events is missing' });
  return { checked, streams, broken };

  async function walk(workspaceId: string, stream: string, end: number, head: string): Promise<{ seq: number; reason: string } | null> {
    let previous = genesis;
    let expected = 1;
    for (;;) {
      const events = await sequelize.query<Stored>(
        'SELECT epoch, seq, type, entity, entityId, rev, actor, at, data, dataHash, hash FROM feed WHERE workspaceId = ? AND stream = ? AND seq >= ? ORDER BY seq LIMIT ?',
        { replacements: [workspaceId, stream, expected, batch], type: QueryTypes.SELECT },
      );
      for (const { entityId, at, actor, data, hash, ...event } of events) {
        const seq = Number(event.seq);
        if (seq !== expected) return { seq: expected, reason: 'an event is missing' };
        // Erased data is null with its hash kept; data that is there must be what was hashed.
        const erased = data === null && event.dataHash !== sha256('null');
        if (!erased && sha256(data ?? 'null') !== event.dataHash) return { seq, reason: 'the data was changed' };
        const hashed = hashOf(previous, { ...event, stream, seq, rev: Number(event.rev), id: entityId }, actor, at);
        if (hashed !== hash) return { seq, reason: 'the event does not follow from the one before it' };
        previous = hash;
        expected++;
        checked++;
        if (checked % 5000 === 0) progress(checked);
      }
      if (events.length < batch) break;
    }
    if (expected - 1 !== end)
      return { seq: expected, reason: expected - 1 < end ? 'events are missing at the end' : 'events stand after the end' };
    return previous === head ? null : { seq: end, reason: 'the end does not fit the head of the stream' };
  }
}

/** The hash that an event ought to have, or null if its actor or time was made unreadable. */
function hashOf(previous: string, link: Omit<Link, 'actor' | 'at'>, actor: unknown, at: string | Date): string | null {
  try {
    const by: unknown = typeof actor === 'string' ? JSON.parse(actor) : actor;
    return linkHash(previous, { ...link, actor: by, at: new Date(at).toISOString() });
  } catch {
    return null;
  }
}
