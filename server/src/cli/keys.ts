import { QueryTypes } from 'sequelize';
import { createRuntime } from '../index.ts';
import { systemScope, type Scope } from '../core/scope.ts';
import { assertReachable } from '../db/connection.ts';
import { migrate } from '../db/migrate.ts';
import { createKey, openWorkspace, revokeKey, rotateKey } from '../modules/index.ts';
import { CommandFailed, UsageError, type Command } from './command.ts';

export const keys: Command = {
  summary: 'Create, rotate and revoke secret keys.',
  usage: `Usage: portico keys create --name <name> [--workspace <id> | --new-workspace <name>] [--mode live|test]
       portico keys rotate <key id> [--overlap <hours>]
       portico keys revoke <key id>

create prints a new secret key; it is shown this once. With --new-workspace it opens a workspace first.
rotate prints a successor; the old key stays good for --overlap hours (default 24).
revoke ends a key and every session that it minted.`,
  words: 2,
  options: {
    name: { type: 'string' },
    workspace: { type: 'string' },
    'new-workspace': { type: 'string' },
    mode: { type: 'string' },
    overlap: { type: 'string' },
  },
  async run(values, [verb, id]) {
    const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
    const runtime = createRuntime();
    try {
      await assertReachable(runtime.sequelize);
      await migrate(runtime.sequelize);
      if (verb === 'create') {
        const mode = text('mode') ?? 'live';
        if (mode !== 'live' && mode !== 'test') throw new UsageError('--mode is live or test.');
        const opened = text('new-workspace');
        const scope = opened
          ? await openWorkspace(runtime, { name: opened, lang: 'zh-CN', timeZone: 'Asia/Shanghai', origins: [] })
          : await chosen(text('workspace'));
        const key = await createKey(scope, { name: text('name') ?? 'command line', mode });
        console.log(`workspace   ${scope.workspaceId}\nkey         ${key.id}\nsecret key  ${key.secretKey}`);
      } else if (verb === 'rotate') {
        const overlap = Number(text('overlap') ?? 24);
        if (!Number.isInteger(overlap) || overlap < 0 || overlap > 168)
          throw new UsageError('--overlap is a whole number of hours, 0 to 168.');
        const key = await rotateKey(await ownerOf(id), { id: id!, overlap });
        console.log(`key         ${key.id}\nsecret key  ${key.secretKey}\nThe old key ends in ${overlap} hours.`);
      } else if (verb === 'revoke') {
        await revokeKey(await ownerOf(id), { id: id! });
        console.log(`${id} is revoked, and with it the sessions that it minted.`);
      } else {
        throw new UsageError(`Say what to do: create, rotate or revoke.\n\n${keys.usage}`);
      }
    } finally {
      await runtime.transactions.close();
      await runtime.sequelize.close();
    }

    async function chosen(workspace: string | undefined): Promise<Scope> {
      const all = await runtime.sequelize.query<{ id: string; name: string }>(
        'SELECT id, name FROM workspaces WHERE deletedAt IS NULL ORDER BY id LIMIT 20',
        { type: QueryTypes.SELECT },
      );
      const found = workspace === undefined && all.length === 1 ? all[0] : all.find((one) => one.id === workspace);
      if (found) return systemScope(runtime, found.id);
      if (all.length === 0) throw new CommandFailed('There is no workspace. Open one with --new-workspace <name>.');
      throw new CommandFailed(`Name one with --workspace:\n${all.map((one) => `  ${one.id}  ${one.name}`).join('\n')}`);
    }

    async function ownerOf(key: string | undefined): Promise<Scope> {
      if (!key) throw new UsageError('Name the key by its id (key_…).');
      const [row] = await runtime.sequelize.query<{ workspaceId: string }>(
        'SELECT workspaceId FROM `keys` WHERE id = ? AND deletedAt IS NULL',
        { replacements: [key], type: QueryTypes.SELECT },
      );
      if (!row) throw new CommandFailed(`There is no key ${key}.`);
      return systemScope(runtime, row.workspaceId);
    }
  },
};
