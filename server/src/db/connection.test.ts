import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dialects, freshDatabase, freePort } from '../../../test/services/index.ts';
import { assertReachable, connect, DatabaseUnusable } from './connection.ts';

/** What an operator is told of this address; empty if it can be used. */
async function told(url: string): Promise<string> {
  try {
    const sequelize = connect(url);
    try {
      await assertReachable(sequelize);
    } finally {
      await sequelize.close();
    }
    return '';
  } catch (error) {
    expect(error, url).toBeInstanceOf(DatabaseUnusable);
    return (error as Error).message;
  }
}

describe('DATABASE_URL', () => {
  it('T22: is told to be wrong in one line that holds no password', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portico-connection-'));
    const file = join(folder, 'text');
    writeFileSync(file, 'not a database, but long enough to look like one '.repeat(100));
    const silent = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const wrong: [string, RegExp][] = [
      ...[
        'postgres://user:hunter2@127.0.0.1/db',
        'nonsense',
        ' ',
        'mysql:',
        'mysql://',
        'mysql:///db',
        'mysql://user:hunter2@127.0.0.1',
        'mysql://user:hunter2@127.0.0.1:3306/',
        'mysql://user:hunter2@127.0.0.1:port/db',
        'mysql://user:hunter2@127.0.0.1:99999/db',
        'mysql://user:hunter2%2@127.0.0.1/db',
        'mysql://[::1/db',
        'sqlite3:x',
        'file:x',
      ].map((url): [string, RegExp] => [url, /^DATABASE_URL is not understood\. Write mysql:/]),
      [`mysql://user:hunter2@127.0.0.1:${await freePort()}/db`, /nothing listens at that host and port/],
      [`mariadb://user:hunter2@127.0.0.1:${(silent.address() as AddressInfo).port}/db`, /cannot be used: /],
      ['mariadb://user:hunter2@no-such-host.invalid/db', /the host name/],
      ['sqlite:', /must name a file/],
      ['sqlite::memory:', /must name a file/],
      ['sqlite:/no/such/folder/portico.db', /\/no\/such\/folder, does not exist/],
      ['sqlite:/proc/portico/portico.db', /\/proc\/portico, does not exist/],
      [`sqlite:${file}`, /the file is not an SQLite database/],
      [`sqlite:${folder}`, /cannot be opened or created there/],
      [`sqlite:${file}/portico.db`, /cannot be used: /],
    ];
    for (const [url, what] of wrong) {
      const message = await told(url);
      expect(message, url).toMatch(what);
      expect(message, url).not.toMatch(/hunter2|\n/);
    }
    silent.close();
    expect(existsSync('/no')).toBe(false);
    expect(await told(`sqlite:${join(folder, 'portico.db')}`)).toBe('');
  });
});

for (const { name, url } of dialects().filter((dialect) => dialect.name !== 'SQLite')) {
  describe.skipIf(url === null)(`${name}: DATABASE_URL`, () => {
    it('T22: with a wrong password, or a database that is not there', async () => {
      const database = await freshDatabase(name);
      expect(await told(database.url)).toBe('');
      const wrong = new URL(database.url);
      Object.assign(wrong, { username: 'portico', password: 'hunter2' });
      expect(await told(wrong.href)).toBe('The database of DATABASE_URL cannot be used: user name or password are refused.');
      const missing = new URL(database.url);
      missing.pathname = '/portico_not_there';
      expect(await told(missing.href)).toBe('The database of DATABASE_URL cannot be used: there is no such database; create it first.');
      await database.drop();
    });
  });
}
