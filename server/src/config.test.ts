import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, isLoopback, readConfig } from './config.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'portico-config-'));
const secret = 'k3JvNw8sQzXr5TyUbMfHgLpDcVeAiOnW';
const read = (environment: Record<string, string>) => readConfig({ PORTICO_DATA: folder(), ...environment });

describe('configuration', () => {
  it('T22: is safe when empty: loopback, SQLite in its own folder, a secret made once that its owner alone can read', () => {
    const data = join(folder(), 'a', 'b');
    const config = readConfig({ PORTICO_DATA: data });
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4400,
      publicUrl: 'http://127.0.0.1:4400',
      databaseUrl: `sqlite:${join(data, 'portico.sqlite')}`,
      metricsToken: null,
      redisUrl: null,
    });
    expect(config.secret.length).toBeGreaterThanOrEqual(32);
    expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(readConfig({ PORTICO_DATA: data }).secret).toBe(config.secret);
    expect(readConfig({ PORTICO_DATA: folder() }).secret).not.toBe(config.secret);
    chmodSync(join(data, 'secret'), 0o644);
    readConfig({ PORTICO_DATA: data });
    expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600);
    expect(read({ PORT: '', DATABASE_URL: '', PORTICO_SECRET: '', HOST: '' })).toMatchObject({ port: 4400, host: '127.0.0.1' });
  });

  it('T22: refuses what cannot be used, with one line that names the variable and repeats no secret', () => {
    const wrong: [Record<string, string>, RegExp][] = [
      ...['abc', '-1', '65535', '99999', '1.5', '4400x', 'NaN', 'Infinity'].map((PORT): [Record<string, string>, RegExp] => [
        { PORT },
        /^PORT must be a port number below 65535\.$/,
      ]),
      ...['short', 'x'.repeat(31)].map((PORTICO_SECRET): [Record<string, string>, RegExp] => [
        { PORTICO_SECRET },
        /^PORTICO_SECRET must have at least 32 characters/,
      ]),
      ...[
        'a'.repeat(40),
        'changeme'.repeat(5),
        'change-me-'.repeat(4),
        'secret'.repeat(6),
        'PORTICO_SECRET_PORTICO_SECRET_1234',
        '0123456789'.repeat(4),
        'abcdefghijklmnopqrstuvwxyzabcdefgh',
        'example-'.repeat(5),
        'password'.repeat(5),
        'test'.repeat(9),
      ].map((PORTICO_SECRET): [Record<string, string>, RegExp] => [{ PORTICO_SECRET }, /^PORTICO_SECRET is one that anybody could guess/]),
      ...['0.0.0.0', '::', '192.0.2.1', 'portal.example', '127.0.0.1.evil.example', '::ffff:192.0.2.1'].map(
        (HOST): [Record<string, string>, RegExp] => [{ HOST }, /^HOST is .* so PORTICO_SECRET must be set/],
      ),
      ...['api,', 'api realtime worker', 'worker'].map((ROLES): [Record<string, string>, RegExp] => [{ ROLES, PORT: 'x' }, /^PORT /]),
      ...['web', 'api,web', ',', 'API'].map((ROLES): [Record<string, string>, RegExp] => [
        { ROLES },
        /^ROLES must name one or more of api, realtime, worker\.$/,
      ]),
      [{ STOP_DELAY: '60001' }, /^STOP_DELAY must be milliseconds from 0 to 60000\.$/],
      [{ PUBLIC_URL: 'ftp://x' }, /^PUBLIC_URL must be an http\(s\) address\.$/],
      [{ PUBLIC_URL: 'portal' }, /^PUBLIC_URL must be an http\(s\) address\.$/],
      [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of fatal/],
      [{ REDIS_URL: 'http://x' }, /^REDIS_URL must begin with redis/],
      [{ METRICS_TOKEN: 'short' }, /^METRICS_TOKEN must have at least 16 characters\.$/],
      [{ JSON_LIMIT: '10' }, /^JSON_LIMIT must be a number of bytes/],
      [{ JSON_LIMIT: 'much' }, /^JSON_LIMIT must be a number of bytes/],
      [{ PORTICO_DATA: '/proc/portico' }, /^PORTICO_DATA \(\/proc\/portico\) cannot be written \(/],
      [{ PORTICO_DATA: '/dev/null/x' }, /^PORTICO_DATA \(\/dev\/null\/x\) cannot be written \(/],
    ];
    for (const [environment, message] of wrong) {
      let told = '';
      try {
        read(environment);
      } catch (error) {
        expect(error, JSON.stringify(environment)).toBeInstanceOf(ConfigurationError);
        told = (error as Error).message;
      }
      expect(told, JSON.stringify(environment)).toMatch(message);
      expect(told).not.toContain('\n');
      if (environment['PORTICO_SECRET']) expect(told).not.toContain(environment['PORTICO_SECRET']);
    }
  });

  it('takes what can be used', () => {
    expect(read({ HOST: '0.0.0.0', PORTICO_SECRET: secret })).toMatchObject({ host: '0.0.0.0', secret });
    expect(read({ HOST: '::1', PORT: '5000' }).publicUrl).toBe('http://[::1]:5000');
    expect(read({ PUBLIC_URL: 'https://portal.example/base//' }).publicUrl).toBe('https://portal.example/base');
    expect(read({ PORT: '0' }).port).toBe(0);
    for (const host of ['127.0.0.1', '127.8.9.1', '::1', 'localhost']) expect(isLoopback(host), host).toBe(true);
    for (const host of ['128.0.0.1', '0.0.0.0', '::', 'localhost.example', '127.0.0.1x', '127.1', ''])
      expect(isLoopback(host), host).toBe(false);
  });

  it('neither replaces nor accepts a secret file that was cut off', () => {
    const data = folder();
    mkdirSync(data, { recursive: true });
    for (const kept of ['', 'cut off\n', `${'x'.repeat(31)}\n`]) {
      writeFileSync(join(data, 'secret'), kept);
      expect(() => readConfig({ PORTICO_DATA: data })).toThrow(/holds no secret of 32 characters/);
      expect(readFileSync(join(data, 'secret'), 'utf8')).toBe(kept);
    }
    expect(existsSync(`${join(data, 'secret')}.${process.pid}`)).toBe(false);
  });
});
