import { adverbial, announces } from './bonds.ts';
import { cueOf, hasHan } from './cues.ts';
import type { Mention } from './dates/index.ts';
import { pattern } from './pattern.ts';
import { priorityOf } from './priority.ts';
import type { Clause } from './split.ts';
import type { Group, Piece, Walk } from './walk.ts';

/** Heads of lists that hold no requests. */
const done = pattern`
  步骤|环境|内容|议程|纪要|汇报|原因|背景|说明|(?:期望|预期|实际)结果|参会|与会|已完成|已办|进展|进度|上周|本周工作|完成情况|\b(?:completed|done|status|
  progress|finished|achievements|steps|steps to reproduce|environment|expected|actual|attendees|participants|agenda|notes|minutes|
  reasons?|background)\b
`;

const trouble = /问题|bug|缺陷|故障|报错|未解决|遗留|\b(?:bugs|issues|problems|errors|defects|still open|unresolved|outstanding)\b/;

const wishes = /需求|建议|意见|修改|调整|request|change|feature/;

export const counts = pattern`
  (?:几|两|二|三|四|五|六)[点个处项条](?!钟|月|星期|礼拜|工作日|小时|半)|\b(?:two|three|four|five|six|a few|few|several|
  some) (?:\w+ )?(?:things|points|changes|requests|issues|items|wishes|bugs)\b
`;

/** 麻烦三件事: says how many, and what they are comes. */
const numbered =
  /(?:[两二三四五六几\d])(?:件事情?|个(?:问题|需求|建议|事情)|点(?:建议|意见|需求|问题)?|条(?:建议|意见)|项)(?:[要需想请希麻待][^,。]{0,8})?$|\b(?:two|three|four|five|a few|some|several) (?:\w+ )?(?:things|points|requests|issues|questions|remarks|changes|improvements|wishes|bugs)$/;

const below = /以下|如下|下列|下面|\b(?:following|below)\b/;

