import { describe, expect, it } from 'vitest';
import { modelOf } from '../../db/table.ts';
import { onEachDialect } from '../../testing/suite.ts';
import type { ContactRole } from '../../core/policy.ts';
import { ResponseTable } from './model.ts';
import { csatOf, npsOf, percentOf } from './results.ts';

const questions = [
  {
    id: 'recommend',
    kind: 'nps',
    label: '您有多大可能把我们推荐给同行？',
    translations: { en: { label: 'How likely are you to recommend us?' } },
    required: true,
  },
  { id: 'handover', kind: 'csat', label: '您对本阶段交付满意吗？' },
  {
    id: 'best',
    kind: 'single',
    label: '做得最好的是？',
    options: [
      { id: 'plan', label: '计划' },
      { id: 'people', label: '人员' },
    ],
  },
  {
    id: 'better',
    kind: 'multiple',
    label: '哪些可以更好？',
    options: [
      { id: 'docs', label: '文档' },
      { id: 'speed', label: '速度' },
      { id: 'reports', label: '汇报' },
    ],
    max: 2,
  },
  { id: 'words', kind: 'text', label: '还想说什么？' },
];

describe('the standard definitions, by hand', () => {
  it('S81: NPS is percent of 9 and 10 less percent of 0 to 6', () => {
    // 4 promoters, 3 passives, 3 detractors of 10: 40 − 30.
    expect(npsOf([10, 9, 9, 10, 8, 7, 7, 6, 0, 3])).toEqual({ score: 10, promoters: 4, passives: 3, detractors: 3 });
    expect(npsOf([0, 6]).score).toBe(-100);
    expect(npsOf([9, 10]).score).toBe(100);
    expect(npsOf([7, 8]).score).toBe(0);
    // 2 of 7 less 1 of 7: 14.2857… %.
    expect(npsOf([9, 10, 8, 8, 7, 7, 5]).score).toBe(14.3);
    expect(npsOf([]).score).toBeNull();
  });

  it('CSAT is percent of 4 and 5', () => {
    expect(csatOf([5, 4, 3, 2, 1])).toBe(40);
    expect(csatOf([5, 4, 4])).toBe(100);
    expect(csatOf([5, 3, 3])).toBe(33.3);
    expect(csatOf([])).toBeNull();
  });

  it('a score and its mirror image round alike', () => {
    for (const part of [1, 3, 5, 7]) expect(percentOf(-part, 16)).toBe(-percentOf(part, 16)!);
    expect(Object.is(percentOf(-0, 3), 0)).toBe(true);
  });
});

