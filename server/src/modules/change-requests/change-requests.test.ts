import { describe, expect, it } from 'vitest';
import { createRandom, seed } from '../../testing/random.ts';
import { onEachDialect } from '../../testing/suite.ts';
import { policyRoles, type ContactRole, type MemberRole } from '../../core/policy.ts';
import { machine } from './machine.ts';
import { policy } from './policy.ts';
import { ChangeRequestTable } from './model.ts';
import { modelOf } from '../../db/table.ts';

type Who = MemberRole | ContactRole;
const everybody: readonly Who[] = [...policyRoles.members, ...policyRoles.contacts];
const asked = { title: '增加扫码复核', description: '出库前再扫一次，防止错发。', category: 'scope' };
const words = { reject: { reason: '本期预算已满' }, return: { reason: '请补充涉及的库区' } } as Record<string, object>;

describe('the table of a change request', () => {
  it('names commands that the policy knows, and one action for each', () => {
    for (const { on, action } of machine) {
      expect(Object.keys(policy)).toContain(action);
      expect(new Set(machine.filter((each) => each.on === on).map((each) => each.action)).size).toBe(1);
    }
  });

  it('reaches every state, and goes on from none that is decided', () => {
    const reached = new Set(machine.map(({ to }) => to));
    expect([...reached].toSorted()).toEqual(['approved', 'in_review', 'rejected', 'returned', 'submitted', 'withdrawn']);
    expect(machine.filter(({ from }) => ['approved', 'rejected', 'withdrawn'].includes(String(from)))).toEqual([]);
  });
});

