import type { Packs } from '../i18n/messages.ts';

/** The words of the states that are not the rule. */
export interface OddWords {
  errorSafe: string;
  reference(id: string): string;
  forbidden: string;
  forbiddenWhom: string;
  offline: string;
  stale: string;
  since(time: string): string;
  missing: string;
  ambiguous(ids: string): string;
  noProject: string;
}

export const oddWords: Packs<OddWords> = {
  en: {
    errorSafe: 'Nothing is lost. Try again in a moment.',
    reference: (id) => `Reference ${id}`,
    forbidden: 'You do not have access to this project',
    forbiddenWhom: 'Ask your project manager, or the person who sent you the link.',
    offline: 'You are offline.',
    stale: 'Updates are paused.',
    since: (time) => `Showing what we knew at ${time}.`,
    missing: 'This page is not connected to Portico. Add data-token-url to the script tag, or set the connection property.',
    ambiguous: (ids) => `This page has several connections. Choose one with the connection attribute: ${ids}.`,
    noProject: 'No project is named. Add the project attribute.',
  },
  'zh-CN': {
    errorSafe: '数据都在，请稍后重试。',
    reference: (id) => `参考编号 ${id}`,
    forbidden: '您还不能查看这个项目',
    forbiddenWhom: '请联系您的项目经理，或给您发链接的人。',
    offline: '您已离线。',
    stale: '更新已暂停。',
    since: (time) => `当前显示 ${time} 的内容。`,
    missing: '页面尚未连接 Portico。请给 script 标签加上 data-token-url，或设置 connection 属性。',
    ambiguous: (ids) => `页面上有多个连接。请用 connection 属性选择一个：${ids}。`,
    noProject: '未指定项目。请设置 project 属性。',
  },
};
