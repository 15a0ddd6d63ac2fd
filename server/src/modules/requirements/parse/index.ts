import { everywhere } from './pattern.ts';
import { ambiguitiesOf } from './ambiguity.ts';
import { clean } from './clean.ts';
import { isoOf, reading, type Mention, type Reading } from './dates/index.ts';
import { fold } from './fold.ts';
import { group } from './group.ts';
import { comments, hides } from './injection.ts';
import { recognise } from './language.ts';
import { priorityOf } from './priority.ts';
import type { Draft, Due, Language, ParseOptions, Parsed, Span } from './shapes.ts';
import { split } from './split.ts';
import type { Group } from './walk.ts';
import { titleOf } from './title.ts';
import { typeOf } from './type.ts';

export type * from './shapes.ts';

/** What is longer is read up to here; the rest is context, and `flags.truncated` says so. */
export const longestText = 20_000;
const unsure = 0.15;
const criterion = everywhere`
  (?:不(?:得)?(?:超过|低于|高于|少于|大于|小于)|至少|最多|达到|控制在|小于|大于|低于|高于)?\s?(?:\d+(?:\.\d+)?|
  [一二两三四五六七八九十百千万]{1,5})\s?(?:%|个?(?:毫秒|秒|分钟|小时|ms|人|用户|次|步|条|mb|gb|kb|tps|qps|px|
  并发))(?:钟)?(?:以内|之内|内|以上|以下)?|(?:within|in under|under|less than|no more than|at least|at most|up to|
  not exceed)\s+\d+(?:\.\d+)?\s?(?:%|percent|ms|milliseconds?|seconds?|minutes?|hours?|users?|clicks?|steps?|mb|gb|kb|
  requests?)|\d+(?:\.\d+)?\s?% of (?:the )?\w+
`;

const dueFrom = (mention: Mention, text: string): Due => ({
  date: isoOf(mention.day),
  phrase: text.slice(mention.start, mention.end),
  span: { start: mention.start, end: mention.end },
  kind: 'deadline',
  grain: mention.grain,
  ...(mention.time ? { time: mention.time } : {}),
  confidence: Math.round(Math.max(0, Math.min(1, mention.confidence)) * 100) / 100,
});

/** The date that holds for a group: said for it before said for all, marked before bare; of two marked ones the later, and both are asked about. */
function dueOf(group: Group): { due: Mention | null; conflict: Mention[] } {
  const usable = (mentions: readonly Mention[]): Mention[] => mentions.filter((mention) => mention.kind === 'deadline' && !mention.choices);
  const own = usable(group.mentions);
  const candidates = own.length ? own : usable(group.inherited).slice(-1);
  const marked = candidates.filter((mention) => mention.marked);
  const pool = marked.length ? marked : candidates;
  const due = pool.reduce<Mention | null>(
    (best, mention) => (!best || (marked.length ? mention.day > best.day : mention.confidence > best.confidence) ? mention : best),
    null,
  );
  const conflict = new Set(marked.map((mention) => mention.day)).size > 1 ? marked : [];
  return { due, conflict };
}

