/** `npm run test:faults`: see `usage`. Prints what happened and what it did, and ends with 1 if anything was lost, doubled, missed or told twice. */
import { parseArgs } from 'node:util';
import { describeEnvironment } from '../bench/environment.ts';
import { databaseAway, redisAway } from './cases/away.ts';
import { clock } from './cases/clock.ts';
import { diskFull } from './cases/disk.ts';
import { killRun } from './cases/kills.ts';
import { network } from './cases/network.ts';
import type { Options } from './options.ts';

const cases: Record<string, (options: Options) => Promise<boolean>> = {
  kills: killRun,
  'redis-away': redisAway,
  'database-away': databaseAway,
  network,
  disk: diskFull,
  clock,
};

const usage = `npm run test:faults -- [case …] [options]

Cases: ${Object.keys(cases).join(', ')}; default all.
--database mariadb|mysql   default mariadb
--nodes 3  --kills 20  --writes 200 (a second)  --sockets 2000  --projects 100  --seconds 120 (of kills)
--away 60                  seconds that a service is away or a line is broken
--only text                a part of the title of what network is to do alone
--seed N                   default: a new one, which is printed`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    database: { type: 'string', default: 'mariadb' },
    nodes: { type: 'string', default: '3' },
    kills: { type: 'string', default: '20' },
    writes: { type: 'string', default: '200' },
    sockets: { type: 'string', default: '2000' },
    projects: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '120' },
    away: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const { database, help, only, ...numbers } = values;
const unknown = positionals.filter((name) => !cases[name]);
if (help || unknown.length > 0 || (database !== 'mariadb' && database !== 'mysql')) {
  console.log(usage);
  process.exit(help ? 0 : 2);
}
const figures = Object.fromEntries(Object.entries(numbers).map(([name, text]) => [name, Number(text)])) as unknown as Omit<
  Options,
  'database'
>;
for (const name of positionals.length > 0 ? positionals : Object.keys(cases)) {
  console.log(`\n${name}: ${describeEnvironment()}, seed ${figures.seed}`);
  if (!(await cases[name]!({ database, ...figures, ...(only && { only }) }))) process.exitCode = 1;
}
// Some of the connections that were reset under load keep Node 24 from ending by itself: it turns in its own clean-up, at full speed.
process.exit();
