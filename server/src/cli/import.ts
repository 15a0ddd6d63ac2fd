import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { QueryTypes } from 'sequelize';
import { createRuntime } from '../index.ts';
import type { Runtime } from '../core/runtime.ts';
import { systemScope } from '../core/scope.ts';
import { assertReachable } from '../db/connection.ts';
import { migrate } from '../db/migrate.ts';
import { applyPlan, FileRefused, isNothing, lookAtPlan, readPlan, type Outlook, type PlanRequest } from '../modules/index.ts';
import { CommandFailed, UsageError, type Command } from './command.ts';
import { described, outlined } from './difference.ts';
import { importBackup, isBackup } from './restore.ts';

export const importPlan: Command = {
  summary: 'Read a plan (Microsoft Project XML, CSV) into a project, or a backup into the database.',
  usage: `Usage: portico import <backup> [--dry-run]
       portico import <file> [--project <id> | --client <id>] [--source <name>] [--workspace <id>] [--dry-run] [--yes]

The file makes a project of the client named by --client, or goes into the one named by --project. The same file again changes nothing. A newer version of it is compared with the
one that was read last: the difference is printed, and written after --yes or when you confirm it. What was changed in Portico meanwhile stays, unless the newer version
changes the same field.

Microsoft Project XML: save the plan as XML. Top summary groups become stages; the groups below them and milestone tasks become milestones; calendars, resources, assignments and
constraints are kept. CSV (UTF-8 or GB 18030): the first row names the columns, in English or Chinese: ID or WBS, Name, Start, Finish, Duration, % Complete, Predecessors, Milestone,
Owner, Priority, Notes (编号, 名称, 开始, 完成, 工期, 完成百分比, 前置任务, 里程碑, 负责人, 优先级, 备注). A file that cannot be read is refused whole, with line and field.

A backup that portico export has written becomes a workspace again, in an empty database or beside others: checked whole (checksums, hash chain) before anything is written, and
written whole or not at all. It is refused where rows of that workspace are there already.

--source names the plan where a project is read from several files of one kind; it is the name of the file otherwise.
--dry-run prints what would happen and writes nothing.`,
  words: 1,
  options: {
    project: { type: 'string' },
    client: { type: 'string' },
    source: { type: 'string' },
    workspace: { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean', short: 'y' },
  },
  async run(values, [path]) {
    const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
    if (!path) throw new UsageError(`Name the file.\n\n${importPlan.usage}`);
    if (text('project') && text('client'))
      throw new UsageError('A project belongs to its client already: name one of --project and --client.');
    if (statSync(path).isFile() && isBackup(path)) return importBackup(path, values['dry-run'] === true);
    const bytes = contents(path);
    const runtime = createRuntime();
    try {
      await assertReachable(runtime.sequelize);
      await migrate(runtime.sequelize);
      const { workspaceId, timeZone } = await home(runtime, text('workspace'), text('project'));
      const scope = systemScope(runtime, workspaceId);
      const reading = read(path, bytes, timeZone);
      const request: PlanRequest = {
        plan: reading.plan,
        format: reading.format,
        fileName: basename(path),
        digest: createHash('sha256').update(bytes).digest('hex'),
        projectId: text('project'),
        clientId: text('client'),
        source: text('source'),
      };
      const outlook = await lookAtPlan(scope, request);
      for (const { line, field, message } of reading.warnings) console.error(`${path}:${line}: ${field}: ${message}`);
      const { project, earlier, difference } = outlook;
      if (earlier && isNothing(difference))
        return console.log(`Nothing has changed in ${project!.name} (${project!.id}) since ${earlier.updatedAt}: 0 written.`);
      request.clientId ??= project?.clientId ?? (await onlyClient(runtime, workspaceId));
      console.log(described(outlook, reading.plan).join('\n'));
      if (values['dry-run'] === true) return console.log('Nothing was written (--dry-run).');
      if (earlier && values['yes'] !== true && !(await confirmed()))
        throw new CommandFailed('Nothing was written. To write it, run the same with --yes.');
      await write(outlook);

      async function write({ earlier }: Outlook): Promise<void> {
        const began = performance.now();
        console.error('Writing …');
        const { project, warnings } = await applyPlan(scope, request, earlier?.rev ?? null);
        for (const { field, message } of warnings) console.error(`${path}: ${field}: ${message}`);
        console.error(`Written in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
        console.log(`${outlined(reading.plan)} in ${project.name} (${project.id})`);
      }
    } finally {
      await runtime.transactions.close();
      await runtime.sequelize.close();
    }
  },
};

function contents(path: string): Buffer {
  if (!statSync(path).isFile()) throw new CommandFailed(`${path} is not a file.`);
  return readFileSync(path);
}

/** Reads the file, with progress on stderr; what is wrong with it is told as editors and compilers do: `file:line: field: …`. */
function read(path: string, bytes: Buffer, timeZone: string): ReturnType<typeof readPlan> {
  let told = 0;
  try {
    return readPlan(bytes, timeZone, (part) => {
      const percent = Math.floor(part * 100);
      if (percent < told + 25 && percent < 100) return;
      told = percent;
      console.error(`Reading ${path}: ${percent} %`);
    });
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    const shown = error.remarks
      .slice(0, 20)
      .map(({ line, field, message }) => [`${path}${line > 0 ? `:${line}` : ''}`, field, message].filter(Boolean).join(': '));
    if (error.remarks.length > shown.length) shown.push(`… and ${error.remarks.length - shown.length} more`);
    throw new CommandFailed(`${shown.join('\n')}\nThe file is refused whole; nothing was written.`);
  }
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const ask = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(?:y|yes|是)$/i.test((await ask.question('Write this? [y/N] ')).trim());
  } finally {
    ask.close();
  }
}

/** The workspace and the zone of the project that is named; else the only workspace, else that of the demo. */
async function home(
  { sequelize, config }: Runtime,
  workspace: string | undefined,
  project: string | undefined,
): Promise<{ workspaceId: string; timeZone: string }> {
  const select = <T extends object>(sql: string, ...replacements: string[]) =>
    sequelize.query<T>(sql, { replacements, type: QueryTypes.SELECT });
  if (project !== undefined) {
    const [row] = await select<{ workspaceId: string; timeZone: string }>(
      'SELECT workspaceId, timeZone FROM projects WHERE id = ? AND deletedAt IS NULL',
      project,
    );
    if (!row || (workspace !== undefined && row.workspaceId !== workspace)) throw new CommandFailed(`There is no project ${project}.`);
    return row;
  }
  const all = await select<{ id: string; name: string; timeZone: string }>(
    'SELECT id, name, timeZone FROM workspaces WHERE deletedAt IS NULL ORDER BY id',
  );
  const found =
    workspace === undefined
      ? all.length === 1
        ? all[0]
        : all.find(({ id }) => id === demoOf(config.dataDirectory)['workspaceId'])
      : all.find(({ id }) => id === workspace);
  if (found) return { workspaceId: found.id, timeZone: found.timeZone };
  if (all.length === 0) throw new CommandFailed('There is no workspace. Open one with: portico keys create --new-workspace <name>');
  throw new CommandFailed(
    `Name one with --workspace:\n${all
      .slice(0, 20)
      .map(({ id, name }) => `  ${id}  ${name}`)
      .join('\n')}`,
  );
}

/** The client of a new project where none is named: the only one, else that of the demo. */
async function onlyClient({ sequelize, config }: Runtime, workspaceId: string): Promise<string> {
  const clients = await sequelize.query<{ id: string; name: string }>(
    'SELECT id, name FROM clients WHERE workspaceId = ? AND deletedAt IS NULL ORDER BY id',
    { replacements: [workspaceId], type: QueryTypes.SELECT },
  );
  const found = clients.length === 1 ? clients[0] : clients.find(({ id }) => id === demoOf(config.dataDirectory)['clientId']);
  if (found) return found.id;
  if (clients.length === 0)
    throw new CommandFailed('The workspace has no client yet. Add one (POST /v1/clients), then name it with --client.');
  throw new CommandFailed(
    `Whose project will it be? Name the client with --client, or the project with --project:\n${clients
      .slice(0, 20)
      .map(({ id, name }) => `  ${id}  ${name}`)
      .join('\n')}`,
  );
}

/** Ids of the demo that lives in the data folder, if one does. */
function demoOf(dataDirectory: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(join(dataDirectory, 'demo.json'), 'utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
