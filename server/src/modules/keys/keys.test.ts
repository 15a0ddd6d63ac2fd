import { expect, it } from 'vitest';
import { isSecretKey, newSecretKey } from '../../core/auth/keys.ts';
import { onEachDialect } from '../../testing/suite.ts';

it('T06: tells a mistyped or cut-off key by its checksum, without a look into the database', () => {
  const key = newSecretKey('live');
  expect(key).toMatch(/^ptk_live_[0-9A-Za-z]{49}$/);
  expect(isSecretKey(key)).toBe(true);
  for (let at = 0; at < key.length; at++) {
    expect(isSecretKey(key.slice(0, at) + key.slice(at + 1)), `without letter ${at}`).toBe(false);
    expect(isSecretKey(key.slice(0, at) + (key[at] === 'x' ? 'y' : 'x') + key.slice(at + 1)), `letter ${at} changed`).toBe(false);
  }
  expect(isSecretKey(key.replace('live', 'test'))).toBe(false);
  expect(isSecretKey(`${key} `)).toBe(false);
  expect(new Set(Array.from({ length: 100 }, () => newSecretKey('test'))).size).toBe(100);
});

onEachDialect('secret keys', (given) => {
  const create = (body: object = { name: 'fresh' }) => given.tenant.key.ok('POST /v1/keys', body);
  const use = (secretKey: string) => given.world.caller(secretKey).rest('GET /v1/workspace');

  it('are shown once, named by how they begin, and kept as a digest', async () => {
    const made = await create({ name: 'shown', mode: 'test' });
    expect(made.secretKey).toMatch(/^ptk_test_/);
    const { items } = await given.tenant.key.ok('GET /v1/keys?limit=100');
    const listed = items.find(({ id }: { id: string }) => id === made.id);
    expect(listed).toMatchObject({ name: 'shown', hint: made.secretKey.slice(0, 13), revokedAt: null });
    expect(JSON.stringify(items)).not.toContain(made.secretKey.slice(13));
    expect((await use(made.secretKey)).status).toBe(200);
  });

  it('T06: are refused with one reason each: unknown, mistyped, from a browser', async () => {
    expect((await use(newSecretKey('live'))).body).toMatchObject({ code: 'token_revoked', status: 401 });
    expect((await use(given.tenant.secretKey.slice(0, -1))).body).toMatchObject({ code: 'token_invalid', status: 401 });
    expect((await given.tenant.key.rest('GET /v1/workspace', undefined, { origin: 'https://x.example' })).body).toMatchObject({
      code: 'origin_not_allowed',
      status: 403,
    });
  });

  it('T06: overlap when rotated: both are good until the old one ends, and then only the new one', async () => {
    const old = await create();
    const next = await given.tenant.key.ok(`POST /v1/keys/${old.id}/rotate`, { overlap: 2 });
    expect(next.secretKey).not.toBe(old.secretKey);
    expect(next.id).not.toBe(old.id);
    expect([(await use(old.secretKey)).status, (await use(next.secretKey)).status]).toEqual([200, 200]);
    expect((await given.tenant.key.rest(`POST /v1/keys/${old.id}/rotate`, {})).body).toMatchObject({ code: 'conflict', status: 409 });
    const { token } = await given.world.caller(old.secretKey).ok('POST /v1/sessions', { member: given.tenant.members.admin, ttl: 900 });
    expect((await given.world.caller(token).rest('GET /v1/me')).status).toBe(200);
    const { clock } = given.world;
    clock.advance(2 * 3_600_000 - 1000);
    expect((await use(old.secretKey)).status).toBe(200);
    clock.advance(2000);
    expect((await use(old.secretKey)).body.code).toBe('token_revoked');
    expect((await use(next.secretKey)).status).toBe(200);
    // Neither the key nor what it minted is good again because somebody sets the clock back.
    clock.set(clock.now() - 3 * 3_600_000);
    expect((await use(old.secretKey)).body.code).toBe('token_revoked');
    expect((await given.world.caller(token).rest('GET /v1/me')).status).toBe(401);
  });

  it('end at once when rotated without overlap or revoked, and with them the sessions that they minted', async () => {
    for (const end of ['rotate', 'revoke']) {
      const made = await create();
      const { token } = await given.world.caller(made.secretKey).ok('POST /v1/sessions', { contact: given.tenant.contacts.owner });
      expect((await given.world.caller(token).rest('GET /v1/me')).status).toBe(200);
      await given.tenant.key.ok(`POST /v1/keys/${made.id}/${end}`, end === 'rotate' ? { overlap: 0 } : {});
      expect((await use(made.secretKey)).body.code, end).toBe('token_revoked');
      expect((await given.world.caller(token).rest('GET /v1/me')).body.code, end).toBe('token_revoked');
    }
  });

  it('can be revoked twice, but not rotated after', async () => {
    const { id } = await create();
    const first = await given.tenant.key.ok(`POST /v1/keys/${id}/revoke`, {});
    expect(await given.tenant.key.ok(`POST /v1/keys/${id}/revoke`, {})).toEqual(first);
    expect((await given.tenant.key.rest(`POST /v1/keys/${id}/rotate`, {})).body.code).toBe('conflict');
  });

  it('T01: of another workspace are not there', async () => {
    const neighbour = await given.world.tenant('neighbour');
    const { items } = await neighbour.key.ok('GET /v1/keys');
    for (const verb of ['rotate', 'revoke'])
      expect((await given.tenant.key.rest(`POST /v1/keys/${items[0].id}/${verb}`, {})).body.code).toBe('not_found');
    expect((await neighbour.key.rest('GET /v1/workspace')).status).toBe(200);
    expect((await given.tenant.key.ok('GET /v1/keys?limit=100')).items.some(({ id }: { id: string }) => id === items[0].id)).toBe(false);
  });

  it('are the business of admins', async () => {
    for (const role of ['manager', 'executive', 'owner'] as const)
      expect((await (await given.tenant.as(role)).rest('GET /v1/keys')).status, role).toBe(403);
    expect((await (await given.tenant.as('admin')).rest('GET /v1/keys')).status).toBe(200);
  });
});
