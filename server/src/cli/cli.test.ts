/** The command line as an operator meets it: each mistake is one clear line, no stack, no password, an exit code that says so. */
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../test/services/index.ts';
import { freshFolder, runPortico, startPortico, type Ended, type Launch } from '../testing/command.ts';
import { send } from '../testing/wire.ts';

const root = process.getuid?.() === 0;
const nobody = 65534;

/** One line on standard error that begins with the program's name; nothing on standard output; not successful. */
function expectOneLine({ code, signal, out, err }: Ended, what: RegExp): void {
  expect({ code, signal, out }, err).toEqual({ code: 1, signal: null, out: '' });
  expect(err).toMatch(/^portico: [^\n]+\n$/);
  expect(err).toMatch(what);
  expect(err).not.toMatch(/hunter2|node_modules|\bat .+:\d+:\d+/);
}

const serve = (environment: Record<string, string>, more: Omit<Launch, 'environment'> = {}): Promise<Ended> =>
  runPortico(['serve'], { environment: { PORTICO_DATA: freshFolder(), PORT: '0', ...environment }, ...more });

async function taken<T>(run: (port: number) => Promise<T>): Promise<T> {
  const server = createServer();
  // The one before it is free.
  const port = (await freePort()) + 1;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  try {
    return await run(port);
  } finally {
    server.close();
  }
}

const secret = 'k3JvNw8sQzXr5TyUbMfHgLpDcVeAiOnW';

describe('SQLite: start-up that cannot be', () => {
  it('T22: a DATABASE_URL that is wrong (`db/connection.test.ts` has the rest)', { timeout: 60_000 }, async () => {
    const file = join(freshFolder(), 'text');
    writeFileSync(file, 'not a database, but long enough to look like one '.repeat(100));
    expectOneLine(await serve({ DATABASE_URL: 'mysql://user:hunter2@127.0.0.1:notaport/db' }), /DATABASE_URL is not understood/);
    expectOneLine(
      await serve({ DATABASE_URL: `mysql://user:hunter2@127.0.0.1:${await freePort()}/db` }),
      /nothing listens at that host and port/,
    );
    expectOneLine(await serve({ DATABASE_URL: `sqlite:${file}` }), /the file is not an SQLite database/);
  });

  it('T22: a port that is taken: of the API, and of the demo’s site', { timeout: 60_000 }, async () => {
    await taken(async (port) => {
      expectOneLine(
        await serve({ PORT: String(port) }),
        new RegExp(`Cannot listen on 127\\.0\\.0\\.1:${port}: something else listens there`),
      );
      const folder = freshFolder();
      expectOneLine(
        await runPortico(['demo'], { environment: { PORTICO_DATA: folder, PORT: String(port - 1) } }),
        new RegExp(`Cannot listen on 127\\.0\\.0\\.1:${port}: something else listens there`),
      );
      // It did not get as far as making a workspace.
      expect(existsSync(join(folder, 'demo.json'))).toBe(false);
    });
  });

  it('T22: a HOST that is not ours, a secret that is weak, a demo in production', { timeout: 60_000 }, async () => {
    expectOneLine(await serve({ HOST: '203.0.113.7', PORTICO_SECRET: secret }), /this machine has no such address/);
    expectOneLine(await serve({ PORTICO_SECRET: 'hunter2' }), /PORTICO_SECRET must have at least 32 characters/);
    expectOneLine(
      await runPortico(['demo'], { environment: { PORTICO_DATA: freshFolder(), NODE_ENV: 'production' } }),
      /does not run with NODE_ENV=production/,
    );
  });

  it.skipIf(!root)(
    'T22: as an unprivileged user: a PORTICO_DATA, a secret or a database that may not be written or read',
    { timeout: 60_000 },
    async () => {
      const foreign = freshFolder();
      chmodSync(foreign, 0o755);
      expectOneLine(
        await serve({ PORTICO_DATA: join(foreign, 'a', 'b') }, { uid: nobody }),
        /PORTICO_DATA \(.*\) cannot be written \(EACCES\)\. Name a folder that this user may write\./,
      );
      expect(existsSync(join(foreign, 'a'))).toBe(false);
      const locked = freshFolder();
      chmodSync(locked, 0o777);
      writeFileSync(join(locked, 'secret'), 'x'.repeat(40), { mode: 0o600 });
      expectOneLine(await serve({ PORTICO_DATA: locked }, { uid: nobody }), /EPERM|EACCES/);
      const own = freshFolder();
      chmodSync(own, 0o777);
      writeFileSync(join(foreign, 'portico.db'), '');
      expectOneLine(
        await serve({ PORTICO_DATA: own, DATABASE_URL: `sqlite:${join(foreign, 'portico.db')}` }, { uid: nobody }),
        /DATABASE_URL cannot be used: /,
      );
    },
  );

  it('tells of the wrong call with the usage and exit code 2, of the right one with 0', { timeout: 60_000 }, async () => {
    const environment = { PORTICO_DATA: freshFolder() };
    for (const words of [['constructor'], ['serve', '--nothing'], ['serve', '--roles', 'web'], ['migrate', 'extra'], ['keys', 'lose']]) {
      const { code, out, err } = await runPortico(words, { environment });
      expect([code, out], words.join(' ')).toEqual([2, '']);
      expect(err).toMatch(/^portico: /);
      expect(err).toContain('Usage: portico');
      expect(err).not.toMatch(/\n\s+at /);
    }
    for (const [words, what] of [
      [['--help'], /Usage: portico <command>/],
      [['keys', '-h'], /Usage: portico keys create/],
      [['--version'], /^\d+\.\d+\.\d+\n$/],
    ] as const) {
      expect(await runPortico(words, { environment })).toMatchObject({ code: 0, err: '', out: expect.stringMatching(what) });
    }
  });
});

