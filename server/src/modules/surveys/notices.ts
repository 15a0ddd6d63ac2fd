/** Every contact is asked, whatever their role. */
import { notice, type Notices } from '../../core/notice.ts';
import type { Survey } from './schema.ts';

const opened = notice<Survey>({
  to: ['owner', 'editor', 'viewer'],
  words: {
    'zh-CN': ({ project, say }) => ({
      subject: `【${project}】请您评价：${say('title')}`,
      lines: [`问卷“${say('title')}”已开放，请在项目门户中填写。`, ...(say('intro') === '' ? [] : [say('intro')])],
    }),
    en: ({ project, say }) => ({
      subject: `We would like your opinion: ${say('title')} · ${project}`,
      lines: [
        `The survey “${say('title')}” is open. Please answer it in the project portal.`,
        ...(say('intro') === '' ? [] : [say('intro')]),
      ],
    }),
  },
});

export const notices: Notices = { 'survey.opened': opened };
