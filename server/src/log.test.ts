import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('T20: what is logged by mistake is not told: secrets by their names, contents of SQL in an error', () => {
  const script = `
    import { createLog } from ${JSON.stringify(new URL('./log.ts', import.meta.url).href)};
    const log = createLog({ logLevel: 'trace' });
    const secrets = { authorization: 'Bearer canary', cookie: 'canary', token: 'canary', secret: 'canary', secretKey: 'canary', password: 'canary', email: 'canary', body: { a: 'canary' }, data: ['canary'] };
    log.info(secrets, 'at the top');
    log.info({ headers: secrets }, 'inside');
    log.info({ request: { headers: secrets } }, 'inside of that');
    log.info({ list: [{ a: { b: [secrets] } }], kept: secrets.body.a === 'canary', at: new Date(0) }, 'in a list, and deep');
    log.error({ err: Object.assign(new Error('it failed'), { sql: 'canary', parameters: ['canary'], original: { sql: 'canary' }, code: 'E1' }) }, 'an error');
  `;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  const lines = stderr
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Record<string, any>);
  expect(lines.map(({ msg }) => msg)).toEqual(['at the top', 'inside', 'inside of that', 'in a list, and deep', 'an error']);
  expect(lines[0]!['token']).toBe('[redacted]');
  expect(lines[3]).toMatchObject({ kept: true, at: '1970-01-01T00:00:00.000Z' });
  expect(lines[4]!['err']).toMatchObject({ message: 'it failed', code: 'E1' });
  expect(stderr).not.toContain('canary');
});
