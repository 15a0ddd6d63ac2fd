import { SignJWT } from 'jose';
import { QueryTypes } from 'sequelize';
import { afterEach, describe, expect, it } from 'vitest';
import { deriveSecrets } from '../core/auth/secrets.ts';
import { openLine, until, type Line } from '../testing/line.ts';
import { onEachDialect } from '../testing/suite.ts';

onEachDialect('sockets', (given) => {
  const lines: Line[] = [];
  afterEach(() => {
    for (const line of lines.splice(0)) line.close();
  });
  const open = async (auth: object, headers: Record<string, string> = {}): Promise<Line> => {
    const line = await openLine(given.world.url, auth, headers);
    lines.push(line);
    return line;
  };
  const tokenOf = async (role: Parameters<typeof given.tenant.as>[0], options: Record<string, unknown> = {}): Promise<string> =>
    (await given.tenant.as(role, options)).token!;
  const team = () => `project:${given.tenant.projectId}:team`;
  const client = () => `project:${given.tenant.projectId}:client`;
  const touch = (note: string, more: object = {}) =>
    given.tenant.key.ok(`PATCH /v1/milestones/${given.tenant.milestoneIds[0]}`, { note, ...more });
  const write = (sql: string, ...replacements: unknown[]) =>
    given.world.portico.runtime.sequelize.query(sql, { replacements, type: QueryTypes.UPDATE });
  /** Milliseconds until the socket is cut off, and the word that it was told. */
  const cutOff = async (line: Line): Promise<{ code: string; milliseconds: number }> => {
    const began = performance.now();
    const late = new Promise<string>((resolve) => setTimeout(() => resolve('still open'), 4000));
    const code = await Promise.race([line.ended, late]);
    return { code, milliseconds: performance.now() - began };
  };

  it('T12: refuses a handshake with no, a wrong, a tampered, a foreign, an expired or a revoked token, a secret key or a wrong origin, each with its code', async () => {
    const good = await tokenOf('manager');
    const [head, , signature] = good.split('.') as [string, string, string];
    const payload = JSON.parse(Buffer.from(good.split('.')[1]!, 'base64url').toString());
    const forged = [
      head,
      Buffer.from(JSON.stringify({ ...payload, kind: 'member', sub: given.tenant.members.admin })).toString('base64url'),
      signature,
    ].join('.');
    const foreign = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(deriveSecrets('another secret of another installation').session);
    const short = await tokenOf('manager', { ttl: 5 });
    const revoked = await tokenOf('finance');
    await given.tenant.key.ok('POST /v1/sessions/revoke', { member: given.tenant.members.finance });
    const cases: [object, Record<string, string>, string][] = [
      [{}, {}, 'unauthenticated'],
      [{ token: 5 }, {}, 'unauthenticated'],
      [{ token: 'nonsense' }, {}, 'token_invalid'],
      [{ token: forged }, {}, 'token_invalid'],
      [{ token: foreign }, {}, 'token_invalid'],
      [{ token: given.tenant.secretKey }, {}, 'token_invalid'],
      [{ token: revoked }, {}, 'token_revoked'],
      [{ token: good }, { origin: 'https://evil.example' }, 'origin_not_allowed'],
      [{ token: good }, { origin: 'https://x.example.evil.example' }, 'origin_not_allowed'],
    ];
    for (const [auth, headers, code] of cases) {
      await expect(open(auth, headers), code).rejects.toMatchObject({
        code,
        status: expect.any(Number),
        detail: expect.any(String),
        requestId: expect.any(String),
      });
    }
    given.world.clock.advance(6000);
    await expect(open({ token: short })).rejects.toMatchObject({ code: 'token_expired' });
    await open({ token: good }, { origin: 'https://x.example' });
  });

  it('refuses who opens without any credentials at all, in the raw protocol too', async () => {
    const socket = new WebSocket(`${given.world.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const heard: string[] = [];
    socket.addEventListener('message', ({ data }) => heard.push(String(data)));
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    socket.send('40');
    await until(() => heard.some((packet) => packet.startsWith('44')));
    expect(heard.at(-1)).toContain('"unauthenticated"');
    socket.close();
  });

  it('answers what was missed and then tells live, each once, to each audience its own view', async () => {
    const [manager, owner] = [await open({ token: await tokenOf('manager') }), await open({ token: await tokenOf('owner') })];
    await touch('before');
    const missed = await manager.ask('subscribe', { stream: team(), epoch: '', seq: 0 });
    expect(missed.events.map(({ seq }: { seq: number }) => seq)).toEqual(missed.events.map((_: unknown, index: number) => index + 1));
    expect(missed).toMatchObject({ stream: team(), more: false, head: missed.events.length });
    const seen = await owner.ask('subscribe', { stream: client(), epoch: '', seq: 0 });
    expect(JSON.stringify(seen)).not.toContain('secret-');
    await touch('secret-live', { progress: 7 });
    await until(() => manager.events.length > 0 && owner.events.length > 0);
    expect(manager.events).toMatchObject([
      { stream: team(), epoch: missed.epoch, seq: missed.head + 1, data: { note: 'secret-live', progress: 7 } },
    ]);
    expect(owner.events).toMatchObject([{ stream: client(), seq: seen.head + 1, data: { progress: 7 } }]);
    expect(JSON.stringify(owner.events)).not.toContain('secret-');
    const { events } = await (
      await given.tenant.as('manager')
    ).ok(`GET /v1/feed?stream=${team()}&epoch=${missed.epoch}&seq=${missed.head}`);
    expect(events).toEqual(manager.events);
  });

  it('repairs a gap from any position, and asks to begin again from a foreign epoch or a place that was never reached', async () => {
    const line = await open({ token: await tokenOf('manager') });
    const { epoch, head } = await line.ask('subscribe', { stream: team(), epoch: '', seq: 0 });
    await line.ask('unsubscribe', { stream: team() });
    for (const note of ['a', 'b', 'c']) await touch(note);
    expect(line.events).toEqual([]);
    const missed = await line.ask('subscribe', { stream: team(), epoch, seq: head });
    expect(missed.events.map(({ data }: any) => data.note)).toEqual(['a', 'b', 'c']);
    expect(missed.head).toBe(head + 3);
    for (const position of [
      { epoch: 'another', seq: head },
      { epoch, seq: head + 99 },
      { epoch: '', seq: 3 },
      { epoch: 'x', seq: 0 },
    ]) {
      expect(await line.ask('subscribe', { stream: team(), ...position }), JSON.stringify(position)).toEqual({
        stream: team(),
        epoch,
        head: head + 3,
        reset: true,
      });
    }
  });

  it('pages a long gap: `more` until the head, without a hole between the pages', async () => {
    const caller = await given.tenant.as('manager');
    const seqs: number[] = [];
    let position = { epoch: '', seq: 0 };
    for (let more = true; more;) {
      const page = await caller.ok(`GET /v1/feed?stream=${team()}&epoch=${position.epoch}&seq=${position.seq}&limit=3`);
      expect(page.events.length).toBeLessThanOrEqual(3);
      seqs.push(...page.events.map(({ seq }: { seq: number }) => seq));
      position = { epoch: page.epoch, seq: seqs.at(-1)! };
      more = page.more;
      if (!more) expect(page.head).toBe(seqs.at(-1));
    }
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    expect(seqs.length).toBeGreaterThan(6);
  });

  it('T05: tells nobody of a stream that is not theirs: other workspace, other audience, other person, none at all', async () => {
    const neighbour = await given.world.tenant('neighbour');
    const [manager, owner] = [await open({ token: await tokenOf('manager') }), await open({ token: await tokenOf('owner') })];
    const foreign = [
      [manager, `project:${neighbour.projectId}:team`],
      [manager, `workspace:${neighbour.workspaceId}`],
      [manager, client()],
      [manager, `contact:${given.tenant.contacts.owner}`],
      [manager, `audit:${given.tenant.workspaceId}`],
      [manager, 'project:prj_00000000000000000000000000:team'],
      [owner, team()],
      [owner, `workspace:${given.tenant.workspaceId}`],
      [owner, `contact:${given.tenant.contacts.viewer}`],
      [owner, `project:${neighbour.projectId}:client`],
      [owner, ''],
      [owner, `${client()} `],
    ] as const;
    const answers = [];
    for (const [line, stream] of foreign) answers.push((await line.ask('subscribe', { stream, epoch: '', seq: 0 })).error);
    for (const error of answers) expect(error).toMatchObject({ code: 'not_found', status: 404, detail: answers[0].detail });
    await touch('not theirs');
    await neighbour.key.ok(`PATCH /v1/milestones/${neighbour.milestoneIds[0]}`, { note: 'not theirs' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([...manager.events, ...owner.events]).toEqual([]);
  });

  it('T05: has no moment between asking for a foreign stream and being refused in which its events are heard', async () => {
    const neighbour = await given.world.tenant('watched');
    const line = await open({ token: await tokenOf('manager') });
    const stream = `project:${neighbour.projectId}:team`;
    let asking = true;
    const ask = async (): Promise<void> => {
      for (let times = 0; asking && times < 150; times++) await line.ask('subscribe', { stream, epoch: '', seq: 0 });
    };
    const asked = ask();
    for (let index = 0; index < 12; index++)
      await neighbour.key.ok(`PATCH /v1/milestones/${neighbour.milestoneIds[0]}`, { note: `private ${index}` });
    asking = false;
    await asked;
    expect(line.events).toEqual([]);
  });

  it('says before a session ends, renews it for the same person only, and ends with it', async () => {
    const [token, renewed, foreign] = [
      await tokenOf('lead', { ttl: 602 }),
      await tokenOf('lead', { ttl: 603, project: given.tenant.projectId }),
      await tokenOf('manager', { ttl: 900 }),
    ];
    given.world.clock.advance(600_000);
    const line = await open({ token });
    const expiring = new Promise<{ expiresAt: string }>((resolve) =>
      line.socket.on('session:expiring', (said) => Date.parse(said.expiresAt) > soon && resolve(said)),
    );
    const soon = Math.floor(given.world.clock.now() / 1000) * 1000 + 2000;
    const other = await line.ask('session:renew', { token: foreign });
    expect(other.error).toMatchObject({ code: 'token_invalid' });
    for (const token of ['nonsense', given.tenant.secretKey])
      expect((await line.ask('session:renew', { token })).error).toMatchObject({ code: 'token_invalid' });
    await line.ask('subscribe', { stream: `workspace:${given.tenant.workspaceId}`, epoch: '', seq: 0 });
    const { expiresAt } = await line.ask('session:renew', { token: renewed });
    expect(Date.parse(expiresAt)).toBeGreaterThan(soon);
    // The new token reaches less: what it does not reach is told no longer.
    await given.tenant.key.ok(`PATCH /v1/members/${given.tenant.members.sales}`, { title: 'renamed' });
    expect(await expiring).toEqual({ expiresAt });
    given.world.clock.advance(Date.parse(expiresAt) - given.world.clock.now());
    const { code, milliseconds } = await cutOff(line);
    expect(code).toBe('token_expired');
    expect(milliseconds).toBeLessThan(2000);
    expect(line.events).toEqual([]);
  });

  it('T05: cuts off whose sessions are revoked, whose role changes or who is removed, at once; HTTP refuses the next call', async () => {
    const { key, members, contacts } = given.tenant;
    const takings: [Parameters<typeof given.tenant.as>[0], () => Promise<unknown>][] = [
      ['engineer', () => key.ok('POST /v1/sessions/revoke', { member: members.engineer })],
      ['owner', () => key.ok('POST /v1/sessions/revoke', { externalId: 'owner-x' })],
      ['executive', () => key.ok(`PATCH /v1/members/${members.executive}`, { role: 'finance' })],
      ['editor', () => key.ok(`PATCH /v1/contacts/${contacts.editor}`, { role: 'viewer' })],
      ['viewer', () => key.ok(`DELETE /v1/contacts/${contacts.viewer}`)],
      ['sales', () => key.ok(`DELETE /v1/members/${members.sales}`)],
    ];
    for (const [role, take] of takings) {
      const caller = await given.tenant.as(role);
      const line = await open({ token: caller.token });
      const bystander = await open({ token: await tokenOf('admin') });
      const cut = cutOff(line);
      const { id } = line.socket;
      await take();
      expect(given.world.portico.io!.sockets.sockets.has(id!), `${role}, when it is answered`).toBe(false);
      expect((await caller.rest('GET /v1/me')).body, role).toMatchObject({ code: 'token_revoked', status: 401 });
      expect(await cut, role).toMatchObject({ code: 'token_revoked' });
      expect((await cut).milliseconds).toBeLessThan(2000);
      expect(bystander.socket.connected).toBe(true);
      await expect(open({ token: caller.token })).rejects.toMatchObject({ code: 'token_revoked' });
    }
  });

  it('T05: cuts off within two seconds what another node or a hand in the database takes away: person, removal, key', async () => {
    const minted = await given.tenant.key.ok('POST /v1/keys', { name: 'minter' });
    const { token } = await given.world.caller(minted.secretKey).ok('POST /v1/sessions', { member: given.tenant.members.lead });
    const line = await open({ token });
    const other = await given.node();
    const cut = cutOff(line);
    await other.caller(given.tenant.secretKey).ok(`POST /v1/keys/${minted.id}/revoke`, {});
    expect((await given.world.caller(token).rest('GET /v1/me')).body.code).toBe('token_revoked');
    expect(await cut).toMatchObject({ code: 'token_revoked' });
    expect((await cut).milliseconds).toBeLessThan(2000);

    const manager = await open({ token: await tokenOf('manager') });
    const cutByHand = cutOff(manager);
    await write('UPDATE members SET sessionVersion = sessionVersion + 1 WHERE id = ?', given.tenant.members.manager);
    expect(await cutByHand).toMatchObject({ code: 'token_revoked' });
    expect((await cutByHand).milliseconds).toBeLessThan(2000);
  });

  it('T13: outlives whatever a client sends: wrong shapes, binary, reserved names, broken packets, more than 64 KB', async () => {
    const token = await tokenOf('admin');
    const line = await open({ token });
    const shapes: unknown[] = [
      null,
      5,
      'text',
      [],
      [[]],
      {},
      { stream: 5 },
      { stream: team(), epoch: '', seq: -1 },
      { stream: team(), epoch: '', seq: 1.5 },
      { stream: team(), epoch: '', seq: 1e300 },
    ];
    shapes.push({ stream: team(), epoch: '', seq: 0, more: 1 }, { stream: 'x'.repeat(81), epoch: '', seq: 0 }, Buffer.from('bytes'), {
      stream: Buffer.from('x'),
      epoch: '',
      seq: 0,
    });
    shapes.push(JSON.parse('{"__proto__":{"stream":"x"}}'));
    for (const shape of shapes)
      for (const name of ['subscribe', 'unsubscribe', 'session:renew'])
        expect((await line.ask(name, shape)).error).toMatchObject({ code: 'invalid_input', status: 400 });
    expect((await line.ask('subscribe', { stream: '\ud800\0é', epoch: '', seq: 0 })).error.code).toBe('not_found');
    line.socket.emit('subscribe');
    line.socket.emit('error', 'boo');
    line.socket.emit('no such event', { any: 'thing' });
    expect((await line.ask('subscribe', { stream: team(), epoch: '', seq: 0 })).events.length).toBeGreaterThan(0);

    const raw = async (...packets: (string | Uint8Array)[]): Promise<void> => {
      const socket = new WebSocket(`${given.world.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
      await new Promise((resolve) => socket.addEventListener('open', resolve));
      const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
      socket.send(`40${JSON.stringify({ token })}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      for (const packet of packets) if (socket.readyState === WebSocket.OPEN) socket.send(packet);
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 60))]);
      socket.close();
    };
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const broken = [
      `421["subscribe",${deep}]`,
      `422["subscribe",{"stream":${deep}}]`,
      '9',
      '4',
      '42',
      '42{',
      '42["subscribe"',
      '42[]',
      '42[null]',
      '42["disconnect"]',
      '42["connect"]',
      '42["__proto__",{}]',
      '452-["subscribe",{"_placeholder":true,"num":9}]',
      '4599999999-["x"]',
      '43999[]',
      '421e9["subscribe",{}]',
      '2probe',
      '40/admin,',
      '41',
      '5',
    ];
    await Promise.all([
      ...broken.map((packet) => raw(packet)),
      raw(new Uint8Array([1, 2, 3])),
      raw('451-["subscribe",{"_placeholder":true,"num":0}]', new Uint8Array(10)),
      raw(`42["subscribe","${'x'.repeat(70_000)}"]`),
    ]);
    const huge = await open({ token });
    huge.socket.emit('subscribe', { stream: 'x'.repeat(70_000) });
    expect((await cutOff(huge)).code).not.toBe('still open');
    expect(line.socket.connected).toBe(true);
    expect((await line.ask('unsubscribe', { stream: team() })).stream).toBe(team());
  });

  it('T13: answers a flood with rate_limited instead of with work', async () => {
    const line = await open({ token: await tokenOf('admin') });
    const answers = await Promise.all(Array.from({ length: 230 }, () => line.ask('unsubscribe', { stream: 'x' })));
    expect(answers.filter(({ error }) => error?.code === 'rate_limited').length).toBe(30);
    expect(answers.at(-1).error).toMatchObject({ status: 429, retryAfter: 10 });
  });

  it('answers plain requests to the address of the sockets like any other that is not there', async () => {
    const answer = await given.world.caller(null).rest('GET /socket.io/?EIO=4&transport=polling');
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('a restricted session', () => {
  onEachDialect('sockets of restricted sessions', (given) => {
    it('follows what it was minted for and nothing else', async () => {
      const { clientId, projectId, key } = given.tenant;
      const other = await key.ok('POST /v1/projects', { clientId, name: 'other' });
      for (const [role, view] of [
        ['manager', 'team'],
        ['owner', 'client'],
      ] as const) {
        const line = await openLine(given.world.url, { token: (await given.tenant.as(role, { project: projectId })).token });
        expect((await line.ask('subscribe', { stream: `project:${projectId}:${view}`, epoch: '', seq: 0 })).events.length).toBeGreaterThan(
          0,
        );
        expect((await line.ask('subscribe', { stream: `project:${other.id}:${view}`, epoch: '', seq: 0 })).error.code).toBe('not_found');
        if (view === 'team')
          expect((await line.ask('subscribe', { stream: `workspace:${given.tenant.workspaceId}`, epoch: '', seq: 0 })).error.code).toBe(
            'not_found',
          );
        line.close();
      }
      await expect(
        openLine(given.world.url, { token: (await given.tenant.as('manager', { widgets: ['nothing'] })).token }),
      ).rejects.toMatchObject({ code: 'forbidden' });
    });
  });
});
