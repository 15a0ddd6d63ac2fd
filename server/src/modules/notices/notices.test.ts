import { QueryTypes } from 'sequelize';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dialects, freshDatabase, type FreshDatabase } from '../../../../test/services/index.ts';
import { movableClock, today } from '../../core/clock.ts';
import { seed } from '../../demo/seed.ts';
import { story } from '../../demo/story.ts';
import { consumers } from '../../outbound/index.ts';
import { openMailServer, type Mail } from '../../testing/mail-server.ts';
import { openWorld, type Tenant, type World } from '../../testing/world.ts';

for (const { name, url } of dialects()) {
  describe.skipIf(url === null)(`${name}: notices`, () => {
    let database: FreshDatabase;
    let world: World;
    let tenant: Tenant;
    let server: Awaited<ReturnType<typeof openMailServer>>;
    beforeAll(async () => {
      database = await freshDatabase(name);
      server = await openMailServer();
      world = await openWorld(database.url, { SMTP_URL: server.url, MAIL_FROM: 'Portico <portico@vendor.example>' });
    });
    afterAll(async () => {
      await world?.close();
      await server?.down();
      await database?.drop();
    });
    beforeEach(async () => {
      tenant = await world.tenant();
      await settled();
      server.mails.length = 0;
      server.refuse.clear();
    });

    const settled = () => world.portico.drain();
    const change = (body: object, at = 0) => tenant.key.ok(`PATCH /v1/milestones/${tenant.milestoneIds[at]}`, body);
    const outbox = async () => (await tenant.key.ok('GET /v1/notices')).items;

    it('S130: tells the owner and the editor that a date has moved, each in their language, once', async () => {
      await tenant.key.ok(`PATCH /v1/contacts/${tenant.contacts.editor}`, { lang: 'en', name: 'Zoë <b>' });
      await tenant.key.ok(`PATCH /v1/projects/${tenant.projectId}`, {
        name: '仓储 & 物流',
        translations: { en: { name: 'Warehouse & <i>' } },
      });
      await change({
        name: '系统上线',
        due: '2026-12-08',
        reason: '缺件\n等供应商',
        translations: { en: { name: 'Go live', reason: 'Parts are late' } },
      });
      await settled();
      expect(server.mails.map(({ to }) => to).toSorted()).toEqual(['editor@x.example', 'owner@x.example']);
      const [english, chinese] = server.mails.toSorted((a, b) => (a.to < b.to ? -1 : 1)) as [Mail, Mail];
      expect(chinese.header('subject')).toBe('【仓储 & 物流】推迟 7 天：系统上线');
      expect(chinese.parts[0]).toBe(
        'owner x，您好：\n\n里程碑“系统上线”的日期由 2026年12月1日 周二 改为 2026年12月8日 周二，推迟 7 天。\n\n原因：缺件\n等供应商\n\nVendor x项目门户\n本邮件自动发出，请勿直接回复。',
      );
      expect(english.header('subject')).toBe('Go live is 7 days later · Warehouse & <i>');
      expect(english.parts[0]).toContain(
        'Hello Zoë <b>,\n\nThe milestone “Go live” was promised for Tuesday 1 December 2026 and is now promised for Tuesday 8 December 2026, 7 days later.\n\nWhy: Parts are late',
      );
      expect(english.parts[1]).toContain('Hello Zoë &lt;b&gt;,');
      expect(english.parts[1]).not.toMatch(/<b>|<i>|<script|src=|href=/);
      expect(chinese.parts[1]).toContain('<html lang="zh-CN">');
      expect(chinese.parts[1]).toContain('原因：缺件<br>等供应商');
      expect(english.header('from')).toBe('Vendor x <portico@vendor.example>');
      expect(english.header('auto-submitted')).toBe('auto-generated');
      const rows = await outbox();
      expect(rows).toMatchObject([{ state: 'sent', type: 'milestone.updated' }, { state: 'sent' }]);
      expect(server.mails.map((mail) => mail.header('message-id')).toSorted()).toEqual(
        rows.map(({ id }: any) => `<${id}@vendor.example>`).toSorted(),
      );
    });

    it('tells that a milestone is done, and how that compares with the promise', async () => {
      world.clock.set(Date.parse('2026-12-03T02:00:00Z'));
      await change({ status: 'done' });
      await settled();
      expect(server.mails.map((mail) => mail.header('subject'))).toEqual(Array(2).fill('【project x】已完成：milestone x'));
      expect(server.mails[0]!.parts[0]).toContain(
        '里程碑“milestone x”已于 2026年12月3日 周四 完成。\n\n承诺日期为 2026年12月1日 周二，晚了 2 天。',
      );
      world.clock.set(Date.now());
    });

    it('tells clients nothing that they may not see, and nobody what is no news', async () => {
      await change({ due: '2026-12-20' }, 2);
      await change({ status: 'done' }, 2);
      await change({ progress: 60 });
      await change({ note: 'for us', ownerId: tenant.members.engineer });
      await change({ due: '2026-12-20', visibility: 'internal' }, 1);
      await settled();
      expect(server.mails).toEqual([]);
      const jobs = await world.portico.runtime.sequelize.query<{ payload: string }>(
        "SELECT payload FROM jobs WHERE kind = 'notices.write'",
        {
          type: QueryTypes.SELECT,
        },
      );
      // The team's date has moved, once; for all else there is nothing to carry out.
      const own = jobs.map(({ payload }) => JSON.parse(payload).stream).filter((stream) => stream.includes(tenant.projectId));
      expect(own.length).toBeLessThan(4);
    });

    it('shows members the outbox live, and contacts nothing of it', async () => {
      const lead = await tenant.as('lead');
      await change({ due: '2026-12-15' });
      await settled();
      const { entities } = await lead.ok('GET /v1/me/snapshot');
      expect(entities.notices).toHaveLength(2);
      expect(entities.notices[0]).toMatchObject({
        state: 'sent',
        subject: expect.any(String),
        text: expect.any(String),
        to: expect.any(String),
        lang: 'zh-CN',
      });
      const owner = await tenant.as('owner');
      expect((await owner.rest('GET /v1/notices')).status).toBe(403);
      expect((await lead.rest(`POST /v1/notices/${entities.notices[0].id}/send`)).status).toBe(403);
      expect((await tenant.key.rest(`POST /v1/notices/${entities.notices[0].id}/send`)).body.code).toBe('conflict');
    });

    it('one mail each although the dispatcher hands the same events over twice', async () => {
      const events: any[] = [];
      const listen = (some: readonly unknown[]): void => void events.push(...some);
      world.portico.runtime.committed.add(listen);
      await change({ due: '2026-12-16' });
      world.portico.runtime.committed.delete(listen);
      await settled();
      await Promise.all(consumers.map((consumer) => consumer.consume(world.portico.runtime, events)));
      // Even where the job of the first time is gone.
      await world.portico.runtime.sequelize.query("DELETE FROM jobs WHERE kind = 'notices.write'");
      await Promise.all(consumers.map((consumer) => consumer.consume(world.portico.runtime, events)));
      await settled();
      expect(server.mails).toHaveLength(2);
    });

    it('waits for a mail server that is away, and gives up in the open after hours', async () => {
      await server.down();
      await change({ due: '2026-12-17' });
      await settled();
      expect(await outbox()).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
      await server.up();
      world.clock.advance(3000);
      await settled();
      expect(server.mails).toHaveLength(2);
      expect(await outbox()).toMatchObject([{ state: 'sent' }, { state: 'sent' }]);

      await server.down();
      await change({ due: '2026-12-18' });
      for (let tries = 0; tries < 13; tries++) {
        await settled();
        world.clock.advance(2 * 3_600_000);
      }
      const failed = (await outbox()).slice(0, 2);
      expect(failed).toMatchObject([
        { state: 'failed', problem: 'unreachable' },
        { state: 'failed', problem: 'unreachable' },
      ]);
      await server.up();
      server.mails.length = 0;
      await tenant.key.ok(`POST /v1/notices/${failed[0].id}/send`);
      await settled();
      expect(server.mails).toHaveLength(1);
      expect(await tenant.key.ok(`GET /v1/notices/${failed[0].id}`)).toMatchObject({ state: 'sent', problem: null });
    });

    it('a refused mailbox fails at once and holds up nobody; a deferred one is tried again', async () => {
      server.refuse.set('owner@x.example', 550).set('editor@x.example', 451);
      await change({ due: '2026-12-19' });
      await settled();
      const state = async (to: string) => (await outbox()).find((one: any) => one.to === to);
      expect(await state('owner@x.example')).toMatchObject({ state: 'failed', problem: 'refused' });
      expect(await state('editor@x.example')).toMatchObject({ state: 'waiting' });
      server.refuse.clear();
      world.clock.advance(3000);
      await settled();
      expect(server.mails.map(({ to }) => to)).toEqual(['editor@x.example']);
    });

    it('lets a member write to a person, with no header of their own', async () => {
      const sent = await tenant.key.ok('POST /v1/notices', {
        contactId: tenant.contacts.owner,
        subject: '请确认：Bcc: x@y.example',
        text: '第一行\n\n第二行',
      });
      expect(
        (await tenant.key.rest('POST /v1/notices', { contactId: tenant.contacts.owner, subject: 'a\r\nBcc: x@y.example', text: 'b' }))
          .status,
      ).toBe(400);
      expect((await tenant.key.rest('POST /v1/notices', { subject: 'a', text: 'b' })).status).toBe(400);
      await settled();
      expect(server.mails.map(({ to }) => to)).toEqual(['owner@x.example']);
      expect(server.mails[0]!.header('bcc')).toBe('');
      expect(sent.text).toContain('第二行\n\nVendor x项目门户');
    });

    it('leads clients to the portal, where the workspace has one, and members not', async () => {
      expect((await tenant.key.rest('PATCH /v1/workspace', { portalUrl: 'javascript:alert(1)' })).status).toBe(400);
      expect((await (await tenant.as('manager')).rest('PATCH /v1/workspace', { portalUrl: null })).status).toBe(403);
      const portalUrl = 'https://vendor.example/portal?a=1&b=2';
      expect(await tenant.key.ok('PATCH /v1/workspace', { portalUrl })).toMatchObject({ portalUrl });
      await tenant.key.ok(`PATCH /v1/contacts/${tenant.contacts.editor}`, { lang: 'en' });
      await change({ due: '2026-12-22', reason: '请看 https://elsewhere.example/' });
      const text = '说明';
      await tenant.key.ok('POST /v1/notices', { memberId: tenant.members.lead, subject: '说明', text });
      await settled();
      const [english, member, chinese] = server.mails.toSorted((a, b) => (a.to < b.to ? -1 : 1)) as [Mail, Mail, Mail];
      expect(chinese.parts[0]).toContain(`\n\n请在项目门户查看和回复：\n${portalUrl}\n\nVendor x项目门户`);
      expect(english.parts[0]).toContain(`\n\nSee it and answer in the project portal:\n${portalUrl}\n\nVendor x, project portal`);
      // What people wrote leads nowhere.
      expect(chinese.parts[1]!.match(/href="[^"]*"/g)).toEqual(['href="https://vendor.example/portal?a=1&amp;b=2"']);
      expect(member.parts[0]).not.toContain('vendor.example/portal');
    });

    it('tells nobody what happened long ago', async () => {
      const { runtime } = world.portico;
      const events: any[] = [];
      const listen = (some: readonly unknown[]): void => void events.push(...some);
      runtime.committed.add(listen);
      await change({ due: '2026-12-21' });
      runtime.committed.delete(listen);
      // Away for two days before its turn comes.
      world.clock.advance(-1);
      const late = { ...runtime, clock: movableClock(world.clock.now() + 48 * 3_600_000) };
      await settled();
      server.mails.length = 0;
      await runtime.sequelize.query('DELETE FROM notices');
      const { jobs } = runtime.modules;
      const { stream, seq } = events.find((event) => event.stream.endsWith(':team'));
      await jobs.get('notices.write')!.run(late, { stream, seq }, { id: 'job', workspaceId: tenant.workspaceId, attempt: 1 });
      await settled();
      expect(server.mails).toEqual([]);
      await jobs.get('notices.write')!.run(runtime, { stream, seq }, { id: 'job', workspaceId: tenant.workspaceId, attempt: 1 });
      await settled();
      expect(server.mails).toHaveLength(2);
    });

    it('clears the outbox after a month, live', async () => {
      await change({ due: '2026-12-22' });
      await settled();
      world.clock.advance(31 * 24 * 3_600_000);
      await settled();
      expect(await outbox()).toEqual([]);
      const lead = await tenant.as('lead');
      expect((await lead.ok('GET /v1/me/snapshot')).entities.notices ?? []).toEqual([]);
    });
  });

  describe.skipIf(url === null)(`${name}: notices without a mail server`, () => {
    it('are read page by page, in one order, by who works for one project: its own and those of the workspace', async () => {
      const database = await freshDatabase(name);
      const world = await openWorld(database.url);
      const tenant = await world.tenant();
      const project = await tenant.key.ok('POST /v1/projects', { clientId: tenant.clientId, name: 'Another', status: 'active' });
      const stage = await tenant.key.ok('POST /v1/stages', { projectId: project.id, name: 'Build' });
      const { id: elsewhere } = await tenant.key.ok('POST /v1/milestones', { stageId: stage.id, name: 'Elsewhere', due: '2026-12-01' });
      for (const [nth, id] of [tenant.milestoneIds[0], elsewhere, tenant.milestoneIds[0], elsewhere].entries()) {
        await tenant.key.ok(`PATCH /v1/milestones/${id}`, { due: `2026-12-${10 + nth}` });
        await world.portico.drain();
        await tenant.key.ok('POST /v1/notices', { contactId: tenant.contacts.owner, subject: `Word ${nth}`, text: 'As said.' });
      }
      const all = (await tenant.key.ok('GET /v1/notices?limit=100')).items;
      const own = all.filter(({ projectId }: any) => projectId !== project.id);
      expect([own.length, new Set(own.map(({ projectId }: any) => projectId))]).toEqual([8, new Set([tenant.projectId, null])]);
      expect(all.length).toBe(12);
      const manager = await tenant.as('manager', { project: tenant.projectId });
      const paged: unknown[] = [];
      for (let cursor = ''; ;) {
        const page = await manager.ok(`GET /v1/notices?limit=3${cursor}`);
        paged.push(...page.items);
        if (!page.next) break;
        cursor = `&cursor=${page.next}`;
      }
      expect(paged).toEqual(own);
      await world.close();
      await database.drop();
    });

    it('are kept to be read', async () => {
      const database = await freshDatabase(name);
      const world = await openWorld(database.url);
      const tenant = await world.tenant();
      await tenant.key.ok(`PATCH /v1/milestones/${tenant.milestoneIds[0]}`, { due: '2026-12-09' });
      await world.portico.drain();
      const { items } = await tenant.key.ok('GET /v1/notices');
      expect(items).toMatchObject([{ state: 'kept', sentAt: null, projectId: tenant.projectId }, { state: 'kept' }]);
      expect((await tenant.key.rest(`POST /v1/notices/${items[0].id}/send`)).body).toMatchObject({
        code: 'conflict',
        detail: expect.stringContaining('No mail server is configured'),
        current: { state: 'kept' },
      });
      await world.close();
      await database.drop();
    });
  });
}

describe('history', () => {
  it('that is written down afterwards, as the demo does it, is told to nobody', async () => {
    const database = await freshDatabase('SQLite');
    const world = await openWorld(database.url);
    const { runtime } = world.portico;
    const { secretKey, projectId } = await seed(runtime, story(today(runtime.clock, 'Asia/Shanghai')), 'http://127.0.0.1:4401');
    await world.portico.drain();
    const vendor = world.caller(secretKey);
    expect((await vendor.ok('GET /v1/notices')).items).toEqual([]);
    const { items } = await vendor.ok(`GET /v1/projects/${projectId}/milestones`);
    await vendor.ok(
      `PATCH /v1/milestones/${items.find(({ status, visibility }: any) => status === 'planned' && visibility === 'client').id}`,
      { due: '2027-12-31' },
    );
    await world.portico.drain();
    expect((await vendor.ok('GET /v1/notices')).items).toHaveLength(2);
    await world.close();
    await database.drop();
  });
});
