import { pino } from 'pino';
import { QueryTypes } from 'sequelize';
import { expect, it } from 'vitest';
import { createPortico, readConfig } from '../../index.ts';
import { apply, emptyReplica } from '../../testing/replica.ts';
import { onEachDialect } from '../../testing/suite.ts';
import { differences, settledChecksums } from '../../testing/traces.ts';
import type { Caller } from '../../testing/world.ts';

const sentence = '希望系统能在月底前上线';
const item = (title: string, more: object = {}) => ({ title, quote: `${title}，谢谢`, type: 'functional', priority: 'normal', ...more });

onEachDialect('requirements', (given) => {
  const freshProject = async (more: object = {}): Promise<string> =>
    (await given.tenant.key.ok('POST /v1/projects', { clientId: given.tenant.clientId, name: 'listening', ...more })).id;
  const confirm = async (project: string, items: object[], more: object = {}) =>
    (await (await given.tenant.as('editor')).ok('POST /v1/requirements', { project, items, ...more })).items;
  /** Every value of every table as one text. */
  const everything = async (): Promise<string> => {
    const { sequelize } = given.world.portico.runtime;
    const tables = (await sequelize.getQueryInterface().showAllTables()).map((table) =>
      typeof table === 'string' ? table : (table as { tableName: string }).tableName,
    );
    const rows = await Promise.all(tables.map((table) => sequelize.query(`SELECT * FROM \`${table}\``, { type: QueryTypes.SELECT })));
    return JSON.stringify(rows);
  };

  it('reads a deadline in the zone of the project, with the words that it came from', async () => {
    // Already December in Shanghai, still November in New York.
    given.world.clock.set(Date.parse('2026-11-30T17:00:00Z'));
    const [china, america] = [await freshProject({ timeZone: 'Asia/Shanghai' }), await freshProject({ timeZone: 'America/New_York' })];
    const editor = await given.tenant.as('editor');
    for (const [project, date] of [
      [china, '2026-12-31'],
      [america, '2026-11-30'],
    ] as const) {
      const { drafts } = await editor.ok('POST /v1/requirements/parse', { project, text: `  ${sentence}。` });
      expect(drafts).toHaveLength(1);
      expect(drafts[0].due).toMatchObject({ date, phrase: '月底前' });
      const { start, end } = drafts[0].spans.due;
      expect(`  ${sentence}。`.slice(start, end)).toBe('月底前');
    }
  });

  it('keeps nothing of a text that was parsed: no row, no event, no line of the log', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const { secret } = given.world.portico.runtime.config;
    const config = readConfig({
      PORT: '0',
      PORTICO_DATA: given.world.dataDirectory,
      DATABASE_URL: given.databaseUrl,
      PORTICO_SECRET: secret,
    });
    const node = createPortico({ config, clock: given.world.clock, log });
    const caller = async (path: string, body: object) => {
      const headers = {
        authorization: `Bearer ${(await given.tenant.as('owner')).token}`,
        'content-type': 'application/json',
        'idempotency-key': 'parse-once',
      };
      return fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    };
    const port = await node.start();
    try {
      const project = given.tenant.projectId;
      const text = `${sentence}，暗号是白鹭七号。`;
      const before = await settledChecksums(given.world.portico.runtime);
      const answers = [
        await caller('/v1/requirements/parse', { project, text }),
        await caller('/trpc/requirements.parse', { project, text }),
        // Refusals repeat nothing either.
        await caller('/v1/requirements/parse', { project, text: `${text}${'啊'.repeat(8000)}` }),
        await caller('/v1/requirements/parse', { project: `prj_${'0'.repeat(26)}`, text }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 404]);
      expect(((await answers[0]!.json()) as any).drafts[0].quote).toContain('月底前上线');
      for (const refused of answers.slice(2)) expect(await refused.text()).not.toContain('白鹭');
      expect(differences(before, await settledChecksums(given.world.portico.runtime))).toEqual([]);
      expect(await everything()).not.toContain('白鹭');
      await expect.poll(() => lines.length).toBeGreaterThanOrEqual(4);
      expect(lines.join('\n')).toContain('/v1/requirements/parse');
      expect(lines.join('\n')).not.toMatch(/白鹭|月底|\\u767d/);
    } finally {
      await node.stop();
    }
  });

  it('refuses a text of more than 8 000 characters, and one of nothing', async () => {
    const editor = await given.tenant.as('editor');
    const parse = (text: string) => editor.rest('POST /v1/requirements/parse', { project: given.tenant.projectId, text });
    expect((await parse('好'.repeat(8000))).status).toBe(200);
    expect((await parse('好'.repeat(8001))).body).toMatchObject({
      code: 'invalid_input',
      errors: [{ path: 'text', message: 'must have at most 8000 characters' }],
    });
    expect((await parse(' \n')).status).toBe(400);
  });

  it('S37: stores what the client confirmed, all of it with source, author, number and status', async () => {
    const project = await freshProject();
    const text = '首页要能导出报表。\n扫码太慢了，要在 1 秒内。';
    const spans = { quote: { start: 0, end: 8 }, title: { start: 2, end: 8 } };
    const [first, second] = await confirm(
      project,
      [
        item('导出报表', { quote: '首页要能导出报表', due: '2026-12-31', spans, priority: 'high' }),
        item('扫码提速', { type: 'nonfunctional', nfr: 'performance', acceptance: ['1 秒内'], source: 'mail' }),
      ],
      { text },
    );
    expect(first).toMatchObject({
      number: 1,
      reference: 'REQ-1',
      title: '导出报表',
      quote: '首页要能导出报表',
      priority: 'high',
      due: '2026-12-31',
      spans,
      nfr: null,
      acceptance: [],
      status: 'new',
      duplicateOf: null,
      source: 'widget',
      author: { id: given.tenant.contacts.editor, name: 'editor x' },
      rev: 1,
      trail: [{ from: null, to: 'new', actor: { kind: 'contact', name: 'editor x' } }],
    });
    expect(second).toMatchObject({ reference: 'REQ-2', nfr: 'performance', acceptance: ['1 秒内'], source: 'mail' });
    expect(first).not.toHaveProperty('note');
    const lead = await given.tenant.as('lead');
    expect(await lead.ok(`GET /v1/requirements/${first.id}/origin`)).toEqual({ id: first.id, text, spans });
    expect((await (await given.tenant.as('owner')).rest(`GET /v1/requirements/${first.id}/origin`)).status).toBe(403);
    const { events } = await lead.ok(`GET /v1/feed?stream=project:${project}:team`);
    expect(events.filter(({ type }: any) => type === 'requirement.confirmed').map(({ id }: any) => id)).toEqual([first.id, second.id]);
  });

  it('stores all or nothing', async () => {
    const project = await freshProject();
    const editor = await given.tenant.as('editor');
    const { status, body } = await editor.rest('POST /v1/requirements', {
      project,
      items: [item('好'), item('坏', { priority: 'yesterday' })],
    });
    expect([status, body.errors[0].path]).toEqual([400, 'items.1.priority']);
    expect((await editor.ok(`GET /v1/projects/${project}/requirements`)).items).toEqual([]);
  });

  it('a double click stores once, and numbers stay dense', async () => {
    const project = await freshProject();
    const editor = await given.tenant.as('editor');
    const click = (title: string, key: string) =>
      editor.ok('POST /v1/requirements', { project, items: [item(title), item(`${title} 2`)] }, { 'idempotency-key': `${key}-${project}` });
    const [one, other] = await Promise.all([click('a', 'tap'), click('a', 'tap'), click('b', 'b'), click('c', 'c')]);
    expect(one).toEqual(other);
    const { items } = await editor.ok(`GET /v1/projects/${project}/requirements`);
    expect(items.map(({ number }: any) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('S39: sorts and filters by priority, page by page', async () => {
    const project = await freshProject();
    const order = ['low', 'urgent', 'normal', 'high', 'urgent', 'low', 'high'];
    await confirm(
      project,
      order.map((priority, index) => item(`R${index + 1}`, { priority })),
    );
    const viewer = await given.tenant.as('viewer');
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await viewer.ok(`GET /v1/projects/${project}/requirements?sort=priority&limit=2${cursor}`);
      seen.push(...page.items.map(({ title }: any) => title));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    expect(seen).toEqual(['R2', 'R5', 'R4', 'R7', 'R3', 'R1', 'R6']);
    expect((await viewer.ok(`GET /v1/projects/${project}/requirements?priority=high`)).items.map(({ title }: any) => title)).toEqual([
      'R4',
      'R7',
    ]);
    expect((await viewer.ok(`GET /v1/projects/${project}/requirements?status=done`)).items).toEqual([]);
  });

  it('moves by its table, with reason for the client and note for the team', async () => {
    const project = await freshProject();
    const [a, b, c, d] = await confirm(project, [item('A'), item('B'), item('C'), item('D')]);
    const lead = await given.tenant.as('lead');
    const post = (id: string, verb: string, body: object = {}) => lead.rest(`POST /v1/requirements/${id}/${verb}`, body);
    expect((await post(a.id, 'complete')).body).toMatchObject({ code: 'conflict', current: { status: 'new' } });
    await post(a.id, 'accept', { note: '二期一起做' });
    expect((await post(a.id, 'complete', { reason: '已上线' })).body).toMatchObject({ status: 'done' });
    expect((await post(b.id, 'decline', { reason: '与合同范围不符' })).body).toMatchObject({ status: 'declined' });
    expect((await post(c.id, 'duplicate', { of: c.id })).body).toMatchObject({
      code: 'invalid_input',
      errors: [{ path: 'of', message: 'must be another requirement' }],
    });
    expect((await post(c.id, 'duplicate', { of: d.id })).body).toMatchObject({ status: 'duplicate', duplicateOf: d.id });
    expect((await post(d.id, 'duplicate', { of: c.id })).body.errors[0].message).toContain('is a duplicate itself');
    const [elsewhere] = await confirm(given.tenant.projectId, [item('E')]);
    expect((await post(d.id, 'duplicate', { of: elsewhere.id })).body.errors[0].message).toBe('must be a requirement of the same project');
    const seen = await (await given.tenant.as('owner')).ok(`GET /v1/requirements/${a.id}`);
    expect(seen.trail.map(({ to, reason, note }: any) => [to, reason, note])).toEqual([
      ['new', null, undefined],
      ['accepted', null, undefined],
      ['done', '已上线', undefined],
    ]);
    expect((await (await given.tenant.as('editor')).rest(`POST /v1/requirements/${d.id}/accept`)).status).toBe(403);
  });

  it('can be decided anew by a manager, three times, and its author hears of it', async () => {
    const project = await freshProject();
    const [a, b] = await confirm(project, [item('A'), item('B')]);
    const [lead, manager] = [await given.tenant.as('lead'), await given.tenant.as('manager')];
    const post = (who: Caller, id: string, verb: string, body: object = {}) => who.rest(`POST /v1/requirements/${id}/${verb}`, body);
    expect((await post(manager, a.id, 'reopen')).body).toMatchObject({ code: 'conflict', current: { status: 'new' } });
    await post(lead, a.id, 'decline', { reason: '看错了' });
    expect((await post(lead, a.id, 'reopen')).status).toBe(403);
    expect((await post(manager, a.id, 'reopen', { reason: '再看一次' })).body).toMatchObject({ status: 'new', rev: 3 });
    await post(lead, a.id, 'duplicate', { of: b.id });
    expect((await post(manager, a.id, 'reopen')).body).toMatchObject({ status: 'new', duplicateOf: null });
    await post(lead, a.id, 'decline');
    await post(manager, a.id, 'reopen');
    await post(lead, a.id, 'decline');
    expect((await post(manager, a.id, 'reopen')).body).toMatchObject({ code: 'conflict', current: { status: 'declined' } });
    await given.world.portico.drain();
    const { items } = await given.tenant.key.ok('GET /v1/notices');
    expect(items.filter(({ type }: any) => type === 'requirement.reopened')).toHaveLength(3);
  });

  it('S40: the feed has each change of a field with old value, new value, actor and time', async () => {
    const project = await freshProject();
    const [{ id }] = await confirm(project, [item('导出')]);
    const lead = await given.tenant.as('lead');
    await lead.ok(`PATCH /v1/requirements/${id}`, { priority: 'urgent', note: '周报里提过', rev: 1 });
    await lead.ok(`PATCH /v1/requirements/${id}`, { title: '导出 Excel', due: '2027-01-31' });
    expect((await lead.ok(`PATCH /v1/requirements/${id}`, { title: '导出 Excel' })).rev).toBe(3);
    expect((await lead.rest(`PATCH /v1/requirements/${id}`, { title: '别的', rev: 2 })).body).toMatchObject({
      code: 'conflict',
      changedBy: [{ actor: { name: 'lead x' }, fields: ['title'] }],
    });
    const { events } = await lead.ok(`GET /v1/feed?stream=project:${project}:team`);
    const own = events.filter((event: any) => event.id === id);
    const changes = own.slice(1).map(({ data, actor, at }: any, index: number) => {
      const past = own[index].data;
      const fields = Object.keys(data).filter((field) => field !== 'rev' && JSON.stringify(data[field]) !== JSON.stringify(past[field]));
      return { by: actor.name, at: typeof at, fields: Object.fromEntries(fields.map((field) => [field, [past[field], data[field]]])) };
    });
    expect(changes).toEqual([
      { by: 'lead x', at: 'string', fields: { priority: ['normal', 'urgent'], note: [null, '周报里提过'] } },
      { by: 'lead x', at: 'string', fields: { title: ['导出', '导出 Excel'], due: [null, '2027-01-31'] } },
    ]);
    const replica = emptyReplica();
    for (const event of events) apply(replica, event);
    expect(replica.kept.get(`requirements ${id}`)!.data).toEqual(await lead.ok(`GET /v1/requirements/${id}`));
  });

  it('S38: keeps the channel, and the contact in whose name a key speaks', async () => {
    const { key, contacts, projectId } = given.tenant;
    const { items } = await key.ok('POST /v1/requirements', {
      project: projectId,
      items: [item('邮件来的', { source: 'mail' }), item('接口来的')],
      contact: contacts.owner,
    });
    expect(items.map(({ source, author }: any) => [source, author.name])).toEqual([
      ['mail', 'owner x'],
      ['api', 'owner x'],
    ]);
  });

  it('keeps the moment of the tap', async () => {
    const at = new Date(given.world.clock.now() - 86_400_000).toISOString();
    const [one] = await confirm(given.tenant.projectId, [item('昨天写的')], { at });
    expect(one.submittedAt).toBe(at);
  });
});
