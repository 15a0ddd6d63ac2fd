import { PorticoError, type Entity } from '@portico/sdk';
import type { MemoryServerOptions } from '@portico/sdk/testing';
import { entities as plan, project, today } from '../timeline/timeline.fixtures.ts';
import type { Question, Survey, SurveyResponse } from './survey.model.ts';

/* A survey with every kind of question in both languages, and as much of a server as answers it. */

const zh = (label: string) => ({ translations: { 'zh-CN': { label } } });

export const questions: Question[] = [
  {
    id: 'recommend',
    kind: 'nps',
    required: true,
    label: 'How likely are you to recommend us to another clinic?',
    ...zh('您有多大可能把我们推荐给其他诊所？'),
  },
  {
    id: 'satisfied',
    kind: 'csat',
    required: true,
    label: 'How satisfied are you with the work of this month?',
    ...zh('您对本月的工作满意吗？'),
  },
  {
    id: 'channel',
    kind: 'single',
    required: true,
    label: 'How should we keep you up to date?',
    ...zh('您希望我们怎样同步进展？'),
    options: [
      { id: 'weekly', label: 'A short call each week', ...zh('每周简短通话') },
      { id: 'mail', label: 'A written summary by mail', ...zh('邮件书面小结') },
      { id: 'portal', label: 'This page is enough', ...zh('看这个页面就够了') },
    ],
  },
  {
    id: 'focus',
    kind: 'multiple',
    required: false,
    max: 2,
    label: 'What should we look after next?',
    ...zh('接下来最希望我们关注什么？'),
    options: [
      { id: 'training', label: 'Training for reception', ...zh('前台培训') },
      { id: 'speed', label: 'Speed at busy hours', ...zh('高峰期速度') },
      { id: 'reports', label: 'Monthly reports', ...zh('月度报表') },
      { id: 'mobile', label: 'Use on the phone', ...zh('手机端体验') },
    ],
  },
  { id: 'words', kind: 'text', required: false, label: 'What one thing should we do better?', ...zh('您最希望我们改进的一件事是什么？') },
];

export const survey: Survey = {
  id: 'srv_00000000000000000000000001',
  rev: 1,
  projectId: project.id,
  title: 'How is it going for you?',
  intro: 'Five short questions, about two minutes. Mei Lin and the team read every answer.',
  translations: { 'zh-CN': { title: '合作感受小调查', intro: '五个小问题，约两分钟。林梅和团队会逐条查看。' } },
  wave: '2026-11',
  questions,
  status: 'open',
  openedAt: `${today}T01:00:00.000Z`,
  closedAt: null,
};

export const answers: SurveyResponse['answers'] = {
  recommend: 9,
  satisfied: 4,
  channel: 'weekly',
  focus: ['training', 'mobile'],
  words: 'Send the minutes on the same day, please.',
};

export const response = (given: SurveyResponse['answers'] = answers, submittedAt = `${today}T02:30:00.000Z`): SurveyResponse => ({
  id: 'rsp_00000000000000000000000001',
  rev: 1,
  projectId: project.id,
  surveyId: survey.id,
  surveyTitle: survey.title,
  contact: { id: 'con_1', name: 'Anna Petrova' },
  answers: given,
  submittedAt,
});

export const entities = (fields: Partial<Survey> = {}): Record<string, Entity[]> => ({
  ...plan(),
  surveys: [structuredClone({ ...survey, ...fields }) as Entity],
});

export const me = (role: 'owner' | 'editor' | 'viewer' = 'owner', can = ['response.submit', 'response.mine']) => ({
  kind: 'contact',
  id: 'con_1',
  name: 'Anna Petrova',
  role,
  workspaceId: 'wsp_1',
  clientId: project.clientId,
  projects: [project.id],
  can,
});

/** The server's side: one response a person; `first` is one that is there already, `hidden` one that the page does not learn of in time. */
export function procedures({
  first,
  hidden,
  who = me(),
}: { first?: SurveyResponse; hidden?: SurveyResponse; who?: object } = {}): NonNullable<MemoryServerOptions['procedures']> {
  let kept = first;
  return {
    'sessions.me': () => who,
    'responses.mine': () => kept ?? null,
    'responses.submit': (input: { answers: SurveyResponse['answers']; at: string }) => {
      const earlier = kept ?? hidden;
      if (earlier) {
        const detail = 'You have answered this survey already; each contact answers a wave once.';
        throw new PorticoError({ code: 'conflict', status: 409, detail, current: earlier });
      }
      return (kept = response(input.answers, input.at));
    },
  };
}

/** What is said in these fixtures as a Chinese client would have said it; the questions have their translations. */
export const inChinese: Record<string, string> = {
  'Send the minutes on the same day, please.': '希望会议纪要当天就能发出来。',
};
