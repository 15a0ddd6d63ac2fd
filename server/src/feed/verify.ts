/** Walks the hash chain of every stream: an edited, deleted, inserted, swapped or cut-off event breaks it. */
import { QueryTypes } from 'sequelize';
import type { Runtime } from '../core/runtime.ts';
import { Unreadable } from '../core/packed.ts';
import { digestOf, eventsOf, pathOf, segmentsOf, type Segment } from './archive/segments.ts';
import { sha256 } from './chain.ts';
import { startWalk, type Break, type ChainedEvent, type Walk } from './walk.ts';

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
  runtime: Pick<Runtime, 'sequelize' | 'config'>,
  progress: (checked: number) => void = () => {},
  only: string | null = null,
): Promise<{ checked: number; streams: number; broken: Broken[] }> {
  const { sequelize } = runtime;
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
    const take = (event: ChainedEvent): Break | null => {
      if (++checked % 5000 === 0) progress(checked);
      return chain.take(event);
    };
    for (const segment of await segmentsOf(runtime, workspaceId, stream)) {
      const wrong = await walkFile(runtime, segment, chain, take);
      if (wrong) return wrong;
    }
    for (;;) {
      const events = await sequelize.query<ChainedEvent>(
        'SELECT epoch, seq, type, entity, entityId, rev, actor, at, data, dataHash, hash FROM feed WHERE workspaceId = ? AND stream = ? AND seq >= ? ORDER BY seq LIMIT ?',
        { replacements: [workspaceId, stream, chain.expected, batch], type: QueryTypes.SELECT },
      );
      for (const event of events) {
        const wrong = take(event);
        if (wrong) return wrong;
      }
      if (events.length < batch) return chain.end(end, head);
    }
  }
}

/** A file of the archive, and what of its events is in the table still: they are to say the same. */
async function walkFile(
  runtime: Pick<Runtime, 'sequelize' | 'config'>,
  segment: Segment,
  chain: Walk,
  take: (event: ChainedEvent) => Break | null,
): Promise<Break | null> {
  const { workspaceId, stream, fromSeq, toSeq, file, sha256: digest, head } = segment;
  const broken = (reason: string): Break => ({ seq: chain.expected, reason });
  if (fromSeq !== chain.expected) return broken('a file of the archive is missing before the next');
  try {
    if ((await digestOf(pathOf(runtime, file))) !== digest) return broken(`the file ${file} of the archive was changed`);
    const rows = await runtime.sequelize.query<{ seq: number; hash: string; data: string | null; dataHash: string }>(
      'SELECT seq, hash, data, dataHash FROM feed WHERE workspaceId = ? AND stream = ? AND seq >= ? AND seq <= ?',
      { replacements: [workspaceId, stream, fromSeq, toSeq], type: QueryTypes.SELECT },
    );
    const stayed = new Map(rows.map((row) => [Number(row.seq), row]));
    for await (const event of eventsOf(runtime, segment)) {
      const wrong = take(event);
      if (wrong) return wrong;
      const row = stayed.get(event.seq);
      if (row && (row.hash !== event.hash || row.dataHash !== event.dataHash || (row.data !== null && sha256(row.data) !== row.dataHash)))
        return { seq: event.seq, reason: 'the event in the table is not the one in the archive' };
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return broken(`the file ${file} is not in the archive's folder`);
    if (error instanceof Unreadable || error instanceof SyntaxError || code)
      return broken(`the file ${file} of the archive cannot be read`);
    throw error;
  }
  if (chain.expected !== toSeq + 1 || chain.hash !== head) return broken(`the file ${file} of the archive does not end where it should`);
  return null;
}
