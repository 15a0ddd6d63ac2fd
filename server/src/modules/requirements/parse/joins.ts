import { pattern } from './pattern.ts';
import { elaborates } from './bonds.ts';
import { isOrder } from './cues.ts';
import type { Piece, Walk } from './walk.ts';

const repairs = /修复|修正|解决|处理|优化|排查|改善|改进|恢复|\b(?:fix|correct|solve|repair|improve|speed up|look into|resolve|restore)\b/;
const contentWord = /[a-z]{4,}|[\u3400-\u9fff]/g;
const common = new Set('this that with from please could would should have when then also need want like into they them'.split(' '));
const message =
  /^(?:显示|提示|弹出|报|点进去|结果|实际)|^(?:it|[a-z]+|the [a-z]+) (?:says|shows|displays|reads|reports|gives|returns|throws)\b/;
const moves = pattern`
  ^(?:上线|完成|交付|开始|实施|启用)?(?:时间|日期)(?:也)?(?:从|由|改|推迟|延|提前|定|调)|^(?:the )?(?:go-?live|launch|delivery|release|deadline|
  due date|date)(?: date)? (?:moves?|moved|shifts?|is|will be|changes?)\b
`;
const replaces = /^(?:而是)?(?:改用|改成|改为|换成|换用|用.{1,16}代替)|^(?:we )?(?:go for|use|take) .{1,60}\binstead\b/;
const settles = /(?:就好|就行|即可|就可以|就够)了?$/;
const serves = /^(?:以|来|从而)?(?:减少|避免|防止|节省|节约|提高|提升|降低|省得|免得)/;
const told = /^(?:上[周个次]|昨天|前天|刚才|之前|已经|曾经?|目前|现在|原来)/;
const helps = /^(?:能否|能不能|可否|可不可以|建议|could (?:you|we)|can (?:you|we))/;
const remedy = pattern`
  ^(?:能否|能不能|可否|希望|请|麻烦|建议)(?:能够?|可以|帮忙)?(?:把|将)?[^,。]{0,12}(?:延长|放宽|放开|调|改|加[大粗快深宽]|恢复|允许|提高|降低|缩短|优化)|
  ^i (?:suggest|propose|recommend)|^(?:could|can|would) (?:you|we|it|that)(?: please)? (?:be )?(?:extend|open|relax|raise|increase|reduce|lower|lift|allow|let|make|keep|
  change|enlarge|shorten|restore|check|look)
`;
const asks = /^(?:希望|请|麻烦|需要|能不能|能否|建议|please|could you|can you|we need|we want|we would|i need|i want|i would)/;
const courtesy = pattern`
  ^(?:我们?|客户|还|也)?(?:希望|请|麻烦|需要|要|能不能|能否|建议|可以)(?:能够?|可以|您|你们?|帮忙?)?|^(?:please|could you|
  can you|we need to|we want to|we would like to)(?: please)?\s+
`;

/** Ends on a word that stands for what was said before: swap it, 改一下. */
export const pointsBack = pattern`
  \b(?:it|them|that|this|these|those)\b[^a-z]*$|\b(?:needs?|wants?|like|have|get) (?:it|them|that|this)\b|[把将]?它们?|一下[吧哈呗哦啊]?$|
  ^(?:(?:please|kindly|could you|can you|would you|also) )*[a-z]+ (?:it|them|(?:that|this) (?:up|down|back|off|on|out|in))\b
`;

/** Content words: Latin ones by their first six letters, Chinese ones as pairs of characters. */
function contentOf(text: string): Set<string> {
  const found = new Set<string>();
  let previous = -2;
  let character = '';
  for (const match of text.slice(0, 300).matchAll(contentWord)) {
    if (match[0].length > 1) {
      if (!common.has(match[0])) found.add(match[0].slice(0, 6));
    } else {
      if (match.index === previous + 1) found.add(character + match[0]);
      [previous, character] = [match.index, match[0]];
    }
  }
  return found;
}

function shares(a: string, b: string): boolean {
  const known = contentOf(a);
  for (const word of contentOf(b)) if (known.has(word)) return true;
  return false;
}

/** Whether a clause with a cue of its own still belongs to the draft before it. */
export function joins({ text, current }: Walk, { clause, cue, body, blank, same, item, near, dated }: Piece): boolean {
  if (!current || !near || clause.linked) return false;
  const last = current.clauses.at(-1)!;
  if (clause.list && !same && !item) return false;
  // First and last are enough to tell a topic, and keep a long draft from being read again for each clause.
  const before = [current.main, current.clauses.at(-1)!].map((one) => text.slice(one.start, one.end)).join(' ');
  const broken = current.cue.role === 'defect' || current.cue.role === 'quality';
  const asked = cue.role === 'request';
  const linked = /^(?:and\s+|并且?)/.exec(body);
  if (linked && item && same && clause.mark && body.startsWith('并')) return true;
  if (linked && isOrder(body.slice(linked[0].length)) && !elaborates.test(body.slice(linked[0].length))) return false;
  if (elaborates.test(body.trimStart())) return true;
  if (broken && asked && same && /[\u3400-\u9fff]/.test(blank) && blank.trim().length < 10) return true;
  if (broken && asked && repairs.test(body) && (shares(before, blank) || (near && blank.length < (same ? 14 : 0)))) return true;
  const order = isOrder(body.trimStart()) || isOrder(body.replace(courtesy, '').trimStart());
  const back = pointsBack.test(blank.trim());
  const next = clause.line === last.line && clause.sentence - last.sentence === 1;
  if (asked && body.length < 60 && back && (order || next || same)) return true;
  // What it is replaced by, and when, is one change.
  if ((next || same) && moves.test(body)) return true;
  if (same && (replaces.test(body) || settles.test(body) || (cue.role === 'question' && !cue.strong && current.cue.role === 'request')))
    return true;
  if (same && broken && asked && helps.test(body)) return true;
  // What it is for, what has happened already, and what else stands in one item of a list.
  if (same && (serves.test(body) || told.test(body))) return true;
  // What it says when it fails, and what would help.
  if (broken && (next || same) && message.test(body)) return true;
  if (broken && asked && next && current.clauses.every(({ sentence }) => sentence === last.sentence) && remedy.test(body)) return true;
  // A problem and its remedy, or a wish and its detail: one item of a list.
  if (item && !same && !(dated && current.mentions.some(({ kind, marked }) => kind === 'deadline' && marked))) return true;
  if (!same) return broken && asked && /\b(?:performance|speed)\b|性能|速度/.test(body) && current.cue.role === 'quality';
  if (/^(?:不能|不要|不得|不可|别|must not|should not|never|not )/.test(body)) return true;
  if (dated && current.mentions.some(({ kind, marked, day }) => kind === 'deadline' && marked && day !== dated.day)) return false;
  if (broken && (cue.role === 'defect' || cue.role === 'quality')) return true;
  if (cue.role === 'question') return current.cue.role === 'question';
  if (cue.role === 'defect') return current.cue.role === 'request' && shares(before, blank);
  return order || asks.test(body) ? shares(before, blank) : true;
}
