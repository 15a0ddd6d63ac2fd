/** Files of the archive: which there are, and their events, read line by line. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { QueryTypes } from 'sequelize';
import { PorticoProblem } from '../../core/errors.ts';
import { packedLines } from '../../core/packed.ts';
import type { Runtime } from '../../core/runtime.ts';
import { readPrepared } from '../../db/prepared.ts';
import type { ChainedEvent } from '../walk.ts';

/** Where events are kept: the database, and the folder of the configuration. */
export type Kept = Pick<Runtime, 'sequelize' | 'config' | 'log'>;

export interface Segment {
  workspaceId: string;
  stream: string;
  fromSeq: number;
  toSeq: number;
  file: string;
  bytes: number;
  sha256: string;
  head: string;
  sweptAt: string | Date | null;
}

/** An event as a line of a file has it: `actor` and `data` are the texts that they were in the table. */
export type ArchivedEvent = Omit<ChainedEvent, 'at'> & { at: string };

const numbered = (row: Segment): Segment => ({
  ...row,
  fromSeq: Number(row.fromSeq),
  toSeq: Number(row.toSeq),
  bytes: Number(row.bytes),
});

const columns = 'workspaceId, stream, fromSeq, toSeq, file, bytes, sha256, head, sweptAt';

/** The files of a stream, oldest first. */
export async function segmentsOf({ sequelize }: Pick<Kept, 'sequelize'>, workspaceId: string, stream: string): Promise<Segment[]> {
  const rows = await sequelize.query<Segment>(`SELECT ${columns} FROM segments WHERE workspaceId = ? AND stream = ? ORDER BY fromSeq`, {
    replacements: [workspaceId, stream],
    type: QueryTypes.SELECT,
  });
  return rows.map(numbered);
}

/** The last file that begins at this event or before it. */
export async function segmentBefore(
  { sequelize }: Pick<Kept, 'sequelize'>,
  workspaceId: string,
  stream: string,
  seq = Number.MAX_SAFE_INTEGER,
): Promise<Segment | null> {
  const [row] = await readPrepared<Segment>(
    sequelize,
    `SELECT ${columns} FROM segments WHERE workspaceId = ? AND stream = ? AND fromSeq <= ? ORDER BY fromSeq DESC LIMIT 1`,
    [workspaceId, stream, seq],
  );
  return row ? numbered(row) : null;
}

export const pathOf = ({ config }: Pick<Kept, 'config'>, file: string): string => join(config.archive.folder, file);

/** The events of a file from `seq` on: those before it are passed over unread. */
export async function* eventsOf(kept: Pick<Kept, 'config'>, { file, fromSeq }: Segment, seq = fromSeq): AsyncGenerator<ArchivedEvent> {
  let at = fromSeq;
  for await (const line of packedLines(pathOf(kept, file))) if (at++ >= seq) yield JSON.parse(line) as ArchivedEvent;
}

/** SHA-256 of a file. */
export async function digestOf(path: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path)) digest.update(chunk as Buffer);
  return digest.digest('hex');
}

/**
 * Events after `seq` that were moved to files, at most `limit`, without a gap.
 * @throws {PorticoProblem} `unavailable` where this server does not find a file of which the database knows
 */
export async function readArchived(kept: Kept, workspaceId: string, stream: string, seq: number, limit: number): Promise<ArchivedEvent[]> {
  const found: ArchivedEvent[] = [];
  while (found.length < limit) {
    const next = seq + found.length + 1;
    const segment = await segmentBefore(kept, workspaceId, stream, next);
    if (!segment || segment.toSeq < next) break;
    try {
      for await (const event of eventsOf(kept, segment, next)) if (found.push(event) === limit) break;
    } catch (error) {
      kept.log.error({ err: error, file: pathOf(kept, segment.file) }, 'a file of the archive cannot be read');
      throw new PorticoProblem(
        'unavailable',
        'Events of this age are in an archive file that this server cannot read. Tell whoever runs it: all servers need the same ARCHIVE_FOLDER (see portico verify).',
        {},
        error,
      );
    }
    if (found.length < limit && seq + found.length < segment.toSeq) break;
  }
  return found;
}