describe('SQLite: running', () => {
  it('ends with exit code 0 on SIGTERM, on Ctrl-C that comes twice, and when who started it has gone', { timeout: 60_000 }, async () => {
    const ends: [string, (child: ReturnType<typeof startPortico>['child']) => void][] = [
      ['SIGTERM', (child) => child.kill('SIGTERM')],
      ['SIGINT twice', (child) => [child.kill('SIGINT'), setTimeout(() => child.kill('SIGINT'), 20)]],
      ['the channel is closed', (child) => child.disconnect()],
    ];
    await Promise.all(
      ends.map(async ([how, end]) => {
        const server = startPortico(['serve'], { environment: { PORTICO_DATA: freshFolder(), PORT: '0', LOG_LEVEL: 'warn' } });
        await server.says('Portico is ready at http://127.0.0.1:');
        const url = /ready at (\S+)/.exec(server.out)![1]!;
        expect((await send(url, 'GET', '/readyz')).text, how).toBe('{"status":"ready"}');
        const began = performance.now();
        end(server.child);
        expect(await server.ended, how).toMatchObject({ code: 0, signal: null, err: '' });
        expect(performance.now() - began, how).toBeLessThan(5000);
        await expect(fetch(url), how).rejects.toThrow();
      }),
    );
  });
});

describe('SQLite: commands', () => {
  it('migrate, keys and verify do their work beside a running server', { timeout: 60_000 }, async () => {
    const environment = { PORTICO_DATA: freshFolder(), PORT: '0', LOG_LEVEL: 'warn' };
    const run = (...words: string[]): Promise<Ended> => runPortico(words, { environment });
    expect(await run('verify')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^portico: The database lacks .*Run: portico migrate\n$/),
    });
    expect((await run('migrate')).out).toMatch(/^ran 0001-first\n/);
    expect((await run('migrate')).out).toBe('The schema is up to date.\n');
    const server = startPortico(['serve'], { environment });
    const [created] = await Promise.all([
      run('keys', 'create', '--new-workspace', '和远软件', '--mode', 'test'),
      server.says('Portico is ready'),
    ]);
    const [, , id, secretKey] = /^workspace {3}(wks_\w{26})\nkey {9}(key_\w{26})\nsecret key {2}(ptk_test_\w{49})\n$/.exec(created.out)!;
    expect([created.code, created.err]).toEqual([0, '']);
    const url = /ready at (\S+)/.exec(server.out)![1]!;
    const use = async (key: string): Promise<number> =>
      (await send(url, 'GET', '/v1/workspace', { authorization: `Bearer ${key}` })).status;
    expect(await use(secretKey!)).toBe(200);
    const rotated = await run('keys', 'rotate', id!, '--overlap', '1');
    const successor = /ptk_test_\w+/.exec(rotated.out)![0];
    expect([await use(secretKey!), await use(successor)]).toEqual([200, 200]);
    expect((await run('keys', 'revoke', id!)).code).toBe(0);
    expect([await use(secretKey!), await use(successor)]).toEqual([401, 200]);
    expect(await run('keys', 'revoke', 'key_00000000000000000000000000')).toMatchObject({
      code: 1,
      err: 'portico: There is no key key_00000000000000000000000000.\n',
    });
    expect(await run('verify')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+ events in \d+ streams: the chain holds\.\n$/) });
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });

  it('demo keeps its data, its secrets are its owner’s, and --reset begins again', { timeout: 90_000 }, async () => {
    const port = await freePort();
    const folder = freshFolder();
    const start = async (...words: string[]) => {
      const demo = startPortico(['demo', ...words], { environment: { PORTICO_DATA: folder, PORT: String(port) } });
      await demo.says(`Portico is ready at http://127.0.0.1:${port + 1}`);
      const facts = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'));
      expect(statSync(join(folder, 'demo.json')).mode & 0o777).toBe(0o600);
      expect((await send(facts.siteUrl, 'GET', '/')).status).toBeLessThan(400);
      expect(
        (await send(facts.url, 'GET', `/v1/projects/${facts.projectId}/snapshot`, { authorization: `Bearer ${facts.secretKey}` })).status,
      ).toBe(200);
      demo.child.kill('SIGINT');
      demo.child.kill('SIGINT');
      expect((await demo.ended).code).toBe(0);
      return facts;
    };
    const first = await start();
    expect(await start()).toEqual(first);
    expect((await start('--reset')).workspaceId).not.toBe(first.workspaceId);
  });
});
