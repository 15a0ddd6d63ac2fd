import { createSecretKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { QueryTypes } from 'sequelize';
import { expect, it } from 'vitest';
import { deriveSecrets } from '../../core/auth/secrets.ts';
import { onEachDialect } from '../../testing/suite.ts';

onEachDialect('sessions', (given) => {
  const claimsOf = (token: string): Record<string, any> => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
  const mint = (body: object, headers: Record<string, string> = {}) => given.tenant.key.rest('POST /v1/sessions', body, headers);
  const me = (token: string, headers: Record<string, string> = {}) => given.world.caller(token).rest('GET /v1/me', undefined, headers);
  const owner = () => ({ contact: given.tenant.contacts.owner });

  it('lasts what was asked, 5 to 900 seconds, 600 by default, and not a second longer', async () => {
    for (const ttl of [4, 901, 0, -1, 5.5, '60', null, 1e300])
      expect(await mint({ ...owner(), ttl }), String(ttl)).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    const { clock } = given.world;
    for (const [ttl, seconds] of [
      [5, 5],
      [900, 900],
      [undefined, 600],
    ] as const) {
      const { status, body } = await mint({ ...owner(), ttl });
      expect(status).toBe(201);
      expect(Date.parse(body.expiresAt)).toBe((Math.floor(clock.now() / 1000) + seconds) * 1000);
      clock.advance(Date.parse(body.expiresAt) - 1 - clock.now());
      expect((await me(body.token)).status).toBe(200);
      clock.advance(1);
      expect((await me(body.token)).body).toMatchObject({ code: 'token_expired', status: 401 });
    }
  });

  it('writes out what was left out: every project of the person, all widgets, the workspace’s origins', async () => {
    const contact = claimsOf((await mint(owner())).body.token);
    expect(contact).toMatchObject({
      kind: 'contact',
      sub: given.tenant.contacts.owner,
      ws: given.tenant.workspaceId,
      prj: [given.tenant.projectId],
      wid: '*',
      org: ['https://x.example'],
    });
    expect(claimsOf((await mint({ member: given.tenant.members.lead })).body.token)).toMatchObject({ kind: 'member', prj: '*' });
  });

  it('T06: refuses a token that was tampered with, signed by another, unsigned, cut off, or valid only later', async () => {
    const { token } = (await mint(owner())).body;
    const claims = claimsOf(token);
    const [head, body, signature] = token.split('.');
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { session } = deriveSecrets(given.world.portico.runtime.config.secret);
    const signed = (more: object, secret = session, alg = 'HS256') =>
      new SignJWT({ ...claims, ...more }).setProtectedHeader({ alg }).sign(secret);
    expect((await me(await signed({}))).status).toBe(200);
    const tokens = {
      role: [head, part({ ...claims, kind: 'member', sub: given.tenant.members.admin }), signature].join('.'),
      projects: [head, part({ ...claims, prj: '*' }), signature].join('.'),
      expiry: [head, part({ ...claims, exp: claims.exp + 9999 }), signature].join('.'),
      'no algorithm': [part({ alg: 'none' }), body, ''].join('.'),
      'no algorithm, a signature': [part({ alg: 'none' }), body, signature].join('.'),
      'a stronger algorithm': await signed({}, createSecretKey(new Uint8Array(64)), 'HS512'),
      'another secret': await signed({}, deriveSecrets('x'.repeat(40)).session),
      'another audience': await signed({ aud: 'elsewhere' }),
      'another issuer': await signed({ iss: 'elsewhere' }),
      'not yet': await signed({ nbf: claims.iat + 100 }),
      'cut off': token.slice(0, -3),
      'one letter': token.slice(0, -1) + (token.endsWith('A') ? 'Q' : 'A'),
      empty: '..',
      'a contact with every project': await signed({ prj: '*' }),
    };
    for (const [what, wrong] of Object.entries(tokens))
      expect((await me(wrong)).body, what).toMatchObject({ code: 'token_invalid', status: 401 });
    for (const claim of ['ws', 'sub', 'kind', 'key', 'sv', 'prj', 'wid', 'org', 'jti', 'iat', 'exp', 'iss', 'aud']) {
      expect((await me(await signed({ [claim]: undefined }))).body, claim).toMatchObject({ code: 'token_invalid', status: 401 });
    }
    expect((await me(await signed({ key: 'key_00000000000000000000000000' }))).body.code).toBe('token_revoked');
    expect((await me(await signed({ sv: claims.sv + 1 }))).body.code).toBe('token_revoked');
    expect((await me(await signed({ ws: 'wks_00000000000000000000000000' }))).body.code).toBe('token_revoked');
    expect((await me('x'.repeat(9000))).body.code).toBe('unauthenticated');
  });

  it('T06: is refused with WWW-Authenticate and one reason, over tRPC as over REST', async () => {
    const answer = await me('nonsense');
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    const response = await fetch(`${given.world.url}/trpc/sessions.me?input={}`, { headers: { authorization: 'Bearer nonsense' } });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(((await response.json()) as any).error.data).toMatchObject({
      code: 'token_invalid',
      status: 401,
      title: expect.any(String),
      requestId: response.headers.get('x-request-id'),
    });
  });

  it('ends at the next call when it is revoked, and a new one is good', async () => {
    const before = (await mint({ contact: given.tenant.contacts.editor })).body.token;
    expect(await given.tenant.key.rest('POST /v1/sessions/revoke', { contact: given.tenant.contacts.editor })).toMatchObject({
      status: 200,
      body: { id: given.tenant.contacts.editor },
    });
    expect((await me(before)).body.code).toBe('token_revoked');
    expect((await me((await mint({ contact: given.tenant.contacts.editor })).body.token)).status).toBe(200);
  });

  it('is good for its origins only; without an Origin header it passes', async () => {
    const { token } = (await mint({ ...owner(), origins: ['https://a.example', 'http://localhost:3000'] })).body;
    for (const origin of ['https://a.example', 'http://localhost:3000']) expect((await me(token, { origin })).status, origin).toBe(200);
    for (const origin of [
      'https://x.example',
      'http://a.example',
      'https://a.example:444',
      'https://A.example',
      'https://a.example.evil.example',
      'null',
      'file://',
    ]) {
      expect((await me(token, { origin })).body, origin).toMatchObject({ code: 'origin_not_allowed', status: 403 });
    }
    expect((await me(token)).status).toBe(200);
    for (const origin of [
      'https://a.example/',
      'https://a.example/path',
      'a.example',
      'ftp://a.example',
      'https://A.example',
      'null',
      '*',
      'https://*.example',
      'https://user@a.example',
    ]) {
      expect((await mint({ ...owner(), origins: [origin] })).status, origin).toBe(400);
    }
    expect((await mint({ ...owner(), origins: [] })).status).toBe(400);
  });

  it('T12: lends its origins to the preflight while it lasts, and to nobody’s list', async () => {
    const origin = 'https://lent.example';
    const preflight = () => given.world.caller(null).rest('OPTIONS /v1/me', undefined, { origin, 'access-control-request-method': 'GET' });
    expect((await preflight()).headers.get('access-control-allow-origin')).toBeNull();
    const { token, expiresAt } = (await mint({ ...owner(), origins: [origin], ttl: 60 })).body;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => mint({ ...owner(), origins: [origin, 'https://lent-too.example'], ttl: 30 })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect((await preflight()).headers.get('access-control-allow-origin')).toBe(origin);
    expect((await me(token, { origin })).status).toBe(200);
    await given.tenant.key.ok('PATCH /v1/workspace', { origins: ['https://x.example', 'https://y.example'] });
    expect((await preflight()).headers.get('access-control-allow-origin')).toBe(origin);
    expect((await given.tenant.key.ok('GET /v1/workspace')).origins).toEqual(['https://x.example', 'https://y.example']);
    const now = given.world.clock.now();
    given.world.clock.set(Date.parse(expiresAt));
    expect((await preflight()).headers.get('access-control-allow-origin')).toBeNull();
    given.world.clock.set(now);
    await given.tenant.key.ok('PATCH /v1/workspace', { origins: ['https://x.example', origin] });
    given.world.clock.set(Date.parse(expiresAt) + 1000);
    expect((await preflight()).headers.get('access-control-allow-origin')).toBe(origin);
    given.world.clock.set(now);
  });

  it('is minted by servers alone: a call with an Origin header is refused, and so is one by a session', async () => {
    expect(await mint(owner(), { origin: 'https://x.example' })).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    for (const role of ['admin', 'owner'] as const) {
      const caller = await given.tenant.as(role);
      expect(await caller.rest('POST /v1/sessions', owner())).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    expect((await given.world.caller(null).rest('POST /v1/sessions', owner())).body.code).toBe('unauthenticated');
  });

  it('T01: is minted for the workspace’s own people and projects only', async () => {
    const neighbour = await given.world.tenant('neighbour');
    const foreign = [
      { contact: neighbour.contacts.owner },
      { member: neighbour.members.admin },
      { externalId: 'owner-neighbour' },
      { ...owner(), project: neighbour.projectId },
      { member: given.tenant.members.admin, project: neighbour.projectId },
    ];
    for (const body of foreign) expect((await mint(body)).body, JSON.stringify(body)).toMatchObject({ code: 'not_found', status: 404 });
    const company = await given.tenant.key.ok('POST /v1/clients', { name: 'another company' });
    const project = await given.tenant.key.ok('POST /v1/projects', { clientId: company.id, name: 'theirs' });
    expect((await mint({ ...owner(), project: project.id })).body.code).toBe('not_found');
  });

  it('finds a person by the vendor’s own id: one, or not_found, or conflict, never a guess', async () => {
    const { key, clientId } = given.tenant;
    expect(claimsOf((await mint({ externalId: 'owner-x' })).body.token).sub).toBe(given.tenant.contacts.owner);
    expect((await mint({ externalId: 'nobody' })).body).toMatchObject({ code: 'not_found', status: 404 });
    await key.ok('POST /v1/members', { name: 'Twin', email: 'twin@x.example', role: 'lead', externalId: 'twin' });
    expect((await mint({ externalId: 'twin' })).status).toBe(201);
    await key.ok('POST /v1/contacts', { clientId, name: 'Twin', email: 'twin@x.example', role: 'viewer', externalId: 'twin' });
    expect((await mint({ externalId: 'twin' })).body).toMatchObject({ code: 'conflict', status: 409 });
    expect((await mint({ externalId: 'TWIN' })).body.code).toBe('not_found');
    for (const body of [
      {},
      { externalId: 'twin', ...owner() },
      { contact: given.tenant.members.admin },
      { externalId: '' },
      { externalId: { like: '%' } },
    ]) {
      expect((await mint(body)).body, JSON.stringify(body)).toMatchObject({ code: 'invalid_input', status: 400 });
    }
  });

  it('cannot be widened when it was minted for one project or for some widgets', async () => {
    const { key, clientId, projectId, stageIds, milestoneIds, members } = given.tenant;
    const other = await key.ok('POST /v1/projects', { clientId, name: 'other' });
    const stage = await key.ok('POST /v1/stages', { projectId: other.id, name: 'elsewhere' });
    const milestone = await key.ok('POST /v1/milestones', { stageId: stage.id, name: 'elsewhere' });
    for (const role of ['admin', 'owner'] as const) {
      const caller = await given.tenant.as(role, { project: projectId });
      expect((await caller.ok('GET /v1/me')).projects).toEqual([projectId]);
      expect((await caller.ok('GET /v1/projects')).items.map(({ id }: { id: string }) => id)).toEqual([projectId]);
      for (const path of [
        `projects/${other.id}`,
        `projects/${other.id}/snapshot`,
        `projects/${other.id}/stages`,
        `projects/${other.id}/milestones`,
        `stages/${stage.id}`,
        `milestones/${milestone.id}`,
      ]) {
        expect((await caller.rest(`GET /v1/${path}`)).body, `${role} ${path}`).toMatchObject({ code: 'not_found', status: 404 });
      }
    }
    const admin = await given.tenant.as('admin', { project: projectId });
    expect((await admin.rest('GET /v1/me/snapshot')).body.code).toBe('not_found');
    expect((await admin.rest(`PATCH /v1/milestones/${milestone.id}`, { progress: 1 })).body.code).toBe('not_found');
    expect((await admin.rest(`PATCH /v1/milestones/${milestoneIds[0]}`, { stageId: stage.id })).body.code).toBe('not_found');
    expect((await admin.rest('POST /v1/milestones', { stageId: stageIds[0], name: 'mine' })).status).toBe(201);
    const workspaceWide: [string, object?][] = [
      ['POST /v1/projects', { clientId, name: 'one more' }],
      ['POST /v1/clients', { name: 'new' }],
      [`PATCH /v1/members/${members.lead}`, { role: 'admin' }],
      ['POST /v1/keys', { name: 'mine' }],
      ['PATCH /v1/workspace', { origins: ['https://evil.example'] }],
      ['POST /v1/sessions/revoke', { member: members.lead }],
      [`DELETE /v1/members/${members.lead}`],
    ];
    for (const [call, body] of workspaceWide)
      expect((await admin.rest(call, body)).body, call).toMatchObject({ code: 'forbidden', status: 403 });

    const timeline = await given.tenant.as('admin', { widgets: ['timeline'] });
    expect((await timeline.rest(`GET /v1/projects/${projectId}/snapshot`)).status).toBe(200);
    for (const [call, body] of [
      ...workspaceWide,
      [`PATCH /v1/milestones/${milestoneIds[0]}`, { progress: 1 }],
      ['GET /v1/members'],
      ['GET /v1/keys'],
    ] as [string, object?][]) {
      expect((await timeline.rest(call, body)).body, call).toMatchObject({ code: 'forbidden', status: 403 });
    }
    const unknown = await given.tenant.as('admin', { widgets: ['no-such-widget'] });
    expect((await unknown.rest('GET /v1/me')).body.code).toBe('forbidden');
    for (const widgets of [[], ['Timeline'], ['__proto__'], 'timeline', [5]])
      expect((await mint({ ...owner(), widgets })).status, JSON.stringify(widgets)).toBe(400);
  });

  it('T06: leaves nothing in the database that could be used', async () => {
    const token = (await mint(owner())).body.token as string;
    const { sequelize } = given.world.portico.runtime;
    const tables = (await sequelize.getQueryInterface().showAllTables()) as (string | { tableName: string })[];
    const dump: string[] = [];
    for (const table of tables)
      dump.push(
        JSON.stringify(
          await sequelize.query(`SELECT * FROM \`${typeof table === 'string' ? table : table.tableName}\``, { type: QueryTypes.SELECT }),
        ),
      );
    expect(dump.join().length).toBeGreaterThan(1000);
    for (const secret of [
      token,
      token.split('.')[2]!,
      given.tenant.secretKey,
      given.tenant.secretKey.slice(20),
      given.world.portico.runtime.config.secret,
    ]) {
      expect(dump.some((text) => text.includes(secret))).toBe(false);
    }
  });
});