onEachDialect('change requests', (given) => {
  const submit = async (who: Who = 'editor', more: object = {}) =>
    (await given.tenant.as(who)).ok('POST /v1/change-requests', { project: given.tenant.projectId, ...asked, ...more });
  const rest = async (who: Who, call: string, body: object = {}) =>
    (await given.tenant.as(who)).rest(`POST /v1/change-requests/${call}`, body);
  const done = async (who: Who, call: string, body: object = {}) =>
    (await given.tenant.as(who)).ok(`POST /v1/change-requests/${call}`, body);
  /** Another project, so that its numbers begin at 1. */
  const freshProject = async (): Promise<string> =>
    (await given.tenant.key.ok('POST /v1/projects', { clientId: given.tenant.clientId, name: 'numbered' })).id;

  it('S41: is submitted with a number, and its author sees it live', async () => {
    const project = await freshProject();
    const first = await submit('editor', { project, wantedBy: '2027-03-01' });
    expect(first).toMatchObject({
      number: 1,
      reference: 'CR-1',
      ...asked,
      status: 'submitted',
      wantedBy: '2027-03-01',
      projectId: project,
      author: { id: given.tenant.contacts.editor, name: 'editor x' },
      impact: null,
      rev: 1,
      trail: [
        { from: null, to: 'submitted', actor: { kind: 'contact', id: given.tenant.contacts.editor, name: 'editor x' }, reason: null },
      ],
    });
    expect(await submit('owner', { project })).toMatchObject({ reference: 'CR-2' });
    const { items } = await (await given.tenant.as('viewer')).ok(`GET /v1/projects/${project}/change-requests?limit=1`);
    expect(items).toEqual([first]);
  });

  it('S41: refuses what is missing, field by field', async () => {
    const { status, body } = await (
      await given.tenant.as('editor')
    ).rest('POST /v1/change-requests', { project: given.tenant.projectId, title: ' ', category: 'fun' });
    expect([status, body.code, body.errors.map(({ path }: any) => path).toSorted()]).toEqual([
      400,
      'invalid_input',
      ['category', 'description', 'title'],
    ]);
  });

  it('numbers stay dense when twenty are submitted at the same moment', async () => {
    const project = await freshProject();
    const editor = await given.tenant.as('editor');
    const made = await Promise.all(Array.from({ length: 20 }, () => editor.ok('POST /v1/change-requests', { project, ...asked })));
    expect(made.map(({ number }: any) => number).toSorted((a: number, b: number) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  it('a double click submits one', async () => {
    const project = await freshProject();
    const editor = await given.tenant.as('editor');
    const click = () => editor.ok('POST /v1/change-requests', { project, ...asked }, { 'idempotency-key': `tap-${project}` });
    const [one, other] = await Promise.all([click(), click()]);
    expect(one).toEqual(other);
    expect((await editor.ok(`GET /v1/projects/${project}/change-requests`)).items).toHaveLength(1);
  });

  it('S44: goes from review to a decision, each step with actor, time and words', async () => {
    const { id } = await submit();
    await done('manager', `${id}/triage`, { note: '先问仓库' });
    const refused = await rest('lead', `${id}/reject`, { note: 'no reason' });
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, 'reason']);
    const approved = await done('executive', `${id}/approve`, { reason: '同意，纳入二期', note: '毛利 30%' });
    expect(approved).toMatchObject({ status: 'approved', decidedAt: expect.any(String) });
    expect(approved.trail.map(({ from, to, actor, reason, note }: any) => [from, to, actor.name, reason, note])).toEqual([
      [null, 'submitted', 'editor x', null, null],
      ['submitted', 'in_review', 'manager x', null, '先问仓库'],
      ['in_review', 'approved', 'executive x', '同意，纳入二期', '毛利 30%'],
    ]);
  });

  it('keeps the notes of the team, and the names of keys, from the client', async () => {
    const { id } = await given.tenant.key.ok('POST /v1/change-requests', { project: given.tenant.projectId, ...asked });
    await done('manager', `${id}/triage`, { note: 'secret note' });
    const seen = await (await given.tenant.as('owner')).ok(`GET /v1/change-requests/${id}`);
    expect(seen.author).toBeNull();
    expect(seen.trail[0].actor).toEqual({ kind: 'key' });
    expect(JSON.stringify(seen)).not.toContain('note');
  });

  it('a secret key submits in the name of a contact, a person only in their own', async () => {
    const { contacts, projectId, key } = given.tenant;
    expect(await key.ok('POST /v1/change-requests', { project: projectId, ...asked, contact: contacts.owner })).toMatchObject({
      author: { id: contacts.owner, name: 'owner x' },
    });
    expect(
      (await (await given.tenant.as('editor')).rest('POST /v1/change-requests', { project: projectId, ...asked, contact: contacts.owner }))
        .body.code,
    ).toBe('forbidden');
    const other = await given.tenant.key.ok('POST /v1/clients', { name: 'another' });
    const stranger = await given.tenant.key.ok('POST /v1/contacts', { clientId: other.id, name: 'S', email: 's@x.example', role: 'owner' });
    expect((await key.rest('POST /v1/change-requests', { project: projectId, ...asked, contact: stranger.id })).body).toMatchObject({
      code: 'invalid_input',
      errors: [{ path: 'contact' }],
    });
  });

  it('is put right and submitted again after it was returned, at most three times', async () => {
    const { id } = await submit();
    for (let round = 1; round <= 3; round++) {
      await done('lead', `${id}/triage`);
      await done('lead', `${id}/return`, words['return']);
      expect(await done('owner', `${id}/resubmit`, { title: `第 ${round} 版` })).toMatchObject({
        status: 'submitted',
        title: `第 ${round} 版`,
        description: asked.description,
      });
    }
    await done('lead', `${id}/triage`);
    expect((await rest('lead', `${id}/return`, words['return'])).body).toMatchObject({
      code: 'conflict',
      current: { status: 'in_review' },
    });
    expect(await done('lead', `${id}/reject`, words['reject'])).toMatchObject({ status: 'rejected' });
  });

  it('has an impact that is set in review and shown to the client once it is approved', async () => {
    const { id } = await submit();
    const impact = { cost: { amount: 4_800_000, currency: 'CNY' }, days: 6 };
    const lead = await given.tenant.as('lead');
    const owner = await given.tenant.as('owner');
    expect((await lead.rest(`PATCH /v1/change-requests/${id}`, { impact })).body).toMatchObject({
      code: 'conflict',
      current: { status: 'submitted' },
    });
    await done('lead', `${id}/triage`);
    expect(await lead.ok(`PATCH /v1/change-requests/${id}`, { impact, rev: 2 })).toMatchObject({ impact, rev: 3 });
    expect((await lead.ok(`PATCH /v1/change-requests/${id}`, { impact })).rev).toBe(3);
    expect((await lead.rest(`PATCH /v1/change-requests/${id}`, { impact: null, rev: 2 })).body).toMatchObject({
      code: 'conflict',
      current: { impact },
    });
    expect((await owner.ok(`GET /v1/change-requests/${id}`)).impact).toBeNull();
    await done('manager', `${id}/approve`);
    expect((await owner.ok(`GET /v1/change-requests/${id}`)).impact).toEqual(impact);
    expect((await lead.rest(`PATCH /v1/change-requests/${id}`, { impact: null })).status).toBe(409);
  });

  it('of two decisions at the same moment one is taken, and the other is told which', async () => {
    const { id } = await submit();
    await done('manager', `${id}/triage`);
    const [manager, lead] = [await given.tenant.as('manager'), await given.tenant.as('lead')];
    const answers = await Promise.all([
      manager.rest(`POST /v1/change-requests/${id}/approve`),
      lead.rest(`POST /v1/change-requests/${id}/reject`, words['reject']),
    ]);
    const [taken, refused] = answers.toSorted((a, b) => a.status - b.status);
    expect([taken!.status, refused!.status, refused!.body.current.status]).toEqual([200, 409, taken!.body.status]);
    expect(taken!.body.trail).toHaveLength(3);
  });

  it('says what can follow when the table does not allow a command', async () => {
    const { id } = await submit();
    const early = await rest('manager', `${id}/approve`);
    expect([early.status, early.body.code, early.body.current.status]).toEqual([409, 'conflict', 'submitted']);
    expect(early.body.detail).toBe(
      'This change request is submitted, so approve is not possible now. What can follow is triage, withdraw.',
    );
    await done('owner', `${id}/withdraw`, { reason: '不需要了' });
    expect((await rest('manager', `${id}/triage`)).body.detail).toContain('Nothing follows.');
  });

  it('keeps the moment of the tap, within bounds', async () => {
    const now = given.world.clock.now();
    const tapped = new Date(now - 3 * 86_400_000).toISOString();
    expect(await submit('editor', { at: tapped })).toMatchObject({ submittedAt: tapped, trail: [{ at: tapped }] });
    const editor = await given.tenant.as('editor');
    for (const at of [now + 6 * 60_000, now - 8 * 86_400_000]) {
      const { status, body } = await editor.rest('POST /v1/change-requests', {
        project: given.tenant.projectId,
        ...asked,
        at: new Date(at).toISOString(),
      });
      expect([status, body.errors[0].path]).toEqual([400, 'at']);
    }
    // A phone that is a little ahead puts nothing into the future.
    expect((await submit('editor', { at: new Date(now + 60_000).toISOString() })).submittedAt).toBe(new Date(now).toISOString());
  });

  it('the longest past that a request can have still travels in one event', async () => {
    const [title, description, reason, note] = [200, 4000, 500, 500].map((length) => '字'.repeat(length));
    const { id } = await submit('editor', { title, description });
    for (let round = 0; round < 3; round++) {
      await done('lead', `${id}/triage`, { reason, note });
      await done('lead', `${id}/return`, { reason, note });
      await done('editor', `${id}/resubmit`, { title, description, reason });
    }
    await done('lead', `${id}/triage`, { reason, note });
    expect(await done('lead', `${id}/reject`, { reason, note })).toMatchObject({ status: 'rejected' });
  });

  /** What the table and the policy say of a command, worked out by themselves. */
  const expected = (who: Who, from: string, on: string): { status: number; to: string } => {
    const moves = machine.filter((each) => each.on === on);
    if (!policy[moves[0]!.action]!.roles.includes(who)) return { status: 403, to: from };
    const move = moves.find((each) => each.from === from);
    return move ? { status: 200, to: move.to } : { status: 409, to: from };
  };

  it(`S44: random walks by every role reach no state that the table does not allow (SEED=${seed})`, async () => {
    const random = createRandom(seed);
    const callers = new Map(await Promise.all(everybody.map(async (who) => [who, await given.tenant.as(who)] as const)));
    const commands = [...new Set(machine.flatMap(({ from, on }) => (from === null || on === 'estimate' ? [] : [on])))];
    const walks = given.dialect === 'SQLite' ? 12 : 4;
    const visited = new Set<string>();
    for (let walk = 0; walk < walks; walk++) {
      const { id } = await callers.get('owner')!.ok('POST /v1/change-requests', { project: given.tenant.projectId, ...asked });
      let state = 'submitted';
      let steps = 1;
      for (let step = 0; step < 30; step++) {
        const who = random.pick(everybody);
        const on = random.pick(commands);
        const { status, to } = expected(who, state, on);
        const answer = await callers.get(who)!.rest(`POST /v1/change-requests/${id}/${on}`, words[on] ?? {});
        const tooOften = on === 'return' && answer.status === 409 && status === 200;
        expect([who, on, state, tooOften ? 200 : answer.status]).toEqual([who, on, state, status]);
        if (status === 200 && !tooOften) {
          expect(answer.body).toMatchObject({ status: to });
          expect(answer.body.trail.at(-1)).toMatchObject({ from: state, to });
          expect(answer.body.trail).toHaveLength((steps += 1));
          state = to;
        }
        visited.add(state);
      }
      expect(await callers.get('viewer')!.ok(`GET /v1/change-requests/${id}`)).toMatchObject({ status: state });
    }
    expect(visited.size).toBeGreaterThan(3);
  });

  it('S44: from every state, every role tries every command over HTTP', async () => {
    const { runtime } = given.world.portico;
    const { workspaceId } = given.tenant;
    const model = modelOf(runtime.sequelize, ChangeRequestTable);
    const callers = new Map(await Promise.all(everybody.map(async (who) => [who, await given.tenant.as(who)] as const)));
    const states = [...new Set(machine.map(({ to }) => to))];
    const commands = [...new Set(machine.flatMap(({ from, on }) => (from === null || on === 'estimate' ? [] : [on])))];
    const { id } = await submit();
    for (const state of states) {
      for (const who of given.dialect === 'SQLite' ? everybody : (['manager', 'executive', 'finance', 'editor', 'viewer'] as const)) {
        for (const on of commands) {
          await model.update({ status: state }, { where: { workspaceId, id } });
          const { status, to } = expected(who, state, on);
          const answer = await callers.get(who)!.rest(`POST /v1/change-requests/${id}/${on}`, words[on] ?? {});
          const [row] = (await model.findAll({ where: { workspaceId, id }, raw: true })) as unknown as { status: string; rev: number }[];
          expect([who, on, state, answer.status, row!.status]).toEqual([who, on, state, status, to]);
          await model.update({ trail: JSON.stringify([]) }, { where: { workspaceId, id } });
        }
      }
    }
  });
});