onEachDialect('responses', (given) => {
  const survey = (more: object = {}) =>
    given.tenant.key.ok('POST /v1/surveys', {
      project: given.tenant.projectId,
      title: '阶段满意度',
      wave: '2026 Q4',
      questions,
      open: true,
      ...more,
    });
  const answer = async (who: ContactRole, id: string, answers: object, more: object = {}, headers: Record<string, string> = {}) =>
    (await given.tenant.as(who)).rest(`POST /v1/surveys/${id}/responses`, { answers, ...more }, headers);

  it('S80: counts each contact once a wave, with a clear answer to the second', async () => {
    const { id } = await survey();
    const first = await answer('owner', id, { recommend: 9, better: ['docs', 'speed'], words: '很好' });
    expect([first.status, first.body]).toMatchObject([
      201,
      {
        surveyId: id,
        contact: { id: given.tenant.contacts.owner, name: 'owner x' },
        answers: { recommend: 9, better: ['docs', 'speed'], words: '很好' },
      },
    ]);
    const second = await answer('owner', id, { recommend: 3 });
    expect([second.status, second.body.code, second.body.detail]).toEqual([
      409,
      'conflict',
      'You have answered this survey already; each contact answers a wave once.',
    ]);
    expect(second.body.current.id).toBe(first.body.id);
    expect((await answer('viewer', id, { recommend: 7 })).status).toBe(201);
    const another = await survey({ wave: '2027 Q1' });
    expect((await answer('owner', another.id, { recommend: 10 })).status).toBe(201);
  });

  it('S80: of ten answers at the same moment one is taken', async () => {
    const { id } = await survey();
    const statuses = (await Promise.all(Array.from({ length: 10 }, () => answer('editor', id, { recommend: 8 })))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(9);
  });

  it('S80: the database itself takes no second one', async () => {
    const { id } = await survey();
    await answer('editor', id, { recommend: 8 });
    const model = modelOf(given.world.portico.runtime.sequelize, ResponseTable);
    const [row] = (await model.findAll({ where: { surveyId: id }, raw: true })) as unknown as Record<string, unknown>[];
    await expect(model.create({ ...row, id: `rsp_${'0'.repeat(26)}` })).rejects.toThrow(/Validation error|UNIQUE/i);
  });

  it('a double click answers once', async () => {
    const { id } = await survey();
    const key = { 'idempotency-key': `tap-${id}` };
    const [one, other] = await Promise.all([
      answer('owner', id, { recommend: 6 }, {}, key),
      answer('owner', id, { recommend: 6 }, {}, key),
    ]);
    expect([one.status, other.status, other.body]).toEqual([201, 201, one.body]);
  });

  it('checks every answer against its question, and says everything that is wrong at once', async () => {
    const { id } = await survey();
    const wrong = await answer('owner', id, { handover: 6, best: 'docs', better: ['docs', 'speed', 'reports'], words: 4, nobody: 1 });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid_input']);
    expect(Object.fromEntries(wrong.body.errors.map(({ path, message }: any) => [path, message]))).toEqual({
      'answers.handover': 'must be a whole number from 1 to 5',
      'answers.best': 'must be the id of one of the options',
      'answers.better': 'must name at most 2 options',
      'answers.words': 'must be text',
      'answers.nobody': 'is not a question of this survey',
      'answers.recommend': 'must be answered',
    });
    for (const recommend of [-1, 11, 7.5, '7', null]) expect((await answer('owner', id, { recommend })).status).toBe(400);
    expect((await answer('owner', id, { recommend: 5, better: ['docs', 'docs'] })).body.errors).toEqual([
      { path: 'answers.better', message: 'must name each option once' },
    ]);
    expect((await answer('owner', id, { recommend: 5, constructor: 5 })).body.errors).toEqual([
      { path: 'answers.constructor', message: 'is not a question of this survey' },
    ]);
    expect((await answer('owner', id, { recommend: 0 })).status).toBe(201);
  });

  it('a required question is not answered by what every object inherits', async () => {
    const { id } = await survey({
      questions: [
        { id: 'constructor', kind: 'text', label: 'x', required: true },
        { id: 'other', kind: 'text', label: 'y' },
      ],
    });
    expect((await answer('owner', id, { other: 'z' })).body.errors).toEqual([{ path: 'answers.constructor', message: 'must be answered' }]);
  });

  it('takes answers only while the survey is open', async () => {
    const draft = await survey({ open: false });
    expect((await answer('owner', draft.id, { recommend: 9 })).status).toBe(404);
    const { id } = await survey();
    await given.tenant.key.ok(`POST /v1/surveys/${id}/close`);
    const late = await answer('owner', id, { recommend: 9 });
    expect([late.status, late.body.detail]).toEqual([409, 'This survey is closed; it takes no answers.']);
  });

  it('shows a contact their own answers and no colleague’s', async () => {
    const { id } = await survey();
    const owner = await given.tenant.as('owner');
    const editor = await given.tenant.as('editor');
    expect(await owner.rest(`GET /v1/surveys/${id}/response`)).toMatchObject({ status: 200, body: null });
    const { body } = await answer('owner', id, { recommend: 9, words: '只给你们看' });
    expect(await owner.ok(`GET /v1/surveys/${id}/response`)).toEqual(body);
    expect(await editor.rest(`GET /v1/surveys/${id}/response`)).toMatchObject({ status: 200, body: null });
    expect((await editor.rest(`GET /v1/surveys/${id}/responses`)).status).toBe(403);
    expect((await editor.rest(`GET /v1/surveys/${id}/results`)).status).toBe(403);
    const unseen = (await survey({ open: false })).id;
    expect((await owner.rest(`GET /v1/surveys/${unseen}/response`)).body).toMatchObject({ status: 404, code: 'not_found' });
    const stream = `project:${given.tenant.projectId}`;
    expect(JSON.stringify(await editor.ok(`GET /v1/feed?stream=${stream}:client&limit=100`))).not.toContain('只给你们看');
    expect(JSON.stringify(await editor.ok(`GET /v1/projects/${given.tenant.projectId}/snapshot`))).not.toContain('只给你们看');
    const lead = await given.tenant.as('lead');
    expect((await lead.ok(`GET /v1/projects/${given.tenant.projectId}/snapshot`)).entities.responses).toContainEqual(body);
    expect((await lead.ok(`GET /v1/surveys/${id}/responses`)).items).toEqual([body]);
  });

  it('a secret key answers in the name of a contact, never in nobody’s', async () => {
    const { id } = await survey();
    const { key, contacts } = given.tenant;
    expect((await key.rest(`POST /v1/surveys/${id}/responses`, { answers: { recommend: 9 } })).body.errors).toEqual([
      { path: 'contact', message: 'must name who answers' },
    ]);
    const made = await key.ok(`POST /v1/surveys/${id}/responses`, { answers: { recommend: 9 }, contact: contacts.viewer });
    expect(made.contact).toEqual({ id: contacts.viewer, name: 'viewer x' });
    expect(await key.ok(`GET /v1/surveys/${id}/response?contact=${contacts.viewer}`)).toEqual(made);
    expect((await answer('viewer', id, { recommend: 2 })).status).toBe(409);
  });

  it('keeps the moment of the tap', async () => {
    const { id } = await survey();
    const at = new Date(given.world.clock.now() - 3_600_000).toISOString();
    expect((await answer('owner', id, { recommend: 9 }, { at })).body.submittedAt).toBe(at);
    expect((await answer('editor', id, { recommend: 9 }, { at: '2001-01-01T00:00:00Z' })).status).toBe(400);
  });

  it('S81: results equal what a hand computes on a fixed set', async () => {
    const { key } = given.tenant;
    const client = await key.ok('POST /v1/clients', { name: 'ten people' });
    const project = await key.ok('POST /v1/projects', { clientId: client.id, name: 'measured' });
    const people: string[] = [];
    for (let index = 0; index < 12; index++) {
      people.push(
        (
          await key.ok('POST /v1/contacts', {
            clientId: client.id,
            name: `P${index}`,
            email: `p${index}@x.example`,
            role: (['owner', 'editor', 'viewer'] as const)[index % 3],
          })
        ).id,
      );
    }
    const { id } = await survey({ project: project.id });
    // recommend, handover, best, better, words
    const fixed: [number, number | null, string | null, string[] | null, string | null][] = [
      [10, 5, 'plan', ['docs'], '放心'],
      [9, 4, 'people', ['docs', 'speed'], null],
      [9, 3, 'people', null, null],
      [10, 5, null, ['reports'], null],
      [8, 2, 'people', null, null],
      [7, null, 'plan', null, null],
      [7, 4, null, ['speed'], null],
      [6, 1, null, ['speed', 'docs'], '太慢'],
      [0, null, null, null, null],
      [3, 4, 'people', null, null],
    ];
    for (const [index, [recommend, handover, best, better, words]] of fixed.entries()) {
      const answers = Object.fromEntries(
        Object.entries({ recommend, handover, best, better, words }).filter(([, value]) => value !== null),
      );
      given.world.clock.advance(5);
      await key.ok(`POST /v1/surveys/${id}/responses`, { answers, contact: people[index] });
    }
    const results = await (await given.tenant.as('finance')).ok(`GET /v1/surveys/${id}/results`);
    expect(results).toEqual({
      surveyId: id,
      wave: '2026 Q4',
      invited: 12,
      responses: 10,
      rate: 83.3,
      questions: [
        {
          id: 'recommend',
          kind: 'nps',
          answered: 10,
          score: 10,
          nps: { promoters: 4, passives: 3, detractors: 3 },
          counts: [1, 0, 0, 1, 0, 0, 1, 2, 1, 2, 2].map((count, value) => ({ value: String(value), count })),
        },
        {
          id: 'handover',
          kind: 'csat',
          answered: 8,
          score: 62.5,
          counts: [1, 1, 1, 3, 2].map((count, index) => ({ value: String(index + 1), count })),
        },
        {
          id: 'best',
          kind: 'single',
          answered: 6,
          counts: [
            { value: 'plan', count: 2 },
            { value: 'people', count: 4 },
          ],
        },
        {
          id: 'better',
          kind: 'multiple',
          answered: 5,
          counts: [
            { value: 'docs', count: 3 },
            { value: 'speed', count: 3 },
            { value: 'reports', count: 1 },
          ],
        },
        {
          id: 'words',
          kind: 'text',
          answered: 2,
          texts: [
            { contact: { id: people[7], name: 'P7' }, text: '太慢' },
            { contact: { id: people[0], name: 'P0' }, text: '放心' },
          ],
        },
      ],
    });
    // Who is asked is counted when it closes; who leaves stays counted, who comes later does not.
    await key.ok(`DELETE /v1/contacts/${people[0]}`);
    expect(await key.ok(`GET /v1/surveys/${id}/results`)).toMatchObject({ invited: 12, responses: 10 });
    await key.ok(`POST /v1/surveys/${id}/close`);
    await key.ok('POST /v1/contacts', { clientId: client.id, name: 'late', email: 'late@x.example', role: 'owner' });
    expect(await key.ok(`GET /v1/surveys/${id}/results`)).toMatchObject({ responses: 10, invited: 12 });
  });
});
