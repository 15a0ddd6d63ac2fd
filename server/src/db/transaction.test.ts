import { QueryTypes } from 'sequelize';
import { expect, it } from 'vitest';
import { onEachDialect } from '../testing/suite.ts';
import { isSent, textsIn, type RawRow } from './sent-rows.ts';
import { conditionOf, insertion, type Condition } from './statements.ts';
import { integer, optional, text } from './table.ts';
import { NoRow, rowName, type Tx } from './transaction.ts';

onEachDialect('transactions', (given) => {
  const runtime = () => given.world.portico.runtime;
  const lease = (name: string) => insertion('leases', [{ name, owner: `it's "${name}" \\ ?`, until: 1 }]);
  const named = (names: string[]) => ({
    sql: `SELECT name, owner FROM leases WHERE name IN (${names.map(() => '?').join()}) ORDER BY name`,
    values: names,
  });
  const there = async (...names: string[]): Promise<string[]> => {
    const { sql, values } = named(names);
    const rows = await runtime().sequelize.query<{ name: string }>(sql, { replacements: values, type: QueryTypes.SELECT });
    return rows.map(({ name }) => name);
  };
  const run = <T>(work: (line: Tx) => Promise<T>, apart = false): Promise<T> =>
    runtime().writer(() => runtime().transactions.run(work, apart));

  for (const apart of [false, true]) {
    const way = apart ? 'statement by statement' : 'in packets';
    const name = (text: string) => `${apart ? 'apart' : 'packet'}-${text}`;

    it(`reads what it has written, and commits it, ${way}`, async () => {
      const seen = await run(async (line) => {
        await line.write(lease(name('a')));
        await line.write(lease(name('b')));
        const [rows, others] = await line.read<[{ name: string; owner: string }[], object[]]>(
          named([name('a'), name('b')]),
          named(['none']),
        );
        await line.write(lease(name('c')));
        return { rows, others, written: line.written };
      }, apart);
      expect(seen).toMatchObject({
        rows: [{ name: name('a'), owner: `it's "${name('a')}" \\ ?` }, { name: name('b') }],
        others: [],
        written: 3,
      });
      expect(await there(name('a'), name('b'), name('c'))).toEqual([name('a'), name('b'), name('c')]);
    });

    it(`commits what was written although nothing was read, ${way}`, async () => {
      await run((line) => line.write(lease(name('blind'))), apart);
      expect(await there(name('blind'))).toEqual([name('blind')]);
    });

    it(`leaves nothing behind when its work fails, or one statement of it, ${way}`, async () => {
      const fails = async (line: Tx) => {
        await line.write(lease(name('d')));
        throw new Error('no');
      };
      await expect(run(fails, apart)).rejects.toThrow('no');
      const twice = async (line: Tx) => {
        await line.write(lease(name('e')));
        await line.write(lease(name('a')));
        await line.write(lease(name('f')));
      };
      await expect(run(twice, apart)).rejects.toMatchObject({ original: { sql: expect.stringContaining('leases') } });
      expect(await there(name('d'), name('e'), name('f'))).toEqual([]);
      // The connection is as good as new.
      await run((line) => line.write(lease(name('g'))), apart);
      expect(await there(name('g'))).toEqual([name('g')]);
    });

    it(`fails where a statement was to touch one row and touches none, and what follows is not carried out, ${way}`, async () => {
      const release = (which: string) => ({ sql: 'UPDATE leases SET until = until + 1 WHERE name = ?', values: [which] });
      await run((line) => line.write(release(name('a')), 1), apart);
      const missed = async (line: Tx) => {
        await line.write(lease(name('h')));
        await line.write(release(name('none')), 1);
        await line.write(lease(name('i')));
      };
      await expect(run(missed, apart)).rejects.toBeInstanceOf(NoRow);
      expect(await there(name('h'), name('i'))).toEqual([]);
    });
  }

  it('answers what was to be read ahead as it is, whoever reads it, and anew once its row was written to', async () => {
    const statement = (which: string) => ({ sql: 'SELECT owner FROM leases WHERE name = ?', values: [which] });
    const owners = async (line: Tx, which: string) =>
      (await line.read<[{ owner: string }[]]>(statement(which)))[0].map(({ owner }) => owner);
    const write = (line: Tx, which: string, owner: string, rows?: string[]) =>
      line.write({ sql: 'UPDATE leases SET owner = ? WHERE name = ?', values: [owner, which] }, null, rows);
    await run((line) =>
      line.write(
        insertion(
          'leases',
          ['p', 'q', 'r'].map((name) => ({ name, owner: 'first', until: 1 })),
        ),
      ),
    );
    const seen = await run(async (line) => {
      line.ahead(...['p', 'q', 'none'].map((which) => ({ row: rowName('leases', which), statement: statement(which) })));
      const first = [
        await owners(line, 'r'),
        line.knows(statement('p')),
        await owners(line, 'none'),
        await owners(line, 'p'),
        await owners(line, 'p'),
      ];
      line.ahead({ row: rowName('leases', 'p'), statement: statement('p') });
      await owners(line, 'r');
      await write(line, 'q', 'second', [rowName('leases', 'q')]);
      const second = [line.knows(statement('p')), await owners(line, 'q'), await owners(line, 'p')];
      line.ahead({ row: rowName('leases', 'p'), statement: statement('p') });
      await owners(line, 'r');
      // Nobody said what this writes to.
      await write(line, 'p', 'third');
      return [...first, ...second, await owners(line, 'p')];
    });
    expect(seen).toEqual([['first'], true, [], ['first'], ['first'], true, ['second'], ['first'], ['third']]);
  });

  it('takes more than a packet holds', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => ({ name: `big-${index}`, owner: 'x'.repeat(50), until: index }));
    await run(async (line) => {
      for (let round = 0; round < 40; round++)
        await line.write({ sql: 'UPDATE leases SET owner = ? WHERE name = ?', values: ['y'.repeat(60_000), 'none'] });
      await line.write(insertion('leases', rows));
    });
    expect(await there('big-0', 'big-59')).toEqual(['big-0', 'big-59']);
  });

  it('hands on the rows of a view as they come, long and empty ones too, and goes on after a statement that fails', async () => {
    const names = ['view-1', 'view-2', 'view-3'];
    await run(async (line) => {
      for (const name of names) await line.write(lease(name));
    });
    const told = (rows: readonly RawRow[] | undefined): unknown[][] => rows!.map((row) => (isSent(row) ? textsIn(row, 2) : row));
    const long = '验'.repeat(90_000);
    const selects = [
      named(names),
      named(['none']),
      { sql: 'SELECT ?, NULL', values: [long] },
      { sql: "SELECT ?, ''", values: ['é'.repeat(200)] },
    ];
    const expected = [names.map((name) => [name, lease(name).values[1]]), [], [[long, null]], [['é'.repeat(200), '']]];
    const { view } = runtime().transactions;
    for (let round = 0; round < 2; round++) {
      expect((await view(selects)).map(told)).toEqual(expected);
      await expect(view([named(names), { sql: 'SELECT name FROM nowhere', values: [] }, named(names)])).rejects.toThrow(/nowhere/);
    }
    // At the same moment, each on a line of its own.
    const all = await Promise.all(names.map((name) => view([named([name])])));
    expect(all.map(([rows]) => told(rows)[0]![0])).toEqual(names);
  });
});

const columns = { a: text(9), b: optional(integer()) };
const sql = (condition: Condition): [string, readonly unknown[]] => Object.values(conditionOf(condition, columns)) as never;

it('conditions bind every value and name known columns alone', () => {
  expect(sql({ a: 'x', b: null })).toEqual(['(`a` = ? AND `b` IS NULL)', ['x']]);
  expect(sql({ any: [{ b: { above: 3 } }, { b: 3, a: { below: 'm' } }] })).toEqual(['(`b` > ? OR (`b` = ? AND `a` < ?))', [3, 3, 'm']]);
  expect(sql({ all: [{ a: ['x', 'y'] }, {}, { a: [] }] })).toEqual(['(`a` IN (?, ?) AND 1 = 1 AND 1 = 0)', ['x', 'y']]);
  expect(sql({ any: [] })).toEqual(['1 = 0', []]);
  expect(() => sql({ 'a` = 1 OR 1 --': 'x' })).toThrow('no column');
  expect(() => sql({ a: undefined })).toThrow('compared with nothing');
});
