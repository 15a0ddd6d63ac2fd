import { adverbial, allAbove, elaborates, isGeneric } from './bonds.ts';
import { cueOf } from './cues.ts';
import type { Mention, Reading } from './dates/index.ts';
import { commandsModel, wouldBeObeyed } from './injection.ts';
import { joins, pointsBack } from './joins.ts';
import { counts, heading, leadIn, referring, usable, weigh, type Rule } from './lists.ts';
import { pattern } from './pattern.ts';
import { priorityOf } from './priority.ts';
import type { Clause } from './split.ts';
import { attach, open, pieceOf, type Group, type Piece, type Waiting, type Walk } from './walk.ts';

/** As many as one call can store; what is beyond stays context. */
const most = 50;

const orders = /更换|替换|补充|增加|添加|删除|去掉|修改|更新|replace|add|update|remove/g;

const works = /开发|测试|部署|everything|released?|develop\w*|test\w*|deploy\w*/g;

/** Begins with all that was said. */
const lump = /^(?:以上|上述|上面)(?!.{0,8}(?:问题是|数据))|^(?:all (?:of )?)?(?:the above|these|this)\b/;

const angry =
  /再不|终止|投诉|拖了|退钱|退款!|骗|垃圾|律师|曝光|\b(?:cancel the contract|lawyer|terminate|scam|ridiculous|unacceptable|refund us)\b/;

const gathering = pattern`
  开会|会议|例会|培训|见面|碰头|拜访|出差|放假|休假|聚餐|\b(?:meeting|call|kick-?off|takes? place|visit|lunch|holidays?|
  vacation|on leave|out of office|workshop)\b
`;

const courtesyOnly = /^(?:please|pls|谢谢|拜托|麻烦了?)$/;

/** The drafts before a clause that stand on lines of their own, one under the other, as in a chat; empty if there are not two of them. */
function column({ groups }: Walk, { line }: Clause): Group[] {
  const found: Group[] = [];
  for (let below = line; ;) {
    const above = groups.at(-1 - found.length);
    if (!above || above.list || above.clauses.at(-1)!.line !== below - 1) break;
    below = above.clauses[0]!.line;
    found.push(above);
  }
  return found.length > 1 ? found : [];
}

/** 以上都要在月底前完成 dates all; 请尽快处理 belongs to the draft before it. */
const repeating: Rule = (walk, piece) => {
  const { text, groups, current } = walk;
  const { clause, words, blank, cue, mentions, generic, dated, same, near } = piece;
  if (!groups.length) return false;
  const all = allAbove.test(words);
  const shared = usable(mentions);
  if (generic && walk.pointed?.sentence === clause.sentence) {
    for (const one of walk.pointed.last) one.inherited.push(...shared);
    return true;
  }
  if (
    !same &&
    shared.length &&
    ((generic && (all || walk.counted || (current?.list && !clause.list))) ||
      (all && dated && !clause.list && (lump.test(words) || isGeneric(blank.replace(works, ' ')))))
  ) {
    for (const one of groups) if (all || walk.counted || one.list) one.inherited.push(...shared);
    return true;
  }
  if (!generic || about(walk, piece)) return false;
  const urgent = priorityOf(words).at !== null;
  // “Not urgent:” is of what comes after it.
  if (urgent && !same && text[clause.end] === ':') return true;
  const apart = current !== null && groups.length > 1 && clause.line - current.clauses.at(-1)!.line > 1;
  const under = shared.length || urgent ? (apart && (dated || urgent) ? groups : column(walk, clause)) : [];
  for (const one of under) {
    one.inherited.push(...shared);
    if (urgent) one.urgency = clause;
  }
  if (under.length) return true;
  if (current && (same || (near && (cue.role !== 'talk' || mentions.length > 0 || urgent)))) attach(walk, piece);
  walk.idle = [];
  return true;
};

/** 还有图例挡住了数据，今天改一下: says only “do it”, of what its own sentence has named and nobody has asked for yet. */
function about({ text, idle, current }: Walk, { clause, cue, generic, same }: Piece): boolean {
  const object = idle.at(-1);
  if (!object || !generic || same || cue.role !== 'request' || object.sentence !== clause.sentence || object.end - object.start <= 5)
    return false;
  if (current && !object.linked && clause.line === current.main.line) return false;
  const { role, strong } = cueOf(text.slice(object.body, object.end), false);
  return role === 'talk' && !strong;
}

/** “The logo is the old one, please swap it”, “A second language, please”: the object stands in the clause before. */
const objectBefore: Rule = (walk, piece) => {
  const { clause, cue, body, blank, mentions } = piece;
  const object = walk.idle.at(-1);
  if (!object || object.sentence !== clause.sentence || object.end - object.start <= 5) return false;
  const meant = cue.role === 'request' && (pointsBack.test(body) || pointsBack.test(blank.trim()) || about(walk, piece));
  if (!courtesyOnly.test(body.trim()) && !meant) return false;
  const said = walk.dates.filter(({ start, end }) => start >= object.start && end <= object.end);
  open(walk, {
    main: object,
    cue: { role: 'request', strong: true },
    clauses: [object, clause],
    mentions: [...said, ...mentions],
    list: object.list,
  });
  return true;
};

