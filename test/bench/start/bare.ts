/** A server that does one thing: `node:http` and one `mysql2` statement. */
import { createServer } from 'node:http';
import { createPool } from 'mysql2';

const pool = createPool({ uri: process.env['DATABASE_URL']!.replace(/^mariadb:/, 'mysql:') });

createServer((_request, response) =>
  pool.execute('SELECT id FROM workspaces LIMIT 1', (error, rows) => response.writeHead(error ? 500 : 200).end(JSON.stringify(rows))),
).listen(Number(process.env['PORT']), '127.0.0.1');
