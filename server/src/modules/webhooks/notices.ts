import { notice, type Notices } from '../../core/notice.ts';
import type { Webhook } from './schema.ts';

const disabled = notice<Webhook>({
  to: ['admin'],
  words: {
    'zh-CN': ({ after: { url, disabled, failingSince } }) => ({
      subject: `Webhook 已停用：${hostOf(url)}`,
      lines: [
        disabled === 'gone'
          ? `${url} 返回 410，表示不再接收事件，Portico 已停用它。`
          : `自 ${failingSince} 起，发往 ${url} 的事件连续五天无一送达，Portico 已停用它。`,
        '修复后请重新启用，再重发失败的投递：POST /v1/webhooks/{id}/replay。',
      ],
    }),
    en: ({ after: { url, disabled, failingSince } }) => ({
      subject: `Webhook switched off: ${hostOf(url)}`,
      lines: [
        disabled === 'gone'
          ? `${url} answered 410, which says that it takes no more events, so Portico has switched it off.`
          : `Nothing sent to ${url} has got through since ${failingSince}, five days ago, so Portico has switched it off.`,
        'Once it works again, switch it on and send the failed deliveries again: POST /v1/webhooks/{id}/replay.',
      ],
    }),
  },
});

const hostOf = (url: string): string => URL.parse(url)?.host ?? url;

export const notices: Notices = { 'webhook.disabled': disabled };
