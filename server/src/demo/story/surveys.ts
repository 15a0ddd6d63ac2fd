/** What clients were asked: one wave that is over, and one that waits for answers. */
import type { Calendar } from './calendar.ts';
import type { Bilingual, StoryTalk } from './types.ts';

const label = ([zh, en]: Bilingual) => ({ label: zh, translations: { en: { label: en } } });
const option = (id: string, said: Bilingual) => ({ id, ...label(said) });

const questions = [
  {
    id: 'recommend',
    kind: 'nps',
    required: true,
    ...label(['您有多大可能把我们推荐给同行？', 'How likely are you to recommend us to others in your industry?']),
  },
  {
    id: 'delivery',
    kind: 'csat',
    required: true,
    ...label(['您对这一阶段的交付满意吗？', 'How satisfied are you with the work delivered in this phase?']),
  },
  {
    id: 'best',
    kind: 'single',
    ...label(['哪一点做得最好？', 'What went best?']),
    options: [
      option('communication', ['沟通及时', 'Timely communication']),
      option('quality', ['交付质量', 'Quality of the work']),
      option('expertise', ['懂我们的业务', 'They know our business']),
      option('punctuality', ['按时完成', 'On time']),
    ],
  },
  {
    id: 'improve',
    kind: 'multiple',
    max: 2,
    ...label(['哪些地方希望改进？（最多两项）', 'What should we improve? (at most two)']),
    options: [
      option('documents', ['文档', 'Documents']),
      option('progress', ['进度通报', 'Progress reports']),
      option('training', ['培训', 'Training']),
      option('speed', ['问题处理速度', 'Speed of solving problems']),
    ],
  },
  { id: 'words', kind: 'text', ...label(['还有什么想告诉我们的？', 'Anything else you would like to tell us?']) },
];

const survey = ([title, en]: Bilingual, wave: string) => ({
  title,
  wave,
  intro: '两分钟，五个问题。只有项目团队会看到您的回答。',
  translations: { en: { title: en, intro: 'Two minutes, five questions. Only the project team sees your answers.' } },
  questions,
});

export const surveys = ({ instant }: Calendar): StoryTalk[] => [
  {
    at: instant(-81, '17:00'),
    by: 'manager',
    do: 'surveys.create',
    project: 'main',
    makes: ['blueprint'],
    set: survey(['启动与蓝图阶段满意度', 'How was kick-off and blueprint?'], '蓝图阶段'),
  },
  { at: instant(-80, '09:00'), by: 'manager', do: 'surveys.open', about: 'blueprint' },
  {
    at: instant(-79, '11:20'),
    by: 'hengrui owner',
    do: 'responses.submit',
    about: 'blueprint',
    set: {
      answers: { recommend: 9, delivery: 4, best: 'expertise', improve: ['progress'], words: '蓝图讨论很扎实。进度希望每周有一页纸。' },
    },
  },
  {
    at: instant(-78, '16:05'),
    by: 'hengrui editor',
    do: 'responses.submit',
    about: 'blueprint',
    set: { answers: { recommend: 8, delivery: 4, best: 'communication', improve: ['documents', 'progress'] } },
  },
  {
    at: instant(-76, '10:15'),
    by: 'hengrui viewer',
    do: 'responses.submit',
    about: 'blueprint',
    set: { answers: { recommend: 6, delivery: 3, best: 'quality', improve: ['documents'], words: '质量部的检验流程到第三轮才谈到。' } },
  },
  { at: instant(-68, '18:00'), by: 'manager', do: 'surveys.close', about: 'blueprint' },

  {
    at: instant(-15, '14:00'),
    by: 'sales',
    do: 'surveys.create',
    project: 'main',
    makes: ['build'],
    set: survey(['开发与集成阶段满意度', 'How was build and integration?'], '开发阶段'),
  },
  { at: instant(-12, '09:30'), by: 'sales', do: 'surveys.open', about: 'build' },
  {
    at: instant(-11, '15:45'),
    by: 'hengrui viewer',
    do: 'responses.submit',
    about: 'build',
    set: {
      answers: {
        recommend: 9,
        delivery: 4,
        best: 'quality',
        improve: ['speed'],
        words: 'SPC 图很好用。ERP 联调停的那几天，希望早点告诉我们。',
      },
    },
  },
];