function draftOf(text: string, folded: string, group: Group, first: boolean, r: Reading, lang: Language): Draft {
  const { main, clauses } = group;
  const span: Span = { start: Math.min(...clauses.map((clause) => clause.start)), end: Math.max(...clauses.map((clause) => clause.end)) };
  const words = folded.slice(span.start, span.end);
  const { due, conflict } = dueOf(group);
  const { candidates, margin, nfr } = typeOf(words.slice(0, 1200), main.asked, group.cue, {
    start: main.start - span.start,
    end: main.end - span.start,
  });
  const shift = (at: Span, by = span.start): Span => ({ start: by + at.start, end: by + at.end });
  const own = priorityOf(words);
  const { start: from, end: to } = group.urgency ?? span;
  const { priority, at: urgency } = own.at || !group.urgency ? own : priorityOf(folded.slice(from, to));
  const type = candidates[0]!.type;
  const cut = group.mentions
    .filter(({ kind, start, kept }) => !kept && (kind === 'deadline' || kind === 'vague') && start >= main.start)
    .map(({ outer, end }) => ({ start: outer, end }));
  const measures =
    type === 'nonfunctional'
      ? [...words.matchAll(criterion)]
          .slice(0, 5)
          .map((match) => trim(folded, shift({ start: match.index, end: match.index + match[0].length })))
      : [];
  const mentions = [...group.mentions, ...group.inherited];
  return {
    quote: text.slice(span.start, span.end),
    span,
    title: titleOf(text, folded, { start: main.body, end: main.end }, cut),
    type,
    ...(nfr ? { nfr: nfr.quality } : {}),
    typeCandidates: candidates.map(({ type: candidate, score }) => ({ type: candidate, score })),
    margin,
    priority,
    due: due && dueFrom(due, text),
    spans: {
      title: { start: main.body, end: main.end },
      ...(candidates[0]!.at ? { type: shift(candidates[0]!.at) } : {}),
      ...(nfr && nfr.at.end > nfr.at.start ? { nfr: shift({ start: nfr.at.start, end: nfr.at.end }) } : {}),
      ...(urgency ? { priority: shift(urgency, own.at ? span.start : from) } : {}),
      ...(due ? { due: { start: due.start, end: due.end } } : {}),
      ...(measures.length ? { acceptance: measures } : {}),
    },
    ...(measures.length ? { acceptance: measures.map(({ start, end }) => text.slice(start, end)) } : {}),
    ambiguities: ambiguitiesOf(
      {
        folded: words,
        text,
        span,
        first,
        mentions,
        dueKnown: due !== null,
        conflict,
        types: margin < unsure ? [candidates[0]!.type, candidates[1]!.type] : null,
      },
      r,
      lang,
    ),
  };
}

function trim(text: string, { start, end }: Span): Span {
  let [from, to] = [start, end];
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return { start: from, end: to };
}

/** What lies between the drafts and holds a letter or a digit. */
function contextOf(text: string, drafts: readonly Draft[]): Span[] {
  const taken = drafts.map(({ span }) => span).sort((a, b) => a.start - b.start);
  const found: Span[] = [];
  let from = 0;
  for (const { start, end } of [...taken, { start: text.length, end: text.length }]) {
    if (start > from) {
      const rest = trim(text, { start: from, end: start });
      if (/[\p{L}\p{N}]/u.test(text.slice(rest.start, rest.end))) found.push(rest);
    }
    from = Math.max(from, end);
  }
  return found;
}

/**
 * Reads what a client wrote, Chinese or English, into drafts of requirements: local, deterministic, nothing stored, no clock but `now`.
 * Every field that came from words carries their offsets in `text`. Linear in the length of the text; never throws on a text.
 */
export function parse(text: string, options: ParseOptions): Parsed {
  const read = text.length > longestText ? text.slice(0, longestText) : text;
  let folded = fold(read);
  const lang = recognise(folded, options.lang);
  const r = reading(options.now, options.timeZone, lang, options.holidays);
  const hidden = comments(folded);
  for (const { start, end } of hidden) folded = `${folded.slice(0, start)}${' '.repeat(end - start)}${folded.slice(end)}`;
  const { groups, injected } = group(folded, split(folded, clean(folded)), r);
  const drafts = groups.map((one, index) => draftOf(read, folded, one, index === 0, r, lang));
  const questions = drafts.flatMap((draft, index) => draft.ambiguities.map((question) => ({ ...question, draft: index })));
  // One question a draft first: three about the first draft would hide the others.
  const rank = new Map(
    questions.map((question) => [question, drafts[question.draft]!.ambiguities.findIndex((one) => one.text === question.text)]),
  );
  return {
    lang,
    drafts,
    context: contextOf(text, drafts),
    flags: { injection: injected || hidden.length > 0 || hides(folded), truncated: text.length > longestText },
    questions: questions.sort((a, b) => rank.get(a)! - rank.get(b)! || a.draft - b.draft).slice(0, 3),
  };
}
