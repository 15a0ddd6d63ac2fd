/** The clocks of nodes are set, apart from each other and while they work, and set back again; who dispatches is killed with its clock a month ahead (T24). */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2';
import { printReport } from '../figures.ts';
import { holderOf } from '../kills.ts';
import type { Options } from '../options.ts';
import { openPlace, type NodePart } from '../place.ts';
import { run, until } from '../run.ts';

const say = (line: string): void => console.log(`  ${line}`);

/** Debian's package `libfaketime`. */
const library = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`).find(existsSync);

/** One after the other, for all nodes. */
const steps: string[][] = [
  ['+0', '-1h', '+30d'],
  ['+4m', '-6m', '+6m'],
  ['-1h', '+30d', '-4m'],
  ['+0', '+0', '+0'],
];

export async function clock(options: Options): Promise<boolean> {
  if (!library) {
    say('skipped: there is no libfaketime on this machine (apt-get install libfaketime)');
    return true;
  }
  const place = await openPlace(options.database);
  if (!place) throw new Error(`There is no ${options.database} or no Redis on this machine. Run: npm test`);
  try {
    const files: string[] = [];
    const add = async (): Promise<NodePart> => {
      const file = join(place.folder, `clock ${files.length}`);
      writeFileSync(file, '+0\n');
      files.push(file);
      return place.addNode({
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_CACHE_DURATION: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        FAKETIME_DONT_RESET: '1',
      });
    };
    while (files.length < options.nodes) await add();
    const takeOver: number[] = [];
    const report = await run(place, options, say, async () => {
      await sleep(2000);
      for (const step of steps) {
        files.forEach((file, index) => writeFileSync(file, `${step[index % step.length]}\n`));
        say(`clocks: ${files.map((_, index) => step[index % step.length]).join(', ')}`);
        await sleep(4000);
        const holder = await holderOf(place, 'dispatcher');
        const victim = place.nodes.find(({ node }) => node?.pid === holder);
        if (!victim) continue;
        const began = performance.now();
        await victim.kill();
        await until(async () => ![holder, null].includes(await holderOf(place, 'dispatcher')), 30_000).catch(() => undefined);
        takeOver.push(performance.now() - began);
        await victim.start();
      }
      await sleep(2000);
    });
    const database = await place.look();
    const [rows] = await database.query<RowDataPacket[]>(
      "SELECT kind, COUNT(*) AS count FROM jobs WHERE `key` LIKE 'every:%' GROUP BY kind",
    );
    const [[stuck]] = await database.query<RowDataPacket[][]>('SELECT COUNT(*) AS count FROM outbox');
    database.destroy();
    return printReport(report, [
      { what: 'a dispatcher that died was followed after', value: Math.max(...takeOver) / 1000, limit: 7, unit: ' s' },
      // One period of each, or two where it ended meanwhile.
      { what: 'times that a schedule ran', value: Math.max(0, ...rows.map(({ count }) => Number(count))), limit: 2 },
      { what: 'events that nobody hands on', value: Number((stuck as { count?: number }).count), limit: 0 },
    ]);
  } finally {
    await place.close();
  }
}
