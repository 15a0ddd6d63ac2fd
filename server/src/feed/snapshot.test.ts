import { request, type IncomingHttpHeaders } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { hashEntities } from '@portico/sdk/hash';
import { expect, it } from 'vitest';
import { onEachDialect } from '../testing/suite.ts';
import { send } from '../testing/wire.ts';

const fetchBytes = (url: string, token: string, headers: Record<string, string>) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    request(url, { headers: { authorization: `Bearer ${token}`, ...headers }, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(parts) }));
    })
      .on('error', reject)
      .end();
  });

onEachDialect('snapshots', (given) => {
  const path = () => `/v1/projects/${given.tenant.projectId}/snapshot`;
  const get = async (token: string | null, at = path(), headers: Record<string, string> = {}) => {
    const { status, headers: answered, text } = await send(given.world.url, 'GET', at, { authorization: `Bearer ${token}`, ...headers });
    return { status, etag: answered['etag'] as string, text };
  };
  const touch = (body: object = { note: `n${Math.random()}` }) =>
    given.tenant.key.ok(`PATCH /v1/milestones/${given.tenant.milestoneIds[0]}`, body);
  const cold = (): void => given.world.portico.runtime.snapshots.kept.clear();
  /** How often rows are read while `work` runs. */
  async function readsOf(worlds: readonly (typeof given.world)[], work: () => Promise<unknown>): Promise<number> {
    let reads = 0;
    const before = worlds.map(({ portico }) => portico.runtime.transactions.view);
    for (const { portico } of worlds) {
      const { view } = portico.runtime.transactions;
      portico.runtime.transactions.view = (statements) => (reads++, view(statements));
    }
    await work();
    for (const [index, { portico }] of worlds.entries()) portico.runtime.transactions.view = before[index]!;
    return reads;
  }

  it('are kept bytes that equal a rebuild to the letter, for every audience, after every write', async () => {
    const [manager, owner] = [await given.tenant.as('manager'), await given.tenant.as('owner')];
    const asked: [string | null, string][] = [
      [manager.token, path()],
      [owner.token, path()],
      [manager.token, '/v1/me/snapshot'],
      [owner.token, '/v1/me/snapshot'],
      [given.tenant.secretKey, path()],
    ];
    const seen = new Map<string, string>();
    for (const body of [
      { progress: 10 },
      { name: '验收 “二期” 🚀', reason: 'a\nb' },
      { visibility: 'internal' },
      { visibility: 'client', translations: { en: { name: 'Acceptance' } } },
    ]) {
      await touch(body);
      for (const [token, at] of asked) {
        const kept = [await get(token, at), await get(token, at)];
        cold();
        const rebuilt = await get(token, at);
        expect(kept).toEqual([rebuilt, rebuilt]);
        const { entities, hash } = JSON.parse(rebuilt.text);
        expect(hash).toBe(await hashEntities(entities));
        for (const rows of Object.values<{ id: string }[]>(entities))
          expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted());
        // The same tag is the same bytes, for good.
        expect(seen.get(rebuilt.etag) ?? rebuilt.text).toBe(rebuilt.text);
        seen.set(rebuilt.etag, rebuilt.text);
      }
    }
    expect(seen.size).toBe(2 * 4 + 2);
  });

  it('are answered with 304 to who has them, and with 200 after a change that the audience sees', async () => {
    const { token } = await given.tenant.as('owner');
    const { etag } = await get(token);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, `"a",W/"b" , ${etag}`])
      expect(await get(token, path(), { 'if-none-match': known })).toMatchObject({ status: 304, text: '', etag });
    for (const known of ['"other"', '*x', etag.slice(1, -1)])
      expect((await get(token, path(), { 'if-none-match': known })).status, known).toBe(200);
    await touch({ progress: 33 });
    expect((await get(token, path(), { 'if-none-match': etag })).status).toBe(200);
  });

  it('T01: are never those of another audience, project or workspace, whatever tag is sent along', async () => {
    const neighbour = await given.world.tenant('neighbour');
    const [manager, owner] = [await given.tenant.as('manager'), await given.tenant.as('owner')];
    const [team, client] = [await get(manager.token), await get(owner.token)];
    expect(client.etag).not.toBe(team.etag);
    expect(client.text).not.toContain('secret-');
    expect(team.text).toContain('secret-');
    expect(await get(owner.token, path(), { 'if-none-match': team.etag })).toEqual(client);
    for (const stranger of [await neighbour.as('admin'), await neighbour.as('owner'), neighbour.key]) {
      const refused = await get(stranger.token, path(), { 'if-none-match': `${team.etag}, ${client.etag}` });
      expect(refused.status).toBe(404);
      expect(refused.etag).toBeUndefined();
    }
    expect((await get(null, path(), { 'if-none-match': team.etag })).status).toBe(401);
    const revoked = await given.tenant.as('viewer');
    await given.tenant.key.ok('POST /v1/sessions/revoke', { contact: given.tenant.contacts.viewer });
    expect((await get(revoked.token, path(), { 'if-none-match': client.etag })).status).toBe(401);
  });

  it('are made once for all who ask at the same moment', async () => {
    const { token } = await given.tenant.as('manager');
    await touch();
    cold();
    const reads = await readsOf([given.world], async () => {
      const answers = await Promise.all(Array.from({ length: 25 }, () => get(token)));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    });
    expect(reads).toBe(1);
  });

  it('are not read again when something changes: the events are put into the bytes, here and on a node that heard nothing', async () => {
    const node = await given.node();
    const { token } = await given.tenant.as('manager');
    const read = async (world: typeof node): Promise<string> =>
      (await send(world.url, 'GET', path(), { authorization: `Bearer ${token}` })).text;
    await read(given.world);
    const before = await read(node);
    let here = '';
    const reads = await readsOf([given.world, node], async () => {
      await touch({ progress: 61 });
      await given.tenant.key.ok('POST /v1/stages', { projectId: given.tenant.projectId, name: 'one more' });
      here = await read(given.world);
      const there = await read(node);
      expect(there).toBe(here);
      expect(there).not.toBe(before);
    });
    expect(reads).toBe(0);
    cold();
    expect(await readsOf([given.world], async () => expect(await read(given.world)).toBe(here))).toBe(1);
  });

  it('are kept compressed too, under a tag of their own, for who takes that', async () => {
    const { token } = await given.tenant.as('manager');
    const { etag, text } = await get(token);
    for (const [taken, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['gzip;q=0, identity', undefined],
      ['', undefined],
    ] as const) {
      const { status, headers, body } = await fetchBytes(`${given.world.url}${path()}`, token!, { 'accept-encoding': taken });
      expect([status, headers['content-encoding']], taken).toEqual([200, encoding]);
      expect(headers['vary']).toBe('Origin, Accept-Encoding');
      const plain = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
      expect(plain.toString()).toBe(text);
      expect(headers['etag']).toBe(encoding ? `${etag.slice(0, -1)}.${encoding}"` : etag);
      expect((await get(token, path(), { 'if-none-match': headers['etag']! })).status).toBe(304);
    }
  });

  it('stand at one position each while others write: the tag, the position and the rows belong together', async () => {
    const { token } = await given.tenant.as('manager');
    const caller = given.world.caller(token);
    const { streams } = JSON.parse((await get(token)).text);
    const reads: { etag: string; text: string }[] = [];
    let writing = true;
    const reader = async (): Promise<void> => {
      while (writing) reads.push(await get(token));
    };
    const readers = [reader(), reader()];
    await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        given.tenant.key.ok(`PATCH /v1/milestones/${given.tenant.milestoneIds[index % 3]}`, { note: `while reading ${index}` }),
      ),
    );
    writing = false;
    await Promise.all(readers);
    const { events } = await caller.ok(
      `GET /v1/feed?stream=${streams[0].stream}&epoch=${streams[0].epoch}&seq=${streams[0].seq}&limit=500`,
    );
    const bodies = new Map<string, string>();
    for (const { etag, text } of reads) {
      expect(bodies.get(etag) ?? text).toBe(text);
      bodies.set(etag, text);
      const snapshot = JSON.parse(text);
      const last = new Map<string, unknown>(
        events
          .filter(({ seq }: { seq: number }) => seq <= snapshot.streams[0].seq)
          .map(({ id, data }: { id: string; data: unknown }) => [id, data]),
      );
      for (const row of snapshot.entities.milestones) if (last.has(row.id)) expect(row).toEqual(last.get(row.id));
    }
    expect(new Set([...bodies.values()].map((text) => JSON.parse(text).streams[0].seq)).size).toBe(bodies.size);
  });
});
