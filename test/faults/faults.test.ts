/** The short form of `npm run test:faults`. How quickly parts are ready again is measured by the long one: tests share the machine. */
import { expect, test, vi } from 'vitest';
import { databaseProgram, redisPath } from '../services/places.ts';
import { seed } from '../../server/src/testing/random.ts';
import { kills } from './cases/kills.ts';
import { faultsOf } from './oracle.ts';

vi.setConfig({ testTimeout: 180_000 });

const here = databaseProgram('mariadb') !== undefined && redisPath() !== undefined;

test.skipIf(!here)(
  'T15, MariaDB and Redis: a node, Redis and the database are killed under load; nothing is lost, doubled, missed or told twice',
  async () => {
    const options = { database: 'mariadb', nodes: 2, kills: 3, writes: 40, sockets: 60, projects: 6, seconds: 5, away: 0, seed } as const;
    const { report, kills: done, died } = (await kills(options, () => undefined))!;
    expect(died).toEqual([]);
    expect(done).toHaveLength(3);
    expect(report.writes.filter(({ answeredAt }) => answeredAt !== null).length).toBeGreaterThan(20);
    expect(report.verdict).toEqual({ lost: [], doubled: [], gaps: [], missed: [], twice: [] });
    expect(faultsOf(report.verdict)).toBe(0);
    expect(report.failures).toEqual([]);
    // T20, of all processes of a run: what goes wrong is where logs tell too much.
    expect(report.telltale).toEqual([]);
    expect([...report.refusals.keys()].filter((why) => why !== 'none' && !why.startsWith('503 unavailable ('))).toEqual([]);
  },
);
