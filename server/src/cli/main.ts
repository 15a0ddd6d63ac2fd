/** `portico <command>`: exit code 0 done, 1 not done, 2 called wrongly. */
import { parseArgs } from 'node:util';
import { CannotListen, ConfigurationError, DatabaseUnusable, version } from '../index.ts';
import { PorticoProblem } from '../core/errors.ts';
import { CommandFailed, UsageError, type Command } from './command.ts';
import { archive } from './archive.ts';
import { demo } from './demo.ts';
import { exportWorkspace } from './export.ts';
import { importPlan } from './import.ts';
import { keys } from './keys.ts';
import { migrate } from './migrate.ts';
import { serve } from './serve.ts';
import { verify } from './verify.ts';

const commands: Record<string, Command> = { serve, demo, migrate, keys, import: importPlan, export: exportWorkspace, archive, verify };

const overview = (): string =>
  [
    `portico ${version}`,
    '',
    'Usage: portico <command> [options]',
    '',
    ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`),
    '',
    'portico <command> --help tells the rest.',
  ].join('\n');

async function main([name, ...rest]: string[]): Promise<void> {
  if (name === '--version' || name === '-v') return console.log(version);
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return console.log(overview());
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command ${name}.\n\n${overview()}`);
  const { values, positionals } = parsed(command, rest);
  if (values['help'] === true) return console.log(`${command.summary}\n\n${command.usage}`);
  if (positionals.length > (command.words ?? 0)) throw new UsageError(`${positionals.at(-1)} is not understood here.\n\n${command.usage}`);
  await command.run(values, positionals);
}

function parsed(command: Command, rest: string[]) {
  try {
    return parseArgs({ args: rest, options: { ...command.options, help: { type: 'boolean', short: 'h' } }, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${command.usage}`);
  }
}

/** A sentence for what the operator can mend; a stack only for what they cannot. */
function told(error: unknown): string {
  const known = [UsageError, CommandFailed, ConfigurationError, DatabaseUnusable, CannotListen, PorticoProblem];
  if (known.some((kind) => error instanceof kind)) return (error as Error).message;
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (syscall && code) return `${syscall} failed with ${code}${path ? ` at ${path}` : ''}.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`portico: ${told(error)}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
