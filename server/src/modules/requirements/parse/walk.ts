import { pattern } from './pattern.ts';
import { isGeneric } from './bonds.ts';
import { cueOf, type Cue } from './cues.ts';
import { mentionsOf, type Mention, type Reading } from './dates/index.ts';
import type { Clause } from './split.ts';

/** The clauses that make one draft, and the dates said for it elsewhere (in the lead-in, in “all of these by Friday”). */
export interface Group {
  main: Clause;
  cue: Cue;
  clauses: Clause[];
  mentions: Mention[];
  inherited: Mention[];
  /** 不急 or “as soon as possible”, said for several things at once. */
  urgency?: Clause;
  list: boolean;
}

/** The line that announced a list, with the dates it gave for all of it. */
export interface Lead {
  line: number;
  mentions: Mention[];
  list: boolean;
  /** What the list holds where its items do not say: work done is talk, problems are defects. */
  role: 'request' | 'defect' | 'talk';
}

/** “Do it” said before it is known what. */
export interface Waiting {
  clause: Clause;
  cue: Cue;
  clauses: Clause[];
  mentions: Mention[];
}

/** What is known while the clauses are read in order. */
export interface Walk {
  text: string;
  r: Reading;
  groups: Group[];
  dates: Mention[];
  current: Group | null;
  /** Clauses of this sentence that were talk: a draft may need them as its subject. */
  idle: Clause[];
  waiting: Waiting | null;
  lead: Lead | null;
  /** The drafts that were pointed at so far, and last in this sentence: the first two are bugs, please fix them. */
  pointed: { groups: Group[]; last: Group[]; sentence: number } | null;
  /** After “two things:” a date at the end is meant for both. */
  counted: boolean;
}

/** A clause with all that can be told of it alone and beside the draft before it. */
export interface Piece {
  clause: Clause;
  following: Clause | undefined;
  words: string;
  /** Without 另外, also, 小王：. */
  body: string;
  /** `body` without the words of its dates. */
  blank: string;
  mentions: Mention[];
  cue: Cue;
  /** Says only “do it”. */
  generic: boolean;
  /** Its marked deadline. */
  dated: Mention | undefined;
  /** In the sentence of the current draft; in its list item; within two lines of it. */
  same: boolean;
  item: boolean;
  near: boolean;
}

const thenBefore = pattern`
  [这那](?:天|个时间)?(?:之|以)前|在此之前|(?:按期|按时|如期)(?:完成|交付|上线|提供)|此前(?:完成|交付|上线)|\b(?:by then|
  before (?:that|then)|by that (?:date|day|time))\b
`;

function without(text: string, clause: Clause, mentions: readonly Mention[]): string {
  let out = '';
  let from = clause.body;
  for (const mention of mentions) {
    if (mention.outer < from || mention.end > clause.end) continue;
    out += `${text.slice(from, mention.outer)} `;
    from = mention.end;
  }
  return out + text.slice(Math.min(from, clause.end), clause.end);
}

export function pieceOf(walk: Walk, clause: Clause, following: Clause | undefined): Piece {
  const { text, r, dates, current } = walk;
  const words = text.slice(clause.start, clause.end);
  const body = text.slice(clause.body, clause.end);
  const mentions = mentionsOf(text, clause, r);
  const blank = without(text, clause, mentions);
  // “We have an audit on 18 December; finish the reports before that.”
  const anchor = thenBefore.test(words)
    ? dates.findLast(({ day, kind }) => day >= r.today && kind !== 'vague' && kind !== 'measure')
    : undefined;
  if (anchor) mentions.push({ ...anchor, kind: 'deadline', marked: true, confidence: 0.75 });
  dates.push(...mentions);
  let cue = cueOf(body, clause.asked);
  // 明年年初上线新官网 begins with its verb once the date is taken away.
  if (cue.role === 'talk' && !cue.strong && mentions.length) cue = cueOf(blank.trim(), clause.asked);
  // “It cannot be opened today” says since when, not by when.
  if (cue.role === 'defect' || cue.role === 'quality' || (cue.role === 'talk' && cue.strong))
    for (const mention of mentions) if (mention.kind === 'deadline' && !mention.marked) mention.kind = 'mention';
  const last = current?.clauses.at(-1);
  return {
    clause,
    following,
    words,
    body,
    blank,
    mentions,
    cue,
    generic: isGeneric(blank),
    dated: mentions.find((mention) => mention.kind === 'deadline' && mention.marked),
    same: last?.sentence === clause.sentence,
    item: clause.list && current?.list === true && clause.line === last!.line && clause.number === last!.number,
    near: last !== undefined && clause.line - last.line <= 2,
  };
}

/** Opens a draft. */
export function open(walk: Walk, group: Omit<Group, 'inherited'> & { inherited?: Mention[] }): void {
  walk.current = { inherited: [], ...group };
  walk.groups.push(walk.current);
  walk.idle = [];
}

/** Adds a clause to the current draft. */
export function attach({ current }: Walk, { clause, mentions }: Piece): void {
  current!.clauses.push(clause);
  current!.mentions.push(...mentions);
}
