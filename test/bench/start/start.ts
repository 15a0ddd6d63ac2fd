/**
 * From the start of a process to its first answer: `portico serve` on a database that is up to date, until `/readyz` says yes, beside
 * `node:http` and `mysql2`. Installed, as at the second start. No limit is stated for it; it is printed to be seen growing.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connect, startDatabase } from '../../services/databases.ts';
import { freePort } from '../../services/process.ts';
import { openHouse } from '../house.ts';
import { alternate, median, type Contestant } from '../rounds.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7);
const main = fileURLToPath(new URL('../../../server/bin/portico.mjs', import.meta.url));
const bare = fileURLToPath(new URL('bare.ts', import.meta.url));

/** Of a process so far, in microseconds. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

export default async function start(): Promise<boolean> {
  const server = await startDatabase('mariadb', { durable: true, private: true });
  if (!server) throw new Error('There is no MariaDB on this machine. Run: npm test');
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'));
  try {
    const database = await connect(server.url);
    await database.query('CREATE DATABASE bench CHARACTER SET utf8mb4');
    database.destroy();
    const { environment } = await openHouse(`${server.url}/bench`, folder);
    const begin =
      (file: string, args: string[], path: string): Contestant =>
      async () => {
        const port = await freePort();
        const began = performance.now();
        const child = spawn(process.execPath, [file, ...args], {
          env: { ...process.env, ...environment, PORT: String(port), LOG_LEVEL: 'error' },
          stdio: ['ignore', 'ignore', 'inherit'],
        });
        const answered = (): Promise<boolean> =>
          fetch(`http://127.0.0.1:${port}${path}`).then(
            async (answer) => (await answer.text(), answer.ok),
            () => false,
          );
        while (!(await answered())) await sleep(5);
        const milliseconds = performance.now() - began;
        const cpu = cpuOf(child.pid!);
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
        return { count: 1, seconds: milliseconds / 1000, cpu, p50: milliseconds, p99: milliseconds };
      };
    const measured = await alternate({ bare: begin(bare, [], '/'), portico: begin(main, ['serve'], '/readyz') }, rounds);
    for (const [name, samples] of Object.entries(measured)) {
      const of = (value: (sample: (typeof samples)[number]) => number): string => median(samples.map(value)).toFixed(0);
      console.log(`${name.padEnd(10)} ${of(({ p50 }) => p50)} ms to the first answer, ${of(({ cpu }) => cpu / 1000)} ms of CPU`);
    }
    return true;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
