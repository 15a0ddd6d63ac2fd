import { expect, it } from 'vitest';
import { onEachDialect } from '../../testing/suite.ts';

const questions = [
  { id: 'recommend', kind: 'nps', label: '推荐？' },
  {
    id: 'pick',
    kind: 'single',
    label: '选一个',
    options: [
      { id: 'a', label: '甲', translations: { en: { label: 'A' } } },
      { id: 'b', label: '乙' },
    ],
  },
];

onEachDialect('surveys', (given) => {
  const draft = (more: object = {}) => ({ project: given.tenant.projectId, title: '满意度', wave: '2026 Q4', questions, ...more });
  const create = (more: object = {}) => given.tenant.key.ok('POST /v1/surveys', draft(more));

  it('S80: contacts see it once it is open, and live', async () => {
    const owner = await given.tenant.as('owner');
    const { id, status, openedAt } = await create({
      intro: '三分钟',
      translations: { en: { title: 'Satisfaction', intro: 'Three minutes' } },
    });
    expect([status, openedAt]).toEqual(['draft', null]);
    expect((await owner.rest(`GET /v1/surveys/${id}`)).status).toBe(404);
    const { streams } = await owner.ok(`GET /v1/projects/${given.tenant.projectId}/snapshot`);
    await (await given.tenant.as('sales')).ok(`POST /v1/surveys/${id}/open`);
    const { events } = await owner.ok(`GET /v1/feed?stream=${streams[0].stream}&epoch=${streams[0].epoch}&seq=${streams[0].seq}`);
    expect(events.map(({ type, data }: any) => [type, data.id, data.status])).toEqual([['survey.opened', id, 'open']]);
    expect(await owner.ok(`GET /v1/surveys/${id}`)).toEqual(events[0].data);
    await given.tenant.key.ok(`POST /v1/surveys/${id}/close`);
    expect(await owner.ok(`GET /v1/surveys/${id}`)).toMatchObject({
      status: 'closed',
      translations: { en: { title: 'Satisfaction', intro: 'Three minutes' } },
    });
  });

  it('lists contacts no drafts, whatever they filter by', async () => {
    const { id } = await create();
    const viewer = await given.tenant.as('viewer');
    for (const filter of ['', '?status=draft']) {
      const { items } = await viewer.ok(`GET /v1/projects/${given.tenant.projectId}/surveys${filter}`);
      expect(items.map((survey: any) => survey.id)).not.toContain(id);
    }
    expect(
      (await given.tenant.key.ok(`GET /v1/projects/${given.tenant.projectId}/surveys?status=draft`)).items.map((survey: any) => survey.id),
    ).toContain(id);
  });

  it('freezes its questions once it is open', async () => {
    const { id } = await create();
    const { key } = given.tenant;
    expect(await key.ok(`PATCH /v1/surveys/${id}`, { questions: questions.slice(0, 1) })).toMatchObject({
      rev: 2,
      questions: [{ id: 'recommend' }],
    });
    await key.ok(`POST /v1/surveys/${id}/open`);
    const refused = await key.rest(`PATCH /v1/surveys/${id}`, { questions });
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'The questions of a survey stay as they are once it is open. Close it and make a new one.',
    ]);
    expect((await key.rest(`PATCH /v1/surveys/${id}`, { wave: 'other' })).status).toBe(409);
    expect(await key.ok(`PATCH /v1/surveys/${id}`, { title: '客户满意度' })).toMatchObject({ title: '客户满意度', status: 'open' });
    await key.ok(`POST /v1/surveys/${id}/close`);
    expect((await key.rest(`PATCH /v1/surveys/${id}`, { title: 'x' })).status).toBe(409);
    expect((await key.rest(`POST /v1/surveys/${id}/open`)).body).toMatchObject({
      code: 'conflict',
      detail: 'This survey is closed, so open is not possible now. Nothing follows.',
    });
  });

  it('is written by admin, manager and sales, and by nobody else', async () => {
    for (const [role, status] of [
      ['admin', 201],
      ['manager', 201],
      ['sales', 201],
      ['lead', 403],
      ['engineer', 403],
      ['owner', 403],
    ] as const) {
      expect([role, (await (await given.tenant.as(role)).rest('POST /v1/surveys', draft())).status]).toEqual([role, status]);
    }
  });

  it('refuses a definition that nobody could answer', async () => {
    const wrong = async (question: object) => (await given.tenant.key.rest('POST /v1/surveys', draft({ questions: [question] }))).status;
    expect(await wrong({ id: 'q', kind: 'single', label: 'x' })).toBe(400);
    expect(await wrong({ id: 'q', kind: 'single', label: 'x', options: [{ id: 'a', label: 'A' }] })).toBe(400);
    expect(
      await wrong({
        id: 'q',
        kind: 'multiple',
        label: 'x',
        options: [
          { id: 'a', label: 'A' },
          { id: 'a', label: 'B' },
        ],
      }),
    ).toBe(400);
    expect(await wrong({ id: 'q', kind: 'nps', label: 'x', options: [] })).toBe(400);
    expect(await wrong({ id: '__proto__', kind: 'nps', label: 'x' })).toBe(400);
    expect((await given.tenant.key.rest('POST /v1/surveys', draft({ questions: [...questions, questions[0]] }))).status).toBe(400);
  });

  it('refuses one that would not fit into an event', async () => {
    const long = Array.from({ length: 30 }, (_, index) => ({
      id: `q${index}`,
      kind: 'text',
      label: '字'.repeat(300),
      translations: { en: { label: '字'.repeat(300) } },
    }));
    const { status, body } = await given.tenant.key.rest('POST /v1/surveys', draft({ questions: long }));
    expect([status, body.errors]).toEqual([400, [{ path: 'questions', message: 'are too long together' }]]);
  });
});
