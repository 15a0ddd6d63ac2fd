import { announces } from './bonds.ts';
import type { Mention } from './dates/index.ts';
import { pattern } from './pattern.ts';
import type { Piece, Walk } from './walk.ts';

/** Heads of lists that hold no requests. */
const done = pattern`
  步骤|环境|(?:期望|预期|实际)结果|参会|与会|已完成|已办|进展|进度|上周|本周工作|完成情况|\b(?:completed|done|status|
  progress|finished|achievements|steps|steps to reproduce|environment|expected|actual|attendees|participants)\b
`;

const trouble = /问题|bug|缺陷|故障|报错|\b(?:bugs|issues|problems|errors|defects)\b/;

const wishes = /需求|建议|意见|修改|调整|request|change|feature/;

export const counts = pattern`
  (?:几|两|二|三|四|五|六)[点个处项条](?!钟|月|星期|礼拜|工作日|小时|半)|\b(?:two|three|four|five|six|a few|few|several|
  some) (?:\w+ )?(?:things|points|changes|requests|issues|items|wishes|bugs)\b
`;

const below = /以下|如下|下列|下面|\b(?:following|below)\b/;

const reference = /\((\d{1,2})\)|(?:第|\b(?:items?|points?|no\.?|number)\s|#)\s?(\d{1,2})(?![\d%:.-])(?=[条点项个、,和与]|\b)/g;

const firstFew = /(?:前|头)([两二三四])[个项条点]|\bfirst (two|three|four)\b/;

/** Deals with a clause, or leaves it (false) to the rules after it. */
export type Rule = (walk: Walk, piece: Piece) => boolean;

export const usable = (mentions: readonly Mention[]): Mention[] => mentions.filter(({ kind }) => kind === 'deadline' || kind === 'vague');

/** A short line with no cue above a list, or above deeper items. */
export const heading: Rule = (walk, { clause, following, words, cue }) => {
  if (!walk.lead || cue.role !== 'talk' || words.length > 24 || !following?.list || following.line <= clause.line) return false;
  if (clause.lead && (announces.test(words) || done.test(words))) return false;
  if (clause.list && following.indent <= clause.indent && !(following.mark !== clause.mark && clause.mark === 'han')) return false;
  walk.lead.line = clause.line;
  walk.current = null;
  return true;
};

/** 有几点需要调整：, We need the following by Friday: what follows is meant. */
export const leadIn: Rule = (walk, { clause, following, words, mentions, cue }) => {
  if (walk.lead && !clause.list && clause.line > walk.lead.line) walk.lead = null;
  if (clause.list) return false;
  const colon = clause.lead || (walk.text[clause.end] === ':' && words.length < 40);
  const above = following?.list === true && (below.test(words) || (colon && cue.role === 'request'));
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
  const { clause, cue, body, dated, generic, same, near, mentions } = piece;
  if (lead && clause.list) [lead.list, lead.line] = [true, clause.line];
  if (cue.role !== 'talk' || cue.strong) {
    if (lead?.role === 'talk' && clause.list && !cue.strong) piece.cue = { role: 'talk', strong: true };
    return false;
  }
  // A second sentence in an item is no item of its own.
  const item = clause.list && !same && !(current?.list && current.main.line === clause.line && current.main.number === clause.number);
  if (lead?.role === 'talk' && clause.list) piece.cue = { role: 'talk', strong: true };
  else if (lead && item && body.length > 1) piece.cue = { role: lead.role === 'defect' && !dated ? 'defect' : 'request', strong: false };
  else if (dated && !generic) piece.cue = { role: 'request', strong: false };
  else if (item && groups.some(({ list }) => list) && mentions.some(({ kind }) => kind === 'deadline'))
    piece.cue = { role: 'request', strong: false };
  else if (
    clause.linked &&
    near &&
    current!.cue.role !== 'question' &&
    body.length >= 4 &&
    body.length <= 18 &&
    !/[了很]|是|\b(?:is|was|are|were)\b/.test(body)
  )
    piece.cue = { role: 'request', strong: false };
  return false;
};

/** For (1) and (2) by Friday; the first two this week. */
export const referring: Rule = ({ groups }, { clause, words, mentions }) => {
  if (clause.list) return false;
  const numbers = [...words.matchAll(reference)].map((match) => Number(match[1] ?? match[2]));
  const few = firstFew.exec(words);
  const first = few ? { 两: 2, 二: 2, 三: 3, 四: 4, two: 2, three: 3, four: 4 }[(few[1] ?? few[2]) as 'two'] : 0;
  const meant = numbers.length
    ? groups.filter(({ main }) => numbers.includes(main.number))
    : groups.filter(({ list }) => list).slice(0, first);
  for (const one of meant) one.inherited.push(...usable(mentions));
  return meant.length > 0;
};
