import type { Entity } from '@portico/sdk';
import type { MemoryServer, MemoryServerOptions } from '@portico/sdk/testing';
import type { Parsed, Span } from './intake.model.ts';
import { entities as plan, project, today } from '../timeline/timeline.fixtures.ts';

/* A mail with three requests, what the server reads in it, and what was sent on other days; in both languages. */

export const text = `Hi Mei,
reception would like to move an appointment on the phone, before the end of November.
The search is unbearably slow since Monday, please look at it at once!
And could the monthly report be a PDF as well?
Thanks, Anna`;

const textInChinese = `林经理，您好：
希望患者能在手机上改约，十一月底前上线。
查询页面从周一起慢得没法用，请马上处理！
另外，月度报表能不能也导出 PDF？
谢谢，彭安娜`;

type Draft = Parsed['drafts'][number];
type Marks = Partial<Record<'due' | 'priority' | 'type' | 'nfr', string>>;

const spanIn = (whole: string, words: string): Span => ({ start: whole.indexOf(words), end: whole.indexOf(words) + words.length });

/** A draft whose quote stands in `whole`, with the words that its fields came from. */
const draft = (whole: string, quote: string, fields: Partial<Draft> & { title: string }, marks: Marks = {}): Draft => ({
  quote,
  span: spanIn(whole, quote),
  type: 'functional',
  priority: 'normal',
  due: null,
  spans: Object.fromEntries(Object.entries(marks).map(([field, words]) => [field, spanIn(whole, words)])),
  ambiguities: [],
  ...fields,
});

const measure = (question: string, answers: string[]): Draft['ambiguities'] => [
  { field: 'measure', text: question, options: answers.map((label) => ({ label, value: label })) },
];

export const parsed: Parsed = {
  drafts: [
    draft(
      text,
      'reception would like to move an appointment on the phone, before the end of November.',
      { title: 'Move an appointment on the phone', due: { date: '2026-11-30' } },
      { due: 'before the end of November' },
    ),
    draft(
      text,
      'The search is unbearably slow since Monday, please look at it at once!',
      {
        title: 'The search is unbearably slow since Monday',
        type: 'defect',
        nfr: 'performance',
        priority: 'urgent',
        ambiguities: measure('How fast is fast enough?', ['Opens within 1 second', 'Opens within 3 seconds']),
      },
      { type: 'unbearably slow', priority: 'at once' },
    ),
    draft(text, 'And could the monthly report be a PDF as well?', {
      title: 'The monthly report as a PDF as well',
      ambiguities: [
        {
          field: 'type',
          text: 'Is this a wish or a question?',
          options: [
            { label: 'A wish', value: 'functional' },
            { label: 'A question', value: 'question' },
          ],
        },
      ],
    }),
  ],
  context: [spanIn(text, 'Hi Mei,'), spanIn(text, 'Thanks, Anna')],
};

const parsedInChinese: Parsed = {
  drafts: [
    draft(
      textInChinese,
      '希望患者能在手机上改约，十一月底前上线。',
      { title: '患者能在手机上改约', due: { date: '2026-11-30' } },
      { due: '十一月底前' },
    ),
    draft(
      textInChinese,
      '查询页面从周一起慢得没法用，请马上处理！',
      {
        title: '查询页面从周一起慢得没法用',
        type: 'defect',
        nfr: 'performance',
        priority: 'urgent',
        ambiguities: measure('怎样算够快？', ['1 秒内打开', '3 秒内打开']),
      },
      { type: '慢得没法用', priority: '马上处理' },
    ),
    draft(textInChinese, '月度报表能不能也导出 PDF？', {
      title: '月度报表也能导出 PDF',
      ambiguities: [
        {
          field: 'type',
          text: '这是需求，还是想问一下？',
          options: [
            { label: '是需求', value: 'functional' },
            { label: '想问一下', value: 'question' },
          ],
        },
      ],
    }),
  ],
  context: [spanIn(textInChinese, '林经理，您好：'), spanIn(textInChinese, '另外，'), spanIn(textInChinese, '谢谢，彭安娜')],
};

/** The sentence that the whole thing began with; `due` is the last day of the month that it is said in. */
export const sentence = '希望系统能在月底前上线';
export const sentenceParsed = (due: string): Parsed => ({
  drafts: [draft(sentence, sentence, { title: '系统上线', due: { date: due } }, { due: '月底前', type: '上线' })],
  context: [],
});

/** What people write here, and what is read in it, in their language. */
export const spoken = (lang: string): { text: string; found: Parsed } =>
  lang.startsWith('zh') ? { text: textInChinese, found: parsedInChinese } : { text, found: parsed };

const statuses = ['new', 'accepted', 'declined'];

const register = ['Reminders a day before', 'Labels for the archive boxes', 'A second screen for reception'].map((title, index) => ({
  id: `req_${String(index).padStart(26, '0')}`,
  rev: 1,
  projectId: project.id,
  number: index + 1,
  reference: `REQ-${index + 1}`,
  title,
  status: statuses[index]!,
  submittedAt: `${today}T01:00:00.000Z`,
}));

export const entities = (requirements: Entity[] = register): Record<string, Entity[]> => ({
  ...plan(),
  requirements: structuredClone(requirements),
});

export const me = (role: 'owner' | 'viewer' = 'owner') => ({
  kind: 'contact',
  id: 'con_1',
  name: 'Anna Petrova',
  role,
  workspaceId: 'wsp_1',
  clientId: project.clientId,
  projects: [project.id],
  can: role === 'viewer' ? [] : ['requirement.create'],
});

/** The server's side: reads as `found` says, and takes what is confirmed into the register. `server` is asked for late, because it is made with these. */
export const procedures = (
  server: () => MemoryServer,
  { found = parsed, who = me() }: { found?: Parsed; who?: object } = {},
): NonNullable<MemoryServerOptions['procedures']> => ({
  'sessions.me': () => who,
  'requirements.parse': () => found,
  'requirements.create': async ({ items, at }: { items: { title: string }[]; at: string }) => {
    const { entities: all } = await server().snapshot(project.id);
    const before = all['requirements']!.length;
    return {
      items: items.map(({ title }, index) => {
        const number = before + index + 1;
        const row = {
          id: `req_new${number}`,
          projectId: project.id,
          number,
          reference: `REQ-${number}`,
          title,
          status: 'new',
          submittedAt: at,
        };
        return server().put('requirements', row);
      }),
    };
  },
});

/** The texts of these fixtures as a Chinese client would have written them. */
export const inChinese: Record<string, string> = {
  'Reminders a day before': '提前一天提醒患者',
  'Labels for the archive boxes': '为档案盒打印标签',
  'A second screen for reception': '前台增加一块屏幕',
};
