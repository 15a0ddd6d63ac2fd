/** How a server would carry out the statements that it was sent, told by the server itself. */
import { connect } from '../../../test/services/databases.ts';
import { sessionSettings } from '../db/connection.ts';
import type { Recorded } from './statements.ts';

/** More rows than this are not looked at for one answer. */
const mostRows = 1000;
/** Where the server expects as many it is seen how many they are: an estimate knows no LIMIT, and no more than half of a table. */
const suspicious = 400;

/** One line of `EXPLAIN`. */
interface Step {
  table: string | null;
  type: string | null;
  key: string | null;
  rows: number | null;
  Extra: string | null;
}

/** Statements that may read more, each with its reason. */
const allowed: readonly [RegExp, string][] = [
  [/WHERE \(*`?workspaceId`? = \? AND `workspaceId` (?:= \?|IN \(\?\)) AND/, "a member's snapshot is all that the workspace has"],
  [/GROUP BY workspaceId, stream\) f LEFT JOIN streams/, '`portico verify` is to see every stream'],
  [
    /ROW_NUMBER\(\) OVER \(PARTITION BY COALESCE\(lane, kind\)/,
    'of all jobs that are due the first of each lane: here all of them are due',
  ],
];

/** What walks through a table, and how the server says so. */
export async function explain(url: string, recorded: readonly Recorded[]): Promise<string[]> {
  const connection = await connect(url);
  await connection.query(sessionSettings);
  try {
    const found: string[] = [];
    for (const { form, sample } of recorded) {
      if (
        !/^(?:SELECT|UPDATE|DELETE)\b/.test(form) ||
        / information_schema\.|^SELECT \*/.test(form) ||
        allowed.some(([which]) => which.test(form))
      )
        continue;
      const [steps] = (await connection.query(`EXPLAIN FORMAT=TRADITIONAL ${sample}`)) as unknown as [Step[]];
      const slow = steps.flatMap(({ table, type, key, rows, Extra }) =>
        Number(rows ?? 0) > suspicious ? [`  ${table}: ${type} by ${key}, ${rows} rows, ${Extra}`] : [],
      );
      if (slow.length === 0) continue;
      const read = await rowsRead(connection, sample);
      if (read > mostRows) found.push([form, ...slow, `  ${read} rows were read`].join('\n'));
    }
    return found;
  } finally {
    connection.destroy();
  }
}

/** Rows that the server reads for it, counted by the server. What it changes is taken back. */
async function rowsRead(connection: Awaited<ReturnType<typeof connect>>, sql: string): Promise<number> {
  const counted = async (): Promise<number> => {
    const [rows] = (await connection.query("SHOW SESSION STATUS LIKE 'Handler_read%'")) as unknown as [{ Value: string }[]];
    return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
  };
  await connection.query('START TRANSACTION');
  const before = await counted();
  await connection.query(sql);
  const after = await counted();
  await connection.query('ROLLBACK');
  return after - before;
}
