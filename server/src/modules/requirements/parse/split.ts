import { announces, isGeneric } from './bonds.ts';
import type { Line } from './clean.ts';
import { asks, bingZh, firstOrder, governed, innerLink, label, link, owner, secondOrder } from './links.ts';
import { everywhere, pattern, sticky } from './pattern.ts';
import type { Span } from './shapes.ts';

/** The smallest piece that is judged: at most 300 characters between commas, within a sentence. */
export interface Clause extends Span {
  sentence: number;
  line: number;
  /** Stands in a list, after its marker. */
  list: boolean;
  /** Columns before the text of its line, and the kind of its list marker. */
  indent: number;
  mark: 'han' | 'digit' | 'bullet' | '';
  /** The number of its list item, 0 without one. */
  number: number;
  /** Where it begins after 另外, also, next. */
  body: number;
  /** Opens with such a word: something new. */
  linked: boolean;
  /** Its sentence ends in a question mark, and it is the part that asks. */
  asked: boolean;
  /** Its line ends in a colon: what follows is meant. */
  lead: boolean;
}

const longest = 300;

const most = 2000;

const marker = sticky`
  \s*(?:[-*•·●○▪➢✓]\s{0,3}(?![-*])|\(?\d{1,2}\s?[.)、](?!\d)\s{0,3}|\d{1,2}\s?:(?!\d)\s{0,3}|
  \(?[一二三四五六七八九十]{1,3}[、.)]\s{0,3}|[①-⑳⒈-⒛]\s{0,3}|(?:\(?[a-h]\))\s{0,3}|\[[ x]?\]\s{0,3}|
  第[一二三四五六七八九十](?:点?[,、:是]\s?|点(?=[希请需增在把能]))|其[一二三四五][,、:]|(?:todo|action item|action|
  task)\s{0,2}\d{0,2}\s{0,2}:\s{0,3})
`;

const inlineMarker = everywhere`
  (?<!\b(?:and|or|for|of|to|in|items?|points?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}))[\s,;。:](?:\(?\d{1,2}[.)、](?!\d|\s{0,2}(?:and\b|&|[,、和与]|to\b|-)|\s{0,3}(?:\n|$))|
  \([a-h]\)|[①-⑳]|第[一二三四五六][,、:]|其[一二三四][,、:])
`;

const abbreviation = pattern`
  (?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|no|approx|incl|nr|st|inc|ltd|co|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|
  tue|wed|thu|fri|p\.s|a\.s\.a\.p|a\.m|p\.m)|\b[a-z]|\d)$
`;

const sentenceEnd = /[。!?;…]/;

