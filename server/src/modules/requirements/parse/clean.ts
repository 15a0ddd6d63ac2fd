import { pattern } from './pattern.ts';
import type { Span } from './shapes.ts';

/** A line of the message; `said` is false for what is not the client's own new words: headers, quotes, signatures. */
export interface Line extends Span {
  said: boolean;
}

const quoteMark = /^\s{0,3}(?:>|&gt;)/;
const original =
  /^[\s>*_-]{0,40}(?:(?:回复的)?原(?:始)?(?:邮件|消息)|邮件原件|引用的?(?:邮件|内容)|original|original message|forwarded message|begin forwarded message|原始邮件|原邮件|转发的?邮件|转发邮件信息|回复邮件)[\s:*_-]{0,40}$/;
const wroteEn = /^\s{0,8}on\b.{4,160}\bwrote:?\s*$/;
const wroteZh = /^.{0,120}(?:写道|寫道|说道|发来的?(?:邮件|消息))\s*:\s*$/;
const wroteStart = /^\s{0,8}on\s.{4,120}$/;
const header =
  /^\s*\**(?:from|to|cc|bcc|sent|date|subject|reply-to|importance|attachments?|发件人|收件人|抄送|密送|发送时间|发送日期|主题|附件|重要性|日期)\**\s*:/;
const headerStart = /^\s*\**(?:from|发件人)\**\s*:/;
const minutesHead = pattern`
  ^\s*(?:会议)?(?:时间|地点|日期|主持人?|记录人?|参会(?:人员|人)?|与会(?:人员|人)?|出席(?:人员)?|列席|缺席|议题|会议名称|
  date|time|place|location|venue|present|attendees|participants|apologies|chair|minutes by|minute taker|agenda|
  subject)\s*:
`;
const signOff = pattern`
  ^\s*(?:此致|敬礼|致礼|此致敬礼|祝好|祝商祺|顺祝.{0,12}|顺颂.{0,8}|即颂.{0,8}|祝您?.{0,16}|谢谢(?:您|你|大家|啦|了)?|
  多谢|感谢|非常感谢|盼复|以上|best|(?:(?:with )?(?:best|kind|warm|warmest|many|kindest) )?(?:regards|wishes)|cheers|
  sincerely|yours(?: (?:sincerely|truly|faithfully))?|sincerely yours|thanks(?: (?:in advance|a lot|again|so much|
  and (?:best |kind )?regards))?|thank you(?: (?:very much|so much|in advance))?|many thanks|thx|br|rgds|respectfully|
  all the best|take care|talk soon)\s*[,.!~。 ]*$
`;
const dashes = /^\s*(?:--|—|__{2,}|-{2})\s*$/;
const device = /^\s*(?:sent from my|sent from|get outlook for|发自我的|发自|来自我的|从我的).{0,40}$/;
/** 许婧 10:21, Jing Xu, 10:21 AM, [2026-11-03 10:21] 许婧: who spoke when, in a chat that was copied. */
const speaker = pattern`
  ^\s*(?:\[?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/]\d{1,2})?\s?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?\]?\s+
  [a-z\u3400-\u9fff][^:,。;!?]{0,24}:?|[a-z\u3400-\u9fff][^:,。;!?\d]{0,24}[,:]?\s+\(?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|
  \d{1,2}[-/]\d{1,2}|今天|昨天|today|yesterday)?\s?(?:上午|下午|早上|晚上|中午)?\s?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?\)?:?)\s*$
`;
const contact = pattern`
  ^\s*(?:(?:tel|phone|mobile|mob|cell|fax|e-?mail|mail|web|website|wechat|whatsapp|skype|addr(?:ess)?|电话|手机|座机|
  联系电话|传真|邮箱|电子邮箱|邮件|网址|微信|qq|地址|邮编|办公室|t|m|f|e|w)\s*[:.]\s*\S.{0,100}|\+?[\d\s()/-]{7,24}|
  (?:https?:\/\/|www\.)\S{3,80}|[\w.+-]{1,60}@[\w.-]{3,80})\s*$
`;
const disclaimer = pattern`
  (?:this (?:e-?mail|message).{0,60}(?:confidential|intended|privileged)|confidentiality notice|
  please consider the environment|本邮件.{0,30}(?:保密|机密|仅供|收件人)|免责声明)
`;
const postscript = /^\s*(?:p\.?\s?s\.?|又及|附言|补充|另外|还有)\s*[:.,]?\s*\S/;
const listMark = /^\s*(?:[-*•·●]\s|\(?\d{1,2}[.)、]|[一二三四五六七八九十]{1,2}、|[①-⑳])/;

