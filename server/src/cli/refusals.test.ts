/** T22: what must not be started is not, in one line and at once. All of it with `SECURITY=long`; `config.test.ts` has the rest of the short form. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../test/services/index.ts';
import { figure } from '../testing/figure.ts';
import { freshFolder, runPortico, startPortico } from '../testing/command.ts';

const long = process.env['SECURITY'] === 'long';
const good = 'k3JvNw8sQzXr5TyUbMfHgLpDcVeAiOnW';
const open = { HOST: '0.0.0.0' };

/** Words, environment, and what the line has to name. */
type Case = readonly [words: string[], environment: Record<string, string>, what: RegExp];

const serve = (environment: Record<string, string>, what: RegExp): Case => [['serve'], environment, what];
const demo = (environment: Record<string, string>, what: RegExp): Case => [['demo'], environment, what];

const cases: readonly Case[] = [
  // Open to others without a secret of its own, or with one that anybody knows.
  serve(open, /PORTICO_SECRET must be set/),
  serve({ HOST: '::' }, /PORTICO_SECRET must be set/),
  serve({ HOST: 'portal.example' }, /PORTICO_SECRET must be set/),
  demo(open, /PORTICO_SECRET must be set|demo/i),
  ...['changeme'.repeat(5), 'secret'.repeat(6), 'a'.repeat(40), '0123456789'.repeat(4), 'password'.repeat(5), 'example-'.repeat(5)].map(
    (secret) => serve({ ...open, PORTICO_SECRET: secret }, /PORTICO_SECRET is one that anybody could guess/),
  ),
  serve({ ...open, PORTICO_SECRET: 'short' }, /PORTICO_SECRET must have at least 32/),
  demo({ PORTICO_SECRET: good.slice(1) }, /PORTICO_SECRET must have at least 32/),
  // The demo signs in whoever asks.
  demo({ NODE_ENV: 'production' }, /NODE_ENV=production/),
  // Figures, addresses and words that are none.
  ...['70000', '-1', 'http'].map((PORT) => serve({ PORT }, /^portico: PORT must be/)),
  serve({ PUBLIC_URL: 'portal.example' }, /PUBLIC_URL must be/),
  serve({ PUBLIC_URL: 'javascript:alert(1)' }, /PUBLIC_URL must be/),
  serve({ REDIS_URL: 'http://127.0.0.1:1' }, /REDIS_URL must begin/),
  serve({ SMTP_URL: 'mail.example' }, /SMTP_URL must begin/),
  serve({ MAIL_FROM: 'nobody' }, /MAIL_FROM must be/),
  serve({ WEBHOOK_ALLOW: 'everything' }, /WEBHOOK_ALLOW must list/),
  serve({ METRICS_TOKEN: 'short' }, /METRICS_TOKEN must have/),
  serve({ TRUST_PROXY: 'true' }, /TRUST_PROXY must be/),
  serve({ RATE_LIMITS: 'none' }, /RATE_LIMITS must be/),
  serve({ REQUESTS_LIMIT: '0' }, /REQUESTS_LIMIT must be/),
  serve({ WORKSPACE_LIMIT: 'many' }, /WORKSPACE_LIMIT must be/),
  serve({ DELAY_LIMIT: '-5' }, /DELAY_LIMIT must be/),
  serve({ JSON_LIMIT: '1e12' }, /JSON_LIMIT must be/),
  serve({ LOG_LEVEL: 'loud' }, /LOG_LEVEL must be/),
  // A database that is none.
  serve({ DATABASE_URL: 'postgres://user:hunter2@127.0.0.1/portico' }, /DATABASE_URL is not understood/),
  serve({ DATABASE_URL: 'sqlite::memory:' }, /DATABASE_URL must name a file/),
  serve({ DATABASE_URL: 'sqlite:/nowhere/at/all/portico.sqlite' }, /does not exist/),
  serve({ DATABASE_URL: 'mysql://user:hunter2@127.0.0.1:1/portico' }, /nothing listens/),
];

describe('SQLite: what is not started', () => {
  const chosen = long ? cases : cases.filter((_, at) => at % 9 === 3);
  it(
    `T22: ${chosen.length} bad configurations of ${cases.length}: not successful, one line that says what to do, nothing left behind`,
    { timeout: 300_000 },
    async () => {
      expect(cases.length).toBeGreaterThanOrEqual(30);
      const times: number[] = [];
      for (const [words, environment, what] of chosen) {
        const PORTICO_DATA = freshFolder();
        const started = startPortico(words, { environment: { PORTICO_DATA, PORT: '0', ...environment } });
        // What does start is not waited for.
        const late = setTimeout(() => started.child.kill('SIGKILL'), 15_000);
        const { code, out, err, milliseconds } = await started.ended;
        clearTimeout(late);
        const which = `${words.join(' ')} ${JSON.stringify(environment)}: ${err}`;
        expect([code, out], which).toEqual([1, '']);
        expect(err, which).toMatch(/^portico: [^\n]+\n$/);
        expect(err, which).toMatch(what);
        expect(err, which).not.toMatch(/hunter2|node_modules/);
        times.push(milliseconds);
      }
      figure('T22', 'bad configurations', chosen.length, `slowest ${Math.round(Math.max(...times))} ms`, '2000 ms, the machine being idle');
      // Beside what a start costs at all on this machine now.
      const { milliseconds: floor } = await runPortico(['--version']);
      if (long) expect(Math.max(...times)).toBeLessThan(Math.max(2000, 3 * floor));
    },
  );

  it('T22: a secret of the data folder that was cut off is not replaced', async () => {
    const folder = freshFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'secret'), 'cut off\n', { mode: 0o600 });
    const { code, err } = await runPortico(['serve'], { environment: { PORTICO_DATA: folder, PORT: '0' } });
    expect([code, readFileSync(join(folder, 'secret'), 'utf8')]).toEqual([1, 'cut off\n']);
    expect(err).toMatch(/^portico: .*holds no secret of 32 characters[^\n]*\n$/);
  });
});

describe('SQLite: what is started with nothing configured', () => {
  /** Whether something takes connections there. */
  const answers = (host: string, port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect({ host, port, timeout: 1000 });
      const end = (open: boolean) => (): void => {
        socket.destroy();
        resolve(open);
      };
      socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
    });

  it('T22: the demo can be reached from this machine alone, on each of its addresses', { timeout: 60_000 }, async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((some) => some ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address, scopeid }) => (scopeid ? `${address}%${scopeid}` : address));
    // Another loopback address stands for those of machines that have none but loopback; and the scan has to be able to see something.
    others.push('127.0.0.2');
    const everywhere = createServer().listen(0, '0.0.0.0');
    await new Promise((resolve) => everywhere.once('listening', resolve));
    expect(await answers('127.0.0.2', (everywhere.address() as AddressInfo).port)).toBe(true);
    everywhere.close();
    const port = await freePort();
    const started = startPortico(['demo'], { environment: { PORTICO_DATA: freshFolder(), PORT: String(port), LOG_LEVEL: 'warn' } });
    await started.says(`Portico is ready at http://127.0.0.1:${port + 1}`);
    const found: string[] = [];
    for (const host of others) for (const at of [port, port + 1]) if (await answers(host, at)) found.push(`${host}:${at}`);
    expect([await answers('127.0.0.1', port), await answers('127.0.0.1', port + 1), found]).toEqual([true, true, []]);
    started.child.kill('SIGTERM');
    expect((await started.ended).code).toBe(0);
  });
});
