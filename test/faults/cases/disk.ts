/** The disk of the database is full for a while, under load (T25). */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDisk } from '../disk.ts';
import { printReport } from '../figures.ts';
import type { Options } from '../options.ts';
import { openPlace, type Place } from '../place.ts';
import { run, until } from '../run.ts';
import { firstAnswer } from './away.ts';

const say = (line: string): void => console.log(`  ${line}`);

/** What an empty server needs, and room for a while. */
const megabytes = { mariadb: 120, mysql: 260 };

export async function diskFull(options: Options): Promise<boolean> {
  const disk = openDisk(megabytes[options.database]);
  if (!disk) {
    say('skipped: nothing may be mounted here');
    return true;
  }
  let place: Place | null = null;
  try {
    place = await openPlace(options.database, disk.folder);
    if (!place) throw new Error(`There is no ${options.database} or no Redis on this machine. Run: npm test`);
    const { nodes, secretKey, addNode } = place;
    await Promise.all(Array.from({ length: options.nodes }, () => addNode()));
    let back = 0;
    let unread = 0;
    let refused = 0;
    let ended = 0;
    const { database } = place;
    /** A server that gives up (InnoDB does where a rollback finds no room) is started again by its supervisor, and again until it stands. */
    const supervise = async (): Promise<void> => {
      if (!(await database.ended())) return;
      say('the database has ended by itself');
      ended++;
      while (await database.ended()) await database.start().catch(() => sleep(500));
      say('it stands again');
    };
    const report = await run(place, options, say, async ({ writes }) => {
      await sleep(3000);
      disk.fill();
      const end = performance.now() + options.away * 1000;
      let over = false;
      const supervisor = (async () => {
        while (!over) {
          await supervise();
          await sleep(300);
        }
      })();
      while (performance.now() < end) {
        const whole = !(await database.ended());
        const read = await fetch(`${nodes[0]!.node!.url}/v1/projects`, { headers: { authorization: `Bearer ${secretKey}` } });
        await read.arrayBuffer();
        if (read.status !== 200 && whole && !(await database.ended())) unread++;
        if (writes.some(({ answeredAt, tries }) => answeredAt === null && tries > 1)) refused = 1;
        await sleep(500);
      }
      disk.empty();
      back = Date.now();
      await until(() => writes.some(({ answeredAt }) => (answeredAt ?? 0) > back), 60_000);
      // Everybody was told to come again after half a minute.
      await until(() => writes.every(({ askedAt, answeredAt }) => answeredAt !== null || askedAt > back), 60_000).catch(() => undefined);
      over = true;
      await supervisor;
    });
    if (ended > 0) say(`the database ended by itself, ${ended} ×: reads wait for it then, and are not counted`);
    if (refused === 0) say('the server had room of its own: nothing was refused, try a longer --away or more --writes');
    return printReport(report, [
      { what: 'reads that failed meanwhile', value: unread, limit: 0 },
      { ...firstAnswer(report, back), limit: 30 },
      { what: 'writes never answered', value: report.writes.filter(({ answeredAt }) => answeredAt === null).length, limit: 0 },
    ]);
  } finally {
    await place?.close();
    disk.close();
  }
}
