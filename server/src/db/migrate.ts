/** Migrations: umzug over a static list (an embedded server has no folder to search). Each can be run again, by two nodes at once. */
import { QueryTypes, type Sequelize } from 'sequelize';
import { SequelizeStorage, Umzug } from 'umzug';
import { DatabaseUnusable } from './connection.ts';
import { unhurried } from './lines.ts';
import { whenFree } from './sqlite.ts';
import * as first from './migrations/0001-first.ts';
import * as tasks from './migrations/0002-tasks.ts';
import * as changeRequests from './migrations/0003-change-requests.ts';
import * as surveys from './migrations/0004-surveys.ts';
import * as requirements from './migrations/0005-requirements.ts';
import * as notices from './migrations/0006-notices.ts';
import * as webhooks from './migrations/0007-webhooks.ts';
import * as portalAddress from './migrations/0008-portal-address.ts';
import * as looks from './migrations/0009-looks.ts';
import * as segments from './migrations/0010-segments.ts';

const migrations = {
  '0001-first': first,
  '0002-tasks': tasks,
  '0003-change-requests': changeRequests,
  '0004-surveys': surveys,
  '0005-requirements': requirements,
  '0006-notices': notices,
  '0007-webhooks': webhooks,
  '0008-portal-address': portalAddress,
  '0009-looks': looks,
  '0010-segments': segments,
};

const runner = (sequelize: Sequelize) =>
  new Umzug({
    migrations: Object.entries(migrations).map(([name, { up }]) => ({ name, up: () => up(sequelize) })),
    storage: new SequelizeStorage({ sequelize, tableName: 'migrations' }),
    logger: undefined,
  });

/**
 * Brings the schema up to date; answers the names of what ran. On MySQL a named lock of the server lets one node go first;
 * on SQLite the second process waits for the file and finds the work done.
 */
export async function migrate(sequelize: Sequelize): Promise<string[]> {
  if (sequelize.getDialect() === 'sqlite') return whenFree(() => runAlone(sequelize));
  return unhurried(sequelize, () => runInTurn(sequelize));
}

/** A named lock belongs to one connection: a transaction keeps it. (DDL commits the transaction but not the connection.) */
function runInTurn(sequelize: Sequelize): Promise<string[]> {
  return sequelize.transaction(async (transaction) => {
    const lock = `portico migrate ${sequelize.config.database}`.slice(0, 64);
    const [taken] = await sequelize.query<{ got: number }>('SELECT GET_LOCK(?, 60) AS got', {
      replacements: [lock],
      type: QueryTypes.SELECT,
      transaction,
    });
    if (Number(taken?.got) !== 1)
      throw new DatabaseUnusable('Another node has been migrating for a minute. Start again when it has ended.');
    try {
      return await run(sequelize);
    } finally {
      await sequelize.query('SELECT RELEASE_LOCK(?)', { replacements: [lock], type: QueryTypes.SELECT, transaction });
    }
  });
}

/** Statements outside of Sequelize's own transactions share one connection, so this one holds the file for all of them: whole, or not at all. */
async function runAlone(sequelize: Sequelize): Promise<string[]> {
  await sequelize.query('BEGIN IMMEDIATE');
  try {
    const ran = await run(sequelize);
    await sequelize.query('COMMIT');
    return ran;
  } catch (error) {
    await sequelize.query('ROLLBACK');
    throw error;
  }
}

async function run(sequelize: Sequelize): Promise<string[]> {
  return (await runner(sequelize).up()).map(({ name }) => name);
}

/** Names of those that have run, in their order. */
export const ranMigrations = async (sequelize: Sequelize): Promise<string[]> =>
  (await runner(sequelize).executed()).map(({ name }) => name);

/** Names of the migrations that have not run. */
export const pendingMigrations = async (sequelize: Sequelize): Promise<string[]> =>
  (await runner(sequelize).pending()).map(({ name }) => name);
