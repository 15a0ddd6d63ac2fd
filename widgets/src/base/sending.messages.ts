import type { PorticoError } from '@portico/sdk';
import type { Packs } from '../i18n/messages.ts';
import type { Problems } from './form.types.ts';

/** The words that all forms share for what is wrong, and for what becomes of it once it is sent. */
export interface SendingWords {
  /** Characters that still fit, or that are too many. */
  remaining(count: number): string;
  tooLong(most: number): string;
  /** Heads the list of what is wrong. */
  mend(count: number): string;
  /** Before what is wrong with a field. */
  about(label: string): string;
  waitingTitle: string;
  /** `time` is when it was handed over; `kept`: the page may be closed. */
  waiting(onLine: boolean, time: string, kept: boolean): string;
  tryNow: string;
  trying: string;
  /** `time` is when. */
  triedInVain(time: string): string;
  edit: string;
  refused: string;
  /** The network failed for good, or the server did. */
  unavailable: string;
  tooLate: string;
  readOnlyTitle: string;
  readOnly(manager: string | undefined): string;
  reference: string;
}

export const sendingWords: Packs<SendingWords> = {
  en: {
    remaining: (count) => (count >= 0 ? `${count} ${count === 1 ? 'character' : 'characters'} left` : `${-count} too many`),
    tooLong: (most) => `Shorten this to ${most} characters`,
    mend: (count) => (count === 1 ? 'Please check one thing' : `Please check ${count} things`),
    about: (label) => `${label.replace(/[?:]$/, '')}: `,
    waitingTitle: 'Saved, not sent yet',
    waiting: (onLine, time, kept) =>
      `${onLine ? 'The server cannot be reached.' : 'You are offline.'} It goes out by itself as soon as that changes, with the time ${time}. ${kept ? 'You can close this page.' : 'Keep this page open until then.'}`,
    tryNow: 'Send now',
    trying: 'Sending…',
    triedInVain: (time) => `Tried at ${time}: still not possible. Nothing is lost.`,
    edit: 'Change it',
    refused: 'This was not accepted',
    unavailable: 'It could not be sent. What you wrote is kept; try again in a moment.',
    tooLate: 'It could not be sent for 7 days. Please check it and send it again.',
    readOnlyTitle: 'You can read this, but not send it',
    readOnly: (manager) => `To send something, ask an owner or editor of your company${manager ? `, or ${manager}` : ''}.`,
    reference: 'Reference',
  },
  'zh-CN': {
    remaining: (count) => (count >= 0 ? `还可输入 ${count} 字` : `超出 ${-count} 字`),
    tooLong: (most) => `请精简到 ${most} 字以内`,
    mend: (count) => `请检查以下 ${count} 处`,
    about: (label) => `${label.replace(/[？：?]$/, '')}：`,
    waitingTitle: '已保存，尚未提交',
    waiting: (onLine, time, kept) =>
      `${onLine ? '暂时连接不上服务器' : '您当前离线'}。恢复后将自动提交，提交时间记为 ${time}。${kept ? '您可以关闭此页。' : '在此之前请勿关闭此页。'}`,
    tryNow: '立即提交',
    trying: '正在提交…',
    triedInVain: (time) => `${time} 已重试，仍未成功。内容不会丢失。`,
    edit: '返回修改',
    refused: '未能提交',
    unavailable: '暂时无法提交。内容已保留，请稍后再试。',
    tooLate: '已超过 7 天未能提交，请核对后重新提交。',
    readOnlyTitle: '您可以查看，不能提交',
    readOnly: (manager) => `如需提交，请联系贵公司的负责人${manager ? `或${manager}` : ''}。`,
    reference: '编号',
  },
};

/** The server's no: by field where it says so, else as a whole, in our words where we have them. */
export function problemsOf(error: PorticoError, words: SendingWords, whom: string, fieldOf = (path: string): string => path): Problems {
  if (error.code === 'too_late') return { '': words.tooLate };
  if (error.code === 'forbidden') return { '': whom };
  const { errors = [], status, message } = error;
  if (errors.length === 0) return { '': status >= 500 || status === 0 ? words.unavailable : message };
  return Object.fromEntries(errors.map((one) => [fieldOf(one.path), one.message]));
}
