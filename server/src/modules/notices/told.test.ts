/** What people are told of change requests, surveys and requirements: each once, in their language, and of nothing that is not theirs. */
import { beforeEach, expect, it } from 'vitest';
import { onEachDialect } from '../../testing/suite.ts';

onEachDialect('what people are told', (given) => {
  const outbox = async (): Promise<{ toName: string; subject: string; text: string; type: string }[]> => {
    await given.world.portico.drain();
    return (await given.tenant.key.ok('GET /v1/notices?limit=100')).items;
  };
  let seen = new Set<string>();
  beforeEach(async () => {
    seen = new Set((await outbox()).map((row) => JSON.stringify(row)));
  });
  /** What was written since the test began. */
  const since = async () =>
    (await outbox())
      .filter((row) => !seen.has(JSON.stringify(row)))
      .toSorted((a, b) => (a.toName + a.subject < b.toName + b.subject ? -1 : 1));

  it('S41: the manager hears of a change request, its author of the decision, without notes and with the impact', async () => {
    const { tenant } = given;
    await tenant.key.ok(`PATCH /v1/contacts/${tenant.contacts.editor}`, { lang: 'en' });
    const editor = await tenant.as('editor');
    const { id } = await editor.ok('POST /v1/change-requests', {
      project: tenant.projectId,
      title: '扫码复核',
      description: '再扫一次',
      category: 'scope',
      wantedBy: '2027-03-01',
    });
    expect((await since()).map(({ toName, subject }) => [toName, subject])).toEqual([
      ['manager x', '【project x】新的变更申请 CR-1：扫码复核'],
    ]);
    expect((await since())[0]!.text).toContain(
      'editor x提交了变更申请 CR-1“扫码复核”（范围）。\n\n再扫一次\n\n希望完成日期：2027年3月1日 周一。',
    );
    const lead = await tenant.as('lead');
    await lead.ok(`POST /v1/change-requests/${id}/triage`, { note: 'secret note' });
    await lead.ok(`PATCH /v1/change-requests/${id}`, { impact: { cost: { amount: 4_800_050, currency: 'CNY' }, days: 1 } });
    expect(await since()).toHaveLength(1);
    await lead.ok(`POST /v1/change-requests/${id}/approve`, { reason: 'Part of phase 2', note: 'secret note' });
    const [decision, ...more] = (await since()).filter(({ type }) => type === 'change_request.approved');
    expect(more).toEqual([]);
    expect([decision!.toName, decision!.subject]).toEqual(['editor x', 'CR-1 was approved: 扫码复核 · project x']);
    expect(decision!.text).toContain(
      'was approved by lead x.\n\nThey say: Part of phase 2\n\nCost: CN¥48,000.50\n\nSchedule: 1 working day later',
    );
    expect(decision!.text).not.toContain('secret');
  });

  it('S80: every contact is asked when a survey opens, and the manager hears who has answered', async () => {
    const { tenant } = given;
    const questions = [{ id: 'words', kind: 'text', label: '?' }];
    const { id } = await tenant.key.ok('POST /v1/surveys', {
      project: tenant.projectId,
      title: '满意度',
      intro: '两分钟',
      translations: { en: { title: 'Satisfaction' } },
      wave: 'Q4',
      questions,
    });
    expect(await since()).toEqual([]);
    await tenant.key.ok(`POST /v1/surveys/${id}/open`);
    expect((await since()).map(({ toName, subject }) => [toName, subject])).toEqual([
      ['editor x', 'We would like your opinion: Satisfaction · project x'],
      ['owner x', '【project x】请您评价：满意度'],
      ['viewer x', '【project x】请您评价：满意度'],
    ]);
    await (await tenant.as('owner')).ok(`POST /v1/surveys/${id}/responses`, { answers: { words: '很好' } });
    const [answer] = (await since()).filter(({ type }) => type === 'response.submitted');
    expect([answer!.toName, answer!.subject]).toEqual(['manager x', '【project x】owner x 回答了问卷：满意度']);
    expect(answer!.text).toContain('很好');
  });

  it('S37: the manager hears of each requirement once, its author what became of it', async () => {
    const { tenant } = given;
    const owner = await tenant.as('owner');
    const item = (title: string) => ({ title, quote: `希望${title}`, type: 'functional', priority: 'high', due: '2026-12-31' });
    const tap = { 'idempotency-key': 'one-tap' };
    const send = () => owner.ok('POST /v1/requirements', { project: tenant.projectId, items: [item('导出'), item('打印')] }, tap);
    const [{ items }] = await Promise.all([send(), send()]);
    expect((await since()).map(({ toName, subject }) => [toName, subject])).toEqual([
      ['manager x', '【project x】新的需求 REQ-1：导出'],
      ['manager x', '【project x】新的需求 REQ-2：打印'],
    ]);
    await (await tenant.as('lead')).ok(`POST /v1/requirements/${items[0].id}/decline`, { reason: '不在范围内' });
    const [decision] = (await since()).filter(({ type }) => type === 'requirement.declined');
    expect([decision!.toName, decision!.subject]).toEqual(['owner x', '【project x】需求 REQ-1 未采纳：导出']);
    expect(decision!.text).toContain('说明：不在范围内');
  });
});
