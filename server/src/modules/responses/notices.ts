/** The manager hears that somebody has answered. */
import { notice, type Notices } from '../../core/notice.ts';
import type { SurveyResponse } from './schema.ts';

const submitted = notice<SurveyResponse>({
  to: ['project manager'],
  words: {
    'zh-CN': ({ project, after }) => ({
      subject: `【${project}】${after.contact.name} 回答了问卷：${after.surveyTitle}`,
      lines: [`${after.contact.name} 回答了问卷“${after.surveyTitle}”。`, ...texts(after)],
    }),
    en: ({ project, after }) => ({
      subject: `${after.contact.name} answered: ${after.surveyTitle} · ${project}`,
      lines: [`${after.contact.name} answered the survey “${after.surveyTitle}”.`, ...texts(after)],
    }),
  },
});

/** What was said in free words; ids of options and points of a scale say little without their questions. */
const texts = ({ answers }: SurveyResponse): string[] =>
  Object.values(answers).filter((answer) => typeof answer === 'string' && /[^a-z0-9_-]/.test(answer)) as string[];

export const notices: Notices = { 'response.submitted': submitted };
