/**
 * The bare line from a change to a page: `node:http`, one `mysql2` transaction with prepared statements, and after its commit one `ws` frame for
 * everybody. No rights, no validation, no views, no chain. It writes the same rows as the product does; or, to `/short`, as few as somebody
 * could who only wants to tell of it: the row, a stream's number, an event.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPool, type PoolConnection, type ResultSetHeader } from 'mysql2/promise';
import { WebSocketServer } from 'ws';
import { serve } from '../child.ts';
import { writeSameRows } from '../same-rows.ts';

const pool = createPool({ uri: process.env['DATABASE_URL']!.replace(/^mariadb:/, 'mysql:'), connectionLimit: 10 });
const workspaceId = process.env['WORKSPACE']!;
const project = process.env['PROJECT']!;

async function rename(id: string, name: string, short: boolean): Promise<string> {
  const line = await pool.getConnection();
  try {
    return await (short
      ? writeFewRows(line, id, name)
      : writeSameRows(line, workspaceId, { project, milestone: id }, ['name', name], false));
  } finally {
    line.release();
  }
}

async function writeFewRows(line: PoolConnection, id: string, name: string): Promise<string> {
  const stream = `project:${project}:team`;
  await line.query('START TRANSACTION');
  const [moved] = await line.execute<ResultSetHeader>(
    'UPDATE streams SET seq = LAST_INSERT_ID(seq + 1) WHERE workspaceId = ? AND stream = ?',
    [workspaceId, stream],
  );
  await line.execute('UPDATE milestones SET name = ?, rev = rev + 1 WHERE workspaceId = ? AND id = ?', [name, workspaceId, id]);
  const text = JSON.stringify({ seq: moved.insertId, type: 'milestone.updated', id, name });
  await line.execute('INSERT INTO bare_events (stream, seq, data) VALUES (?, ?, ?)', [stream, moved.insertId, text]);
  await line.query('COMMIT');
  return text;
}

const http = createServer((request, response) => {
  // The page is of another origin, as a vendor's is.
  const head = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'PATCH',
    'Access-Control-Allow-Headers': 'authorization, content-type',
    'Access-Control-Max-Age': '600',
  };
  if (request.method !== 'PATCH') {
    response.writeHead(204, head).end();
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { name } = JSON.parse(Buffer.concat(parts).toString()) as { name: string };
    rename(request.url!.split('/').at(-1)!, name, request.url!.startsWith('/short/')).then(
      (text) => {
        for (const client of sockets.clients) client.send(text);
        response.writeHead(200, { ...head, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }).end(text);
      },
      () => response.writeHead(500, head).end(),
    );
  });
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });

serve({
  async start() {
    await pool.query('CREATE TABLE IF NOT EXISTS bare_events (stream VARCHAR(80), seq BIGINT, data TEXT, PRIMARY KEY (stream, seq))');
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return (http.address() as AddressInfo).port;
  },
  async stop() {
    for (const client of sockets.clients) client.terminate();
    http.closeAllConnections();
    await pool.end();
  },
});
