/** Walks the hash chain of every stream: an edited, deleted, inserted, swapped or cut-off event breaks it. */
import { QueryTypes } from 'sequelize';
import type { Runtime } from '../core/runtime.ts';
import { startWalk, type Break, type ChainedEvent } from './walk.ts';

export interface Broken extends Break {
  stream: string;
}

const batch = 1000;

/**
 * @param progress is told how many events were checked so far
 * @param only of this workspace
 * @returns what is broken, at most one finding a stream, and how many events were checked
 */
export async function verifyChain(
  { sequelize }: Runtime,
  progress: (checked: number) => void = () => {},
  only: string | null = null,
): Promise<{ checked: number; streams: number; broken: Broken[] }> {
  const broken: Broken[] = [];
  let checked = 0;
  let streams = 0;
  for (let after = { workspaceId: only ?? '', stream: '' }; ;) {
    const some = await sequelize.query<{ workspaceId: string; stream: string; seq: number; head: string }>(
      `SELECT workspaceId, stream, seq, head FROM streams WHERE ${only === null ? 'workspaceId > ? OR ' : ''}(workspaceId = ? AND stream > ?) ORDER BY workspaceId, stream LIMIT 200`,
      { replacements: [...(only === null ? [after.workspaceId] : []), after.workspaceId, after.stream], type: QueryTypes.SELECT },
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
  for (const { stream, seq } of only === null ? orphans : [])
    broken.push({ stream, seq: Number(seq), reason: 'the stream of these events is missing' });
  return { checked, streams, broken };

  async function walk(workspaceId: string, stream: string, end: number, head: string): Promise<Break | null> {
    const chain = startWalk(stream);
    for (;;) {
      const events = await sequelize.query<ChainedEvent>(
        'SELECT epoch, seq, type, entity, entityId, rev, actor, at, data, dataHash, hash FROM feed WHERE workspaceId = ? AND stream = ? AND seq >= ? ORDER BY seq LIMIT ?',
        { replacements: [workspaceId, stream, chain.expected, batch], type: QueryTypes.SELECT },
      );
      for (const event of events) {
        const wrong = chain.take(event);
        if (wrong) return wrong;
        checked++;
        if (checked % 5000 === 0) progress(checked);
      }
      if (events.length < batch) return chain.end(end, head);
    }
  }
}