function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length;) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    lines.push({ start, end: text[end - 1] === '\r' && end > start ? end - 1 : end, said: true });
    start = end + 1;
  }
  return lines;
}

/** The first line that opens a quoted mail, and how many lines the opening takes; the mail's own headers on top do not count. */
function openings(read: (index: number) => string, count: number): Map<number, number> {
  const found = new Map<number, number>();
  let own = true;
  for (let i = 0; i < count; i++) {
    const line = read(i);
    if (!line.trim()) continue;
    if (own && header.test(line)) continue;
    if (original.test(line) || wroteEn.test(line) || wroteZh.test(line)) found.set(i, 1);
    else if (wroteStart.test(line) && i + 1 < count && /^.{0,100}\bwrote:\s*$/.test(read(i + 1))) found.set(i, 2);
    else if (!own && headerStart.test(line) && i + 1 < count && header.test(read(i + 1))) found.set(i, 1);
    own = false;
  }
  return found;
}

/**
 * Lines of a message with everything taken out that the client did not newly say: mail headers, quoted replies, signatures, heads of minutes.
 * `text` is folded; nothing moves, lines are only marked.
 */
export function clean(text: string): Line[] {
  const lines = splitLines(text);
  const slices = new Map<number, string>();
  // A line longer than this is prose; no pattern here needs more of it.
  const read = (index: number): string => {
    const line = lines[index];
    if (!line) return '';
    let slice = slices.get(index);
    if (slice === undefined) slices.set(index, (slice = text.slice(line.start, Math.min(line.end, line.start + 240))));
    return slice;
  };
  const drop = (index: number): void => void (lines[index]!.said = false);
  const quotes = openings(read, lines.length);
  let signature = false;
  let used = 0;
  let own = true;
  for (let i = 0; i < lines.length; i++) {
    const line = read(i);
    const blank = !line.trim();
    const opening = quotes.get(i);
    if (opening) {
      let next = i + opening;
      while (next < lines.length && !read(next).trim()) next++;
      for (let k = i; k < Math.min(next, lines.length); k++) drop(k);
      signature = false;
      i = next - 1;
      // A reply below the quote is the client's own; without marks nobody can tell, so the rest is quoted.
      if (!quoteMark.test(read(next))) {
        for (let k = next; k < lines.length; k++) drop(k);
        break;
      }
      continue;
    }
    if (quoteMark.test(line)) {
      drop(i);
      signature = false;
      continue;
    }
    if (blank) continue;
    if (own && header.test(line)) {
      drop(i);
      continue;
    }
    own = false;
    if (minutesHead.test(line) || speaker.test(line) || device.test(line) || disclaimer.test(line)) {
      drop(i);
      continue;
    }
    if (dashes.test(line) || signOff.test(line)) {
      drop(i);
      signature = true;
      used = 0;
      continue;
    }
    if (signature) {
      // What is long, listed, or a postscript is speech again; a block of more than ten lines is no signature.
      if (line.length > 80 || ++used > 10 || postscript.test(line) || listMark.test(line) || /[。?!;]\s*$|[a-z]{3}\.\s*$/.test(line))
        signature = false;
      else drop(i);
    } else if (contact.test(line)) drop(i);
  }
  return lines;
}
