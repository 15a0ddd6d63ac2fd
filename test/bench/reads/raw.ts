/**
 * What somebody would write who needs this one address and nothing else: `node:http`, a pool of ten connections, prepared statements for
 * exactly the columns that are answered, all at once. No authentication, no headers beside type and length, and no hash.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPool, type RowDataPacket } from 'mysql2';
import { serve } from '../child.ts';

const pool = createPool({ uri: process.env['DATABASE_URL']!.replace(/^mariadb:/, 'mysql:'), connectionLimit: 10 });
const workspaceId = process.env['WORKSPACE']!;

const read = (sql: string, values: string[]): Promise<RowDataPacket[]> =>
  new Promise((resolve, reject) => pool.execute<RowDataPacket[]>(sql, values, (error, rows) => (error ? reject(error) : resolve(rows))));

const person = (id: string | null, name: string | null) => id && { id, name: name ?? '' };
const json = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

const project = (row: RowDataPacket) => ({
  id: row['id'],
  rev: row['rev'],
  clientId: row['clientId'],
  name: row['name'],
  translations: json(row['translations']),
  status: row['status'],
  lang: row['lang'],
  timeZone: row['timeZone'],
  start: row['start'],
  due: row['due'],
  manager: person(row['managerId'], row['managerName']),
});

const stage = ({ id, rev, projectId, name, translations, position }: RowDataPacket) => ({
  id,
  rev,
  projectId,
  name,
  translations: json(translations),
  position,
});

const milestone = (row: RowDataPacket) => ({
  id: row['id'],
  rev: row['rev'],
  projectId: row['projectId'],
  stageId: row['stageId'],
  name: row['name'],
  translations: json(row['translations']),
  position: row['position'],
  status: row['status'],
  progress: row['progress'],
  due: row['due'],
  baseline: row['baseline'],
  doneOn: row['doneOn'],
  owner: person(row['ownerId'], row['ownerName']),
  atRisk: row['atRisk'] === 1,
  reason: row['reason'],
  visibility: row['visibility'],
  note: row['note'],
});

const task = (row: RowDataPacket) => ({
  id: row['id'],
  rev: row['rev'],
  projectId: row['projectId'],
  parentId: row['parentId'],
  milestoneId: row['milestoneId'],
  wbs: row['wbs'],
  name: row['name'],
  translations: json(row['translations']),
  status: row['status'],
  percent: row['percent'],
  start: row['start'],
  due: row['due'],
  baseline: row['baseline'],
  doneOn: row['doneOn'],
  duration: row['duration'],
  isMilestone: row['isMilestone'] === 1,
  isSummary: row['isSummary'] === 1,
  owner: person(row['ownerId'], row['ownerName']),
  priority: row['priority'],
  visibility: row['visibility'],
  constraint: json(row['constraint']),
  notes: row['notes'],
});

// Sorted here: asked to sort, MariaDB walks the primary key past every other project.
const sorted = (rows: RowDataPacket[]): RowDataPacket[] => rows.toSorted((a, b) => (a['id'] < b['id'] ? -1 : 1));

const of = (table: string, columns: string, key: string): string =>
  `SELECT ${columns} FROM ${table} WHERE workspaceId = ? AND ${key} = ? AND deletedAt IS NULL`;
const projects = of('projects', 'id, rev, clientId, name, translations, status, lang, timeZone, start, due, managerId, managerName', 'id');
const stages = of('stages', 'id, rev, projectId, name, translations, position', 'projectId');
const milestones = of(
  'milestones',
  'id, rev, projectId, stageId, name, translations, position, status, progress, due, baseline, doneOn, ownerId, ownerName, atRisk, reason, visibility, note',
  'projectId',
);
const tasks = of(
  'tasks',
  'id, rev, projectId, parentId, milestoneId, wbs, name, translations, status, percent, start, due, baseline, doneOn, duration, isMilestone, isSummary, ownerId, ownerName, priority, visibility, `constraint`, notes',
  'projectId',
);

/** The last answer of each size: `/ready/small` and `/ready/full` send it again and do nothing else, which is what bytes cost. */
const ready = new Map<string, Buffer>();

/** `/small/<id>` reads what a timeline shows, `/full/<id>` the tasks too. */
async function answer(full: boolean, id: string): Promise<string> {
  const stream = `project:${id}:team`;
  const [positions, found, stageRows, milestoneRows, taskRows] = await Promise.all([
    read('SELECT stream, epoch, seq FROM streams WHERE workspaceId = ? AND stream = ?', [workspaceId, stream]),
    read(projects, [workspaceId, id]),
    read(stages, [workspaceId, id]),
    read(milestones, [workspaceId, id]),
    full ? read(tasks, [workspaceId, id]) : [],
  ]);
  return JSON.stringify({
    streams: positions,
    entities: {
      projects: found.map(project),
      stages: sorted(stageRows).map(stage),
      milestones: sorted(milestoneRows).map(milestone),
      tasks: sorted(taskRows).map(task),
    },
  });
}

const http = createServer((request, response) => {
  const [, size, id] = request.url!.split('/') as [string, string, string];
  const send = (body: Buffer): void => {
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.byteLength });
    response.end(body);
  };
  const kept = size === 'ready' && ready.get(id);
  if (kept) return send(kept);
  answer(size === 'full', id).then(
    (text) => {
      const body = Buffer.from(text);
      ready.set(size, body);
      send(body);
    },
    () => {
      response.writeHead(500, { 'Content-Length': 0 });
      response.end();
    },
  );
});

serve({
  start: () => new Promise((resolve) => http.listen(0, '127.0.0.1', () => resolve((http.address() as AddressInfo).port))),
  async stop() {
    http.closeAllConnections();
    pool.end(() => undefined);
  },
});
