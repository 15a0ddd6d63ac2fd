import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../../test/services/index.ts';
import { consumers } from '../../outbound/index.ts';
import { openReceiver, verify } from '../../testing/receiver.ts';
import { openWorld, type Tenant, type World } from '../../testing/world.ts';

const minute = 60_000;
const hour = 60 * minute;
const schedule = [0, 5000, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

for (const { name, url } of dialects()) {
  describe.skipIf(url === null)(`${name}: webhooks`, () => {
    let database: FreshDatabase;
    let world: World;
    let tenant: Tenant;
    let receiver: Awaited<ReturnType<typeof openReceiver>>;
    beforeAll(async () => {
      database = await freshDatabase(name);
      receiver = await openReceiver();
      world = await openWorld(database.url, { WEBHOOK_ALLOW: receiver.url });
    });
    afterAll(async () => {
      await world?.close();
      await receiver?.down();
      await database?.drop();
    });
    beforeEach(async () => {
      tenant = await world.tenant();
      await world.portico.drain();
      receiver.received.length = 0;
      receiver.answers((_, response) => void response.end('thanks'));
    });
    afterEach(async () => {
      for (const { id } of (await tenant.key.ok('GET /v1/webhooks')).items) await tenant.key.ok(`DELETE /v1/webhooks/${id}`);
    });

    const endpoint = (more: object = {}) =>
      tenant.key.ok('POST /v1/webhooks', { url: `${receiver.url}/hook`, types: ['milestone.*'], ...more });
    const change = (progress: number, at = 0) => tenant.key.ok(`PATCH /v1/milestones/${tenant.milestoneIds[at]}`, { progress });
    const deliveries = async (id: string) => (await tenant.key.ok(`GET /v1/webhooks/${id}/deliveries`)).items;
    const settled = () => world.portico.drain();

    it('T17: sends one verified message for a change, with the event as the team sees it', async () => {
      const { id, secret } = await endpoint();
      const { rev } = await change(41);
      await settled();
      expect(receiver.received).toHaveLength(1);
      const [message] = receiver.received;
      const { type, timestamp, data } = verify(secret, message!);
      expect(type).toBe('milestone.updated');
      expect(data).toMatchObject({
        stream: `project:${tenant.projectId}:team`,
        type,
        entity: 'milestones',
        id: tenant.milestoneIds[0],
        rev,
        at: timestamp,
        data: { progress: 41, note: 'secret-note x' },
      });
      expect(await deliveries(id)).toMatchObject([
        { id: message!.id, state: 'delivered', attempts: 1, last: { status: 200, error: null } },
      ]);
      expect(await tenant.key.ok(`GET /v1/deliveries/${message!.id}`)).toMatchObject({ log: [{ status: 200, answer: 'thanks' }] });
    });

    it('sends what belongs to no project from the stream of the workspace, once, and only what was asked for', async () => {
      const all = await endpoint({ types: ['*'], url: `${receiver.url}/all` });
      await endpoint({ types: ['client.created', 'project.updated'], url: `${receiver.url}/some` });
      await tenant.key.ok('POST /v1/clients', { name: 'New client' });
      await tenant.key.ok(`PATCH /v1/projects/${tenant.projectId}`, { due: '2027-01-01' });
      await tenant.key.ok('POST /v1/keys', { name: 'secret things' });
      await settled();
      const types = (path: string) => receiver.received.filter((one) => one.path === path).map(({ body }) => JSON.parse(body).type);
      expect(new Set(types('/some'))).toEqual(new Set(['client.created', 'project.updated']));
      expect(types('/all')).toHaveLength(2);
      expect(types('/some')).toHaveLength(2);
      expect(all.types).toEqual(['*']);
    });

    it('one delivery although the dispatcher hands the same events over twice', async () => {
      const { id } = await endpoint();
      const events: any[] = [];
      const listen = (some: readonly unknown[]): void => void events.push(...some);
      world.portico.runtime.committed.add(listen);
      await change(42);
      world.portico.runtime.committed.delete(listen);
      await settled();
      for (const consumer of consumers) await consumer.consume(world.portico.runtime, events);
      await Promise.all(consumers.map((consumer) => consumer.consume(world.portico.runtime, events)));
      await settled();
      expect(receiver.received).toHaveLength(1);
      expect(await deliveries(id)).toHaveLength(1);
    });

    it('T17: follows the schedule while the receiver is down, and delivers all when it is back', async () => {
      const { id, secret } = await endpoint();
      await receiver.down();
      const began = world.clock.now();
      await change(43);
      await change(44);
      await settled();
      let due = 0;
      for (const pause of schedule.slice(1, -1)) {
        due += pause;
        const [one] = await deliveries(id);
        expect(Date.parse(one.nextAt) - world.clock.now()).toBeGreaterThan(pause * 0.9);
        expect(Date.parse(one.nextAt) - world.clock.now()).toBeLessThan(pause * 1.1);
        world.clock.advance(pause * 0.94);
        const before = (await deliveries(id)).map(({ attempts }: any) => attempts);
        await settled();
        expect((await deliveries(id)).map(({ attempts }: any) => attempts)).toEqual(before);
        world.clock.advance(pause * 0.12);
        await settled();
      }
      expect(await deliveries(id)).toMatchObject([
        { state: 'waiting', attempts: 9 },
        { state: 'waiting', attempts: 9, last: { status: null, error: 'The connection failed: ECONNREFUSED.' } },
      ]);
      await receiver.up();
      world.clock.advance(26 * hour);
      await settled();
      expect((world.clock.now() - began) / hour).toBeGreaterThan(75);
      expect(await deliveries(id)).toMatchObject([
        { state: 'delivered', attempts: 10 },
        { state: 'delivered', attempts: 10 },
      ]);
      expect(receiver.received.map((one) => verify(secret, one).data.data.progress as number).toSorted((a, b) => a - b)).toEqual([43, 44]);
      expect(due).toBeGreaterThan(51 * hour);
    });

    it('gives up after ten attempts, lists it as failed, and sends it again under the same id when asked', async () => {
      const { id } = await endpoint();
      receiver.answers((_, response) => void response.writeHead(500).end('x'.repeat(5000)));
      await change(45);
      await change(46);
      await settled();
      for (const pause of schedule.slice(1)) {
        world.clock.advance(pause * 1.06);
        await settled();
      }
      expect(await deliveries(id)).toMatchObject([
        { state: 'failed', attempts: 10, nextAt: null },
        { state: 'failed', attempts: 10 },
      ]);
      const [{ id: first }] = (await deliveries(id)).slice(-1);
      const { log } = await tenant.key.ok(`GET /v1/deliveries/${first}`);
      expect(log).toHaveLength(10);
      expect(log[0]).toMatchObject({ status: 500, answer: 'x'.repeat(1024) });
      receiver.answers((_, response) => void response.end());
      receiver.received.length = 0;
      await tenant.key.ok(`POST /v1/deliveries/${first}/replay`);
      await settled();
      expect(receiver.received.map((one) => one.id)).toEqual([first]);
      expect(await tenant.key.ok(`POST /v1/webhooks/${id}/replay`, {})).toEqual({ count: 1, more: false });
      await settled();
      expect(receiver.received).toHaveLength(2);
      expect((await deliveries(id)).map(({ state }: any) => state)).toEqual(['delivered', 'delivered']);
    });

    it('takes only 2xx for an answer, and follows no redirect', async () => {
      const { id } = await endpoint();
      const answers = [301, 302, 307, 400, 404, 500, 204];
      receiver.answers(
        (_, response) => void response.writeHead(answers[receiver.received.length - 1]!, { location: `${receiver.url}/elsewhere` }).end(),
      );
      await change(47);
      await settled();
      for (const pause of schedule.slice(1, 7)) {
        world.clock.advance(pause * 1.06);
        await settled();
      }
      expect(receiver.received.map(({ path }) => path)).toEqual(Array(7).fill('/hook'));
      expect(new Set(receiver.received.map((one) => one.id)).size).toBe(1);
      expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 7, last: { status: 204 } }]);
    });

    it.each([429, 503])('waits as long as a %i with Retry-After asks', async (status) => {
      const { id } = await endpoint();
      receiver.answers((_, response) => void response.writeHead(status, { 'retry-after': '600' }).end());
      await change(status === 429 ? 48 : 49);
      await settled();
      const [{ nextAt }] = await deliveries(id);
      expect(Math.round((Date.parse(nextAt) - world.clock.now()) / 1000)).toBe(600);
    });

    it('switches an endpoint off that is gone, or at which nothing has arrived for five days, and tells the admins', async () => {
      const { id } = await endpoint();
      receiver.answers((_, response) => void response.writeHead(410).end());
      await change(50);
      await settled();
      expect(await tenant.key.ok(`GET /v1/webhooks/${id}`)).toMatchObject({ enabled: false, disabled: 'gone' });
      await change(51);
      await settled();
      expect(receiver.received).toHaveLength(1);
      expect((await tenant.key.rest(`POST /v1/webhooks/${id}/deliveries`)).body).toMatchObject({ code: 'conflict' });
      expect(await tenant.key.ok(`PATCH /v1/webhooks/${id}`, { enabled: true })).toMatchObject({
        enabled: true,
        disabled: null,
        failingSince: null,
      });

      receiver.answers((_, response) => void response.writeHead(500).end());
      await change(52);
      await settled();
      for (let hours = 0; hours < 118; hours += 2) {
        world.clock.advance(2 * hour);
        if (hours % 24 === 0) await change(53 + hours / 24);
        await settled();
      }
      expect(await tenant.key.ok(`GET /v1/webhooks/${id}`)).toMatchObject({ enabled: true });
      world.clock.advance(3 * hour);
      await change(60);
      await settled();
      expect(await tenant.key.ok(`GET /v1/webhooks/${id}`)).toMatchObject({ enabled: false, disabled: 'failing' });
      const { items } = await tenant.key.ok('GET /v1/notices');
      expect(items.map(({ type, to, state }: any) => [type, to, state])).toEqual(
        ['kept', 'kept'].map((state) => ['webhook.disabled', 'admin@x.example', state]),
      );
      world.clock.advance(30 * hour);
      await settled();
      expect((await deliveries(id)).every(({ state }: any) => state === 'failed')).toBe(true);
    });

    it('signs with two secrets for a day after a rotation, and refuses a second one meanwhile', async () => {
      const { id, secret } = await endpoint();
      const rotated = await tenant.key.ok(`POST /v1/webhooks/${id}/rotate`);
      expect(rotated.secret).not.toBe(secret);
      await change(61);
      await settled();
      for (const one of [secret, rotated.secret]) expect(verify(one, receiver.received[0]!).type).toBe('milestone.updated');
      expect(await tenant.key.rest(`POST /v1/webhooks/${id}/rotate`)).toMatchObject({ status: 409, body: { code: 'conflict' } });
      world.clock.advance(24 * hour + 1);
      await change(62);
      await settled();
      verify(rotated.secret, receiver.received[1]!);
      expect(() => verify(secret, receiver.received[1]!)).toThrow('No matching signature found');
      expect((await tenant.key.ok(`POST /v1/webhooks/${id}/rotate`)).secret).toMatch(/^whsec_/);
    });

    it('shows a secret once and keeps it sealed', async () => {
      const key = { 'idempotency-key': 'once' };
      const { id, secret } = await tenant.key.ok('POST /v1/webhooks', { url: `${receiver.url}/hook` }, key);
      expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
      expect((await tenant.key.ok('POST /v1/webhooks', { url: `${receiver.url}/hook` }, key)).secret).toBeNull();
      expect(JSON.stringify([await tenant.key.ok('GET /v1/webhooks'), await tenant.key.ok(`GET /v1/webhooks/${id}`)])).not.toContain(
        secret,
      );
      const tables = await Promise.all(
        ['webhooks', 'feed', 'idempotency'].map((table) => world.portico.runtime.sequelize.query(`SELECT * FROM ${table}`)),
      );
      expect(JSON.stringify(tables)).not.toContain(secret.slice('whsec_'.length, -1));
    });

    it('refuses addresses and types that it would not serve, in a sentence', async () => {
      const attempt = async (body: object) => (await tenant.key.rest('POST /v1/webhooks', body)).body;
      for (const address of [
        'http://93.184.215.14/',
        'https://127.0.0.1/',
        'https://[::1]/',
        'https://2130706433/',
        'https://a:b@example.com/',
        'https://example.com:22/',
        'ftp://example.com/',
      ]) {
        expect(await attempt({ url: address })).toMatchObject({ code: 'invalid_input', errors: [{ path: 'url' }] });
      }
      expect(await attempt({ url: `${receiver.url}/`, types: ['milestone.exploded'] })).toMatchObject({
        code: 'invalid_input',
        errors: [{ path: 'types.0' }],
      });
      const lead = await tenant.as('lead');
      expect((await lead.rest('GET /v1/webhooks')).status).toBe(403);
    });

    it('T17: a dead endpoint delays no other', async () => {
      const healthy = await endpoint({ url: `${receiver.url}/healthy` });
      await endpoint({ url: `${receiver.url}/dead` });
      const held: ServerResponse[] = [];
      receiver.answers(({ path }, response) => void (path === '/dead' ? held.push(response) : response.end()));
      const began = performance.now();
      for (let progress = 63; progress < 83; progress++) await change(progress);
      await expect
        .poll(async () => (await deliveries(healthy.id)).filter(({ state }: any) => state === 'delivered').length, { timeout: 8000 })
        .toBe(20);
      expect(performance.now() - began).toBeLessThan(8000);
      expect(held.length).toBeLessThanOrEqual(4);
      receiver.answers((_, response) => void response.end());
      for (const response of held) response.end();
      await settled();
    });

    it('T17: a worker that was killed in the middle of a delivery is made up for, under the same id', async () => {
      const { id } = await endpoint();
      // The job as a dead process leaves it: leased, the message perhaps sent, nothing written down.
      const { runtime } = world.portico;
      const hung: ServerResponse[] = [];
      receiver.answers((_, response) => void hung.push(response));
      await change(84);
      await expect.poll(() => receiver.received.length, { timeout: 5000 }).toBe(1);
      const second = await openWorld(database.url, { WEBHOOK_ALLOW: receiver.url, PORTICO_SECRET: runtime.config.secret });
      second.clock.set(world.clock.now() + 31_000);
      receiver.answers((_, response) => void response.end());
      await second.portico.drain();
      await second.close();
      for (const response of hung) response.destroy();
      await settled();
      expect(new Set(receiver.received.map((one) => one.id)).size).toBe(1);
      expect(receiver.received).toHaveLength(2);
      expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
    });

    it('sends a test message', async () => {
      const { id, secret } = await endpoint();
      const sent = await tenant.key.ok(`POST /v1/webhooks/${id}/deliveries`);
      await settled();
      expect(verify(secret, receiver.received[0]!)).toMatchObject({ type: 'webhook.test', data: { webhookId: id } });
      expect((await tenant.key.ok(`GET /v1/deliveries/${sent.id}`)).state).toBe('delivered');
    });
  });
}