function isStop(text: string, index: number): boolean {
  const character = text[index]!;
  if (sentenceEnd.test(character)) return true;
  if (character !== '.') return false;
  const next = text[index + 1];
  if (next !== undefined && !/[\s"')\]]/.test(next)) return false;
  if (!abbreviation.test(text.slice(Math.max(0, index - 8), index))) return true;
  // “… by Nov 20.” ends a sentence where a capital follows; the fold has lost it, so the space and the length decide.
  return (
    next === undefined ||
    next === '\n' ||
    /\d$/.test(text.slice(index - 1, index)) ||
    /^\s+(?:please|we|i|it|the|this|also|thanks|and|can|could|that)\b/.test(text.slice(index + 1, index + 10))
  );
}

/** A comma within a number or a date: 1,000; Nov 30, 2026; Wed, Nov 11; Friday, at the latest. */
const inDate = (text: string, index: number): boolean =>
  /^,\s?\d{3}(?:\D|$)|^,\s*(?:20\d\d\b|at the latest|\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\b|o'clock))/.test(text.slice(index, index + 16)) ||
  (/\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?$/.test(text.slice(Math.max(0, index - 10), index)) &&
    /^,\s*(?:the )?(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/.test(text.slice(index, index + 12)));

/** 另外, Second: what it opens comes after the comma. */
const onlyLink = (words: string): boolean =>
  /^\s*(?:另外|此外|首先|其次|最后|(?:and )?(?:also|first|firstly|second|secondly|third|thirdly|finally|lastly|next))$/.test(words);

/** Offsets within [from, to) at which a clause is cut: commas, connectives, a second order. */
function cuts(text: string, from: number, to: number): number[] {
  const found: number[] = [];
  const piece = text.slice(from, to);
  let depth = 0;
  for (let i = from; i < to; i++) {
    const character = text[i]!;
    if (/[([（「“《]/.test(character)) depth++;
    else if (/[)\]）」”》]/.test(character)) depth = Math.max(0, depth - 1);
    else if (
      (character === '|' && /\s/.test(text[i - 1] ?? ' ') && /\s/.test(text[i + 1] ?? ' ')) ||
      (character === ':' &&
        !/\d/.test(text[i - 1] ?? '') &&
        i - from > 4 &&
        (announces.test(text.slice(Math.max(from, i - 24), i)) || (i - from < 24 && isGeneric(text.slice(from, i)))))
    )
      found.push(i + 1);
    else if (character === ',' && depth === 0 && !inDate(text, i) && !onlyLink(text.slice(from, Math.min(i, from + 16)))) found.push(i + 1);
  }
  for (const match of piece.matchAll(innerLink)) if (match.index > 3) found.push(from + match.index);
  if (firstOrder.test(piece) && !governed.test(piece)) for (const match of piece.matchAll(secondOrder)) found.push(from + match.index);
  if (/^(?:.{0,6}(?:请|希望|麻烦|需要))?(?:能)?(?:把|增加|新增|添加|修复|修改|优化|删除|调整|更换)/.test(piece))
    for (const match of piece.matchAll(bingZh)) found.push(from + match.index);
  return found.sort((a, b) => a - b);
}

/** The number in a list marker: `2)`, (b), ②, 第二, 0 without one. */
function numberOf(sign: string): number {
  const circled = /[①-⑳]/.exec(sign);
  const han = /[一二三四五六七八九]/.exec(sign);
  const letter = /^\(?([a-h])\)/.exec(sign);
  if (letter) return letter[1]!.charCodeAt(0) - 0x60;
  return circled
    ? circled[0].charCodeAt(0) - 0x245f
    : Number.parseInt(/\d{1,2}/.exec(sign)?.[0] ?? '0', 10) || (han ? '一二三四五六七八九'.indexOf(han[0]) + 1 : 0);
}

/** The clauses of what was said, in order, with their offsets in the text. `text` is folded. */
export function split(text: string, lines: readonly Line[]): Clause[] {
  const clauses: Clause[] = [];
  let sentence = 0;
  let carried: { list: boolean } | null = null;
  const put = (start: number, end: number, more: Omit<Clause, 'start' | 'end' | 'linked' | 'body'>): void => {
    let from = start;
    while (from < end && /[\s,;:|。.!?、…]/.test(text[from]!)) from++;
    let to = end;
    while (to > from && /[\s,;:|。.!?、…]/.test(text[to - 1]!)) to--;
    while (to - from > longest) {
      let cut = text.lastIndexOf(' ', from + longest);
      if (cut <= from + 100) cut = from + longest - (/[\udc00-\udfff]/.test(text[from + longest] ?? '') ? 1 : 0);
      put(from, cut, more);
      from = cut;
      while (from < to && text[from] === ' ') from++;
    }
    // One letter is no request; the bound keeps a page of commas as cheap as a page of prose.
    if ((to - from < 2 && text[from] !== '急') || clauses.length >= most) return;
    link.lastIndex = from;
    const linked = link.exec(text);
    owner.lastIndex = linked ? link.lastIndex : from;
    const named = owner.exec(text);
    let body = linked && from + linked[0].length < to ? from + linked[0].length : from;
    if (named && owner.lastIndex < to - 1) body = owner.lastIndex;
    while (body > from && body < to && /[\s,:、]/.test(text[body]!)) body++;
    clauses.push({ start: from, end: to, ...more, body, linked: body > from });
  };

  /** The item that an indented line below it goes on with. */
  let above: { row: number; item: number; deep: number } | null = null;
  lines.forEach((line, at) => {
    if (!line.said || !text.slice(line.start, line.end).trim()) {
      carried = null;
      above = null;
      sentence++;
      return;
    }
    const marks: number[] = [];
    marker.lastIndex = line.start;
    const first = marker.exec(text);
    const opening = first && marker.lastIndex <= line.end ? marker.lastIndex : line.start;
    if (opening > line.start) marks.push(opening);
    const inline = [...text.slice(line.start, line.end).matchAll(inlineMarker)].map((match) => line.start + match.index + 1);
    const several = inline.length + (opening > line.start ? 1 : 0) >= 2;
    const list = opening > line.start;
    const indent = opening - line.start;
    const sign = text.slice(line.start, opening).trim();
    const mark = !sign ? '' : /[一二三四五六七八九十]/.test(sign) ? 'han' : /\d|[①-⑳]/.test(sign) ? 'digit' : 'bullet';
    const deep = /^\s{0,40}/.exec(text.slice(line.start, Math.min(line.end, line.start + 40)))![0].length;
    const goesOn: boolean = !list && above !== null && deep > above.deep + 1;
    const row = goesOn ? above!.row : at;
    if (!carried || list) sentence++;
    const lead = /[::]\s*$/.test(text.slice(Math.max(line.start, line.end - 4), line.end));
    let item = goesOn ? above!.item : numberOf(sign);
    let inList: boolean = list || goesOn || Boolean(carried?.list);
    let begin = opening;
    const close = (end: number, asked: boolean): void => {
      let from = begin;
      for (const cut of cuts(text, begin, end)) {
        put(from, cut, {
          sentence,
          line: row,
          list: inList,
          indent,
          mark,
          number: item,
          asked: asked && asks.test(text.slice(from, cut)),
          lead,
        });
        from = cut;
      }
      put(from, end, { sentence, line: row, list: inList, indent, mark, number: item, asked, lead });
      begin = end;
    };
    const labelled = (): void => {
      label.lastIndex = begin;
      const found = label.exec(text);
      const end = found ? label.lastIndex : 0;
      if (
        !found ||
        end >= line.end ||
        end - begin < 2 ||
        !(announces.test(found[0]) || /希望|支持|增加|新增/.test(found[0])) ||
        /\d$/.test(found[0])
      )
        return;
      put(begin, end, { sentence: sentence++, line: row, list: false, indent, mark, number: item, asked: false, lead: true });
      begin = end + 1;
      inList = true;
    };
    labelled();
    let next = 0;
    for (let i = opening; i < line.end; i++) {
      while (several && next < inline.length && inline[next]! < i) next++;
      if (several && inline[next] === i && i > opening) {
        close(i, false);
        sentence++;
        marker.lastIndex = i;
        begin = marker.exec(text) ? marker.lastIndex : i;
        item = numberOf(text.slice(i, begin));
        inList = true;
        i = begin - 1;
      } else if (isStop(text, i)) {
        let end = i + 1;
        while (end < line.end && /[。!?;….)"'”」]/.test(text[end]!)) end++;
        close(end, /[?]/.test(text.slice(i, end)));
        sentence++;
        if (/[。.!?]/.test(text[i]!)) inList = list;
        else if (inList && !list && !several) item++;
        while (begin < line.end && /\s/.test(text[begin]!)) begin++;
        if (!list && !several) labelled();
        i = Math.max(end, begin) - 1;
      }
    }
    const open = begin < line.end;
    if (open) close(line.end, false);
    // A mail wrapped at a column goes on in the next line.
    if (!goesOn) above = list ? { row, item, deep } : null;
    const following = lines[at + 1];
    const wraps =
      open && !lead && following?.said && line.end - line.start >= 50 && /^[a-z(]/.test(text.slice(following.start, following.start + 1));
    carried = wraps ? { list: inList } : null;
  });
  return clauses;
}
