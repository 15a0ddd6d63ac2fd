/** Projects to read: made through the API once, then copied by the database, for thousands would take the API minutes. */
import type { Connection } from 'mysql2/promise';

export interface Plan {
  workspaceId: string;
  secretKey: string;
  /** A session of the manager for every project. */
  token: string;
  /** A thousand more, as a thousand pages have them. */
  tokens: string[];
  /** 50 milestones; the first has copies after it. */
  small: string[];
  /** 50 milestones and 500 tasks. */
  full: string[];
  milestoneId: string;
}

type Send = <T>(call: string, body?: unknown) => Promise<T>;

export const sender =
  (url: string, token: string): Send =>
  async (call, body) => {
    const [method, path] = call.split(' ') as [string, string];
    const answer = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${call} answered ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as never;
  };

type Made = { id: string };

/** @param copies of each project, so that each can be read cold */
export async function makePlan(
  url: string,
  secretKey: string,
  database: Connection,
  copies: { small: number; full: number },
): Promise<Plan> {
  const send = sender(url, secretKey);
  const { id: workspaceId } = await send<Made>('GET /v1/workspace');
  const { id: member } = await send<Made>('POST /v1/members', { name: 'Wang Lei', email: 'wang@vendor.example', role: 'manager' });
  const { id: clientId } = await send<Made>('POST /v1/clients', { name: 'Hengrui' });
  const made = async (tasks: number): Promise<{ id: string; milestoneId: string }> => {
    const { id } = await send<Made>('POST /v1/projects', { clientId, name: '恒瑞 CRM 二期', managerId: member, status: 'active' });
    const { id: stageId } = await send<Made>('POST /v1/stages', { projectId: id, name: '实施 / Build' });
    const { id: milestoneId } = await send<Made>('POST /v1/milestones', {
      stageId,
      name: '里程碑 / Milestone',
      due: '2027-01-15',
      ownerId: member,
      reason: 'Waits for the data of the old system',
      note: 'Ask again on Monday',
    });
    await multiply(database, 'milestones', 'projectId', id, ['id'], 49, 8);
    if (tasks > 0) {
      await send('POST /v1/tasks', { projectId: id, name: 'Move the data', start: '2026-12-01', due: '2026-12-10', ownerId: member });
      await multiply(database, 'tasks', 'projectId', id, ['id'], tasks - 1, 8);
    }
    return { id, milestoneId };
  };
  const small = await made(0);
  const full = copies.full > 0 ? await made(500) : null;
  const { token } = await send<{ token: string }>('POST /v1/sessions', { member, ttl: 900 });
  const tokens: string[] = [];
  while (tokens.length < 1000) {
    const some = Array.from({ length: 20 }, () => send<{ token: string }>('POST /v1/sessions', { member, ttl: 900 }));
    tokens.push(...(await Promise.all(some)).map((made) => made.token));
  }
  return {
    workspaceId,
    secretKey,
    token,
    tokens,
    small: await copied(database, small.id, copies.small),
    full: full ? await copied(database, full.id, copies.full) : [],
    milestoneId: small.milestoneId,
  };
}

/** Ids keep their prefix and end; four characters in between are the copy's number: the first four of a copied project, the next of a row in it. */
const renamed = (column: string, at: number): string => `CONCAT(LEFT(${column}, ${at}), LPAD(n, 4, '0'), SUBSTR(${column}, ${at + 5}))`;

/** Copies rows `count` times, each time with other ids in these columns. */
async function multiply(
  database: Connection,
  table: string,
  key: string,
  id: string,
  ids: readonly string[],
  count: number,
  at = 4,
): Promise<void> {
  const [columns] = await database.query(`SHOW COLUMNS FROM ${table}`);
  const names = (columns as { Field: string }[]).map(({ Field }) => Field);
  const values = names.map((name) => (ids.includes(name) ? renamed(`\`${name}\``, at) : `\`${name}\``));
  const quoted = names.map((name) => `\`${name}\``).join();
  await database.query(
    `INSERT INTO ${table} (${quoted}) WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
     SELECT ${values.join()} FROM ${table} CROSS JOIN numbers WHERE \`${key}\` = ?`,
    [id],
  );
}

/** Copies of a project with all that is in it; the first id is the project itself. */
async function copied(database: Connection, id: string, count: number): Promise<string[]> {
  if (count === 0) return [id];
  await multiply(database, 'projects', 'id', id, ['id'], count);
  await multiply(database, 'stages', 'projectId', id, ['id', 'projectId'], count);
  await multiply(database, 'milestones', 'projectId', id, ['id', 'projectId', 'stageId'], count);
  await multiply(database, 'tasks', 'projectId', id, ['id', 'projectId', 'milestoneId'], count);
  const ids = Array.from({ length: count }, (_, index) => id.slice(0, 4) + String(index + 1).padStart(4, '0') + id.slice(8));
  const [streams] = await database.query('SELECT workspaceId, stream, epoch, seq, head FROM streams WHERE stream LIKE ?', [
    `project:${id}:%`,
  ]);
  const rows = (streams as { workspaceId: string; stream: string; epoch: string; seq: number; head: string }[]).flatMap((row) =>
    ids.map((copy) => [row.workspaceId, row.stream.replace(id, copy), row.epoch, row.seq, row.head]),
  );
  await database.query('INSERT INTO streams (workspaceId, stream, epoch, seq, head) VALUES ?', [rows]);
  return [id, ...ids];
}
