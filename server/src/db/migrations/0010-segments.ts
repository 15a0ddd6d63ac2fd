/** Where events are that were moved from the feed's table to files. */
import type { Sequelize } from 'sequelize';
import { digest, id, instant, integer, optional, word } from '../table.ts';
import { createTable } from '../ddl.ts';

export async function up(sequelize: Sequelize): Promise<void> {
  await createTable(
    sequelize,
    'segments',
    {
      workspaceId: id(),
      stream: word(80),
      fromSeq: integer(),
      toSeq: integer(),
      file: word(200),
      bytes: integer(),
      sha256: digest(),
      head: digest(),
      createdAt: instant(),
      sweptAt: optional(instant()),
    },
    { primary: ['workspaceId', 'stream', 'fromSeq'] },
  );
}