const reference =
  /\((\d{1,2})\)|(?:第|\b(?:items?|points?|no\.?|number)\s|#)\s?(\d{1,2})(?![\d%:.-])(?=[条点项个、,和与]|\b)|(?<![a-z(])\(?([a-h])\)(?=[\s,])/g;

const firstFew = /(?:前|头)([两二三四])[个项条点]|\bfirst (two|three|four)\b/;

const lastFew = /(?:后面?|最后)([一两二三四])[个项条点]|\b(?:last|other|remaining) (one|two|three|four)\b/;

const ordinal =
  /第([一二三四五六])[个项条点件]|\b(?:the )(first|second|third|fourth|fifth) (?:one|point|item|remark|request|issue|thing)\b/;

const others = /其他|其它|其余|剩下|另外[几两三]|\b(?:the (?:others|rest)|everything else)\b/;

const amounts = {
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
};

/** Deals with a clause, or leaves it (false) to the rules after it. */
export type Rule = (walk: Walk, piece: Piece) => boolean;

export const usable = (mentions: readonly Mention[]): Mention[] => mentions.filter(({ kind }) => kind === 'deadline' || kind === 'vague');

/** A short line with no cue above a list, or above deeper items. */
export const heading: Rule = (walk, { clause, following, words, cue }) => {
  if (
    !walk.lead ||
    walk.lead.line === clause.line ||
    cue.role !== 'talk' ||
    words.length > 24 ||
    !following?.list ||
    following.line <= clause.line
  )
    return false;
  if (clause.lead && (announces.test(words) || done.test(words))) return false;
  if (clause.list && following.indent <= clause.indent && !(following.mark !== clause.mark && clause.mark === 'han')) return false;
  walk.lead.line = clause.line;
  walk.current = null;
  return true;
};

/** A list whose first item asks for something is a list of requests, whatever stands above it: “While I have you:”. */
function asksFirst({ text }: Walk, { body, end, asked }: Clause): boolean {
  const { role, strong } = cueOf(text.slice(body, end), asked);
  return strong && role === 'request';
}

/** 有几点需要调整：, We need the following by Friday: what follows is meant. */
export const leadIn: Rule = (walk, { clause, following, words, mentions, cue, generic }) => {
  if (walk.lead && !clause.list && clause.line > walk.lead.line) walk.lead = null;
  if (clause.list) return false;
  // “What we need, all by Friday:”
  if (walk.lead?.line === clause.line && clause.lead && (generic || cue.role === 'talk') && !walk.lead.list) {
    walk.lead.mentions.push(...usable(mentions));
    return true;
  }
  const colon = clause.lead || (walk.text[clause.end] === ':' && words.length < 40);
  if (!colon && numbered.test(words) && words.length < (hasHan.test(words) ? 24 : 80)) {
    walk.counted = true;
    return true;
  }
  const above =
    following?.list === true &&
    (below.test(words) ||
      (colon &&
        (cue.role === 'request' ||
          (!done.test(words) && (asksFirst(walk, following) || (following.line === clause.line && following.number === 1))))));
  if (!above && !(colon && (announces.test(words) || done.test(words)))) return false;
  const earlier = walk.lead?.line === clause.line ? walk.lead.mentions : [];
  const said = mentions.filter(({ marked, kind }) => marked || kind === 'vague');
  walk.lead = {
    line: clause.line,
    mentions: [...earlier, ...said],
    list: false,
    role: done.test(words) ? 'talk' : trouble.test(words) && !wishes.test(words) ? 'defect' : 'request',
  };
  walk.current = null;
  walk.idle = [];
  return true;
};

/** An item without a cue is what its list is; a deadline makes a request; 还有夜间模式 goes on with the wishes. */
export const weigh: Rule = (walk, piece) => {
  const { lead, current, groups } = walk;
  const { clause, following, cue, body, dated, generic, same, near, mentions } = piece;
  if (lead && clause.list) [lead.list, lead.line] = [true, clause.line];
  if (cue.role !== 'talk' || cue.strong) {
    if (lead?.role === 'talk' && clause.list && !cue.strong) piece.cue = { role: 'talk', strong: true };
    return false;
  }
  // A second sentence in an item is no item of its own.
  const item = clause.list && !same && !(current?.list && current.main.line === clause.line && current.main.number === clause.number);
  // “Have a look: the curve has gaps” tells of a fault.
  if (walk.waiting?.clause.line === clause.line && walk.text[walk.waiting.clause.end] === ':' && body.length > 5)
    piece.cue = { role: 'defect', strong: false };
  else if (lead?.role === 'talk' && clause.list) piece.cue = { role: 'talk', strong: true };
  // “When a report is rejected, the reason is cut off” is told by what comes after the comma.
  else if (lead && item && following?.sentence === clause.sentence && adverbial.test(body)) return false;
  else if (lead && item && body.length > 1) piece.cue = { role: lead.role === 'defect' && !dated ? 'defect' : 'request', strong: false };
  else if (dated && !generic) piece.cue = { role: 'request', strong: false };
  else if (item && groups.some(({ list }) => list) && mentions.some(({ kind }) => kind === 'deadline'))
    piece.cue = { role: 'request', strong: false };
  else if (
    clause.linked &&
    near &&
    current!.cue.role !== 'question' &&
    body.length >= 4 &&
    body.length <= (hasHan.test(body) ? 18 : 40) &&
    !/[了很]|是|\b(?:is|was|are|were)\b/.test(body)
  )
    piece.cue = { role: 'request', strong: false };
  return false;
};

/** The drafts that “the first two”, 第二点, “the others” mean. */
function pointedAt({ groups, pointed }: Walk, words: string): Group[] {
  const listed = groups.filter(({ list }) => list);
  const counted = listed.some(({ main }) => main.number > 0);
  const upTo = (count: number): Group[] => (counted ? listed.filter(({ main }) => main.number <= count) : listed.slice(0, count));
  const numbers = [...words.matchAll(reference)].map((match) => (match[3] ? match[3].charCodeAt(0) - 0x60 : Number(match[1] ?? match[2])));
  const one = ordinal.exec(words);
  if (one) numbers.push(amounts[(one[1] ?? one[2]) as 'two']);
  if (numbers.length)
    return counted ? groups.filter(({ main }) => numbers.includes(main.number)) : listed.filter((_, index) => numbers.includes(index + 1));
  const first = firstFew.exec(words);
  if (first) return upTo(amounts[(first[1] ?? first[2]) as 'two']);
  const last = lastFew.exec(words);
  if (last) return listed.slice(-amounts[(last[1] ?? last[2] ?? 'one') as 'two']);
  return pointed && others.test(words) ? listed.filter((group) => !pointed.groups.includes(group)) : [];
}

/** For (1) and (2) by Friday; the first two this week; the second one is urgent, the others can wait. */
export const referring: Rule = (walk, { clause, words, mentions }) => {
  if (clause.list) return false;
  const meant = pointedAt(walk, words);
  const said = usable(mentions);
  const urgent = priorityOf(words).at !== null;
  for (const one of meant) {
    one.inherited.push(...said);
    if (urgent) one.urgency = clause;
  }
  if (meant.length) walk.pointed = { groups: [...(walk.pointed?.groups ?? []), ...meant], last: meant, sentence: clause.sentence };
  return meant.length > 0;
};