const waits: Rule = (walk, { clause, words, cue, mentions, generic, dated }) => {
  if (!generic || (cue.role === 'talk' && !dated && !mentions.some(({ kind }) => kind === 'vague') && !priorityOf(words).at)) return false;
  const { waiting } = walk;
  walk.waiting = {
    clause: waiting?.clause ?? clause,
    cue,
    clauses: [...(waiting?.clauses ?? []), clause],
    mentions: [...(waiting?.mentions ?? []), ...mentions],
  };
  return true;
};

const talks: Rule = (walk, piece) => {
  const { clause, cue, body, same, item, near } = piece;
  if (cue.role !== 'talk') return false;
  if (!cue.strong && (same || item || (near && !clause.list && elaborates.test(body)))) attach(walk, piece);
  else walk.idle = clause.sentence === walk.idle.at(-1)?.sentence ? [...walk.idle, clause].slice(-2) : [clause];
  return true;
};

const joining: Rule = (walk, piece) => {
  if (!joins(walk, piece)) return false;
  attach(walk, piece);
  return true;
};

const opening: Rule = (walk, { clause, words, blank, cue, mentions }) => {
  const { lead, waiting, groups } = walk;
  // A bare “请补充” says what only with the clause before it.
  const bare = isGeneric(blank.replace(orders, ' ')) || blank.replace(/[^a-z\u3400-\u9fff]/g, '').length <= 7;
  const before = walk.idle.filter(
    (one) =>
      one.sentence === clause.sentence &&
      (bare || (clause.list && one.number === clause.number) || adverbial.test(walk.text.slice(one.start, one.end))),
  );
  // “add A and fix B by Friday” dates both.
  const twin = groups.at(-1);
  if (
    twin &&
    /^(?:and\s|并|和)/.test(words) &&
    twin.main.sentence === clause.sentence &&
    !twin.mentions.some(({ kind }) => kind === 'deadline')
  )
    twin.inherited.push(...mentions);
  const last = waiting?.clauses.at(-1);
  const heard = last && clause.sentence - last.sentence <= 4 && clause.line - last.line <= 3 ? waiting : null;
  if (waiting && !heard) groups.push(alone(waiting));
  walk.waiting = null;
  open(walk, {
    main: clause,
    cue,
    clauses: [...(heard?.clauses ?? []), ...before, clause],
    mentions: [...(heard?.mentions ?? []), ...mentions],
    inherited: lead && clause.list ? [...lead.mentions] : [],
    list: clause.list,
  });
  return true;
};

const rules: readonly Rule[] = [heading, leadIn, weigh, referring, repeating, objectBefore, waits, talks, joining, opening];

const alone = ({ clause, cue, clauses, mentions }: Waiting): Group => ({
  main: clause,
  cue,
  clauses,
  mentions,
  inherited: [],
  list: clause.list,
});

/** A message of one or two clauses that gives a day is meant, unless it speaks of a meeting. */
function onlyDate({ text, dates }: Walk, clauses: readonly Clause[]): Group[] {
  if (clauses.length > 2) return [];
  const clause = clauses.find(({ start, end }) =>
    dates.some((mention) => mention.kind === 'deadline' && mention.start >= start && mention.end <= end),
  );
  if (!clause || clause.end - clause.start > 40 || gathering.test(text.slice(clause.start, clause.end)) || !hasVerb(text, clause, dates))
    return [];
  const cue = cueOf(text.slice(clause.body, clause.end), clause.asked);
  return cue.role === 'talk' && cue.strong
    ? []
    : [{ main: clause, cue: { role: 'request', strong: false }, clauses: [clause], mentions: dates, inherited: [], list: false }];
}

/**
 * Decides which clauses are requests, and which of them belong together. What carries no cue is context: a greeting, a remark, a line of minutes.
 * Clauses that speak to a model are left out and reported.
 */
export function group(text: string, clauses: readonly Clause[], r: Reading): { groups: Group[]; injected: boolean } {
  const walk: Walk = { text, r, groups: [], dates: [], current: null, idle: [], waiting: null, lead: null, pointed: null, counted: false };
  let injectedAt = -10;
  let line = 0;
  for (const [index, clause] of clauses.entries()) {
    if (walk.groups.length >= most) break;
    const words = text.slice(clause.start, clause.end);
    if (commandsModel(words) || (clause.sentence - injectedAt <= 2 && wouldBeObeyed(words))) {
      injectedAt = clause.sentence;
      walk.idle = [];
      continue;
    }
    if (counts.test(words)) walk.counted = true;
    else if (clause.line > line + 1) walk.counted = false;
    ({ line } = clause);
    const piece = pieceOf(walk, clause, clauses[index + 1]);
    rules.some((rule) => rule(walk, piece));
  }
  const { waiting } = walk;
  if (waiting && !angry.test(text) && waiting.clauses.some((clause) => hasVerb(text, clause, waiting.mentions)))
    walk.groups.push(alone(waiting));
  const injected = injectedAt >= 0;
  return { groups: walk.groups.length || injected ? walk.groups : onlyDate(walk, clauses), injected };
}

/** “By Friday, please” alone asks for nothing; “please handle it” asks, and is asked back. */
function hasVerb(text: string, clause: Clause, mentions: readonly Mention[]): boolean {
  let words = text.slice(clause.start, clause.end);
  for (const { start, end } of mentions) if (start >= clause.start && end <= clause.end) words = words.replace(text.slice(start, end), '');
  return words.replace(/please|pls|请|谢谢|麻烦|of|the|by/g, '').replace(/[^a-z\u3400-\u9fff]/g, '').length > 1;
}
