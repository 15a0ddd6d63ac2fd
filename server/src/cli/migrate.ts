import { createRuntime } from '../index.ts';
import { assertReachable } from '../db/connection.ts';
import { migrate as run } from '../db/migrate.ts';
import { assertServer } from '../db/server.ts';
import type { Command } from './command.ts';

export const migrate: Command = {
  summary: 'Bring the database schema up to date.',
  usage: 'Usage: portico migrate\n\nCan be run again, and by several nodes at once. The database is that of DATABASE_URL.',
  async run() {
    const { sequelize } = createRuntime();
    try {
      await assertReachable(sequelize);
      await assertServer(sequelize);
      const ran = await run(sequelize);
      console.log(ran.length === 0 ? 'The schema is up to date.' : ran.map((name) => `ran ${name}`).join('\n'));
    } finally {
      await sequelize.close();
    }
  },
};
