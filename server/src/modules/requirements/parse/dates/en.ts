import { pattern, sticky } from '../pattern.ts';
import { timeAt } from './en-clock.ts';
import { pointAt } from './en-points.ts';
import { spanAt } from './en-spans.ts';
import { at, type Kind, type Mention, type Point, type Reading } from './reading.ts';

const vague = sticky`
  (?:asap|a\.s\.a\.p\.?|as (?:soon|quickly|fast|early) as (?:possible|you can)|soon(?!er)|shortly|in the near future|
  at (?:your|the) earliest(?: convenience| opportunity)?|at your convenience|one of these days|some ?time|
  whenever you (?:can|like|have time)|when(?:ever)? you(?:'ve| have| get| find) (?:some |a )?(?:time|moment|minute|
  chance)|in due course|(?:in|over) the (?:next|coming) (?:days|weeks|months)|later on|sooner rather than later|quickly)\b
`;
const mark = pattern`
  (?:\b(?:by|before|until|till|no later than|not later than|at the latest (?:by|on)|on or before|prior to|ahead of|
  in time for|due(?: date)?(?: is| on| by| in)?|deadline(?: is| of| for this is| on| would be)?|(?:moved?|postponed?|
  delayed?|extended?|shifted?|pushed|brought forward|reschedul\w+|changed?) (?:it )?to|not after)|\b(?:due|deadline|
  due date|delivery date|eta|when):)\s+(?:the\s+|at\s+|around\s+|about\s+|our\s+|my\s+|your\s+|their\s+|end of business\s+)?$
`;
const preposition = /\b(?:on|at|in|for|around|this|during|over|come|as of)\s+(?:the\s+)?$/;
const beginning = pattern`
  \b(?:from|starting|start(?:s)? (?:on|in|from)|since|after|beginning|effective|not before|as of|as from|commencing|
  no earlier than|once)\s+(?:on\s+|in\s+|from\s+)?(?:the\s+)?$
`;
const recurringBefore = /\b(?:every|each|any|per|all|at the end of (?:each|every)|on)\s+(?:other\s+|single\s+|second\s+)?$/;
const superseded = pattern`
  \b(?:originally|initially|not|instead of|rather than|planned for|was due|were due|moved? from|changed? from|
  last)\s+(?:on|by|for|the|until)?\s*$
`;
const rangeTo = /\s*(?:-|to|or|through|thru|until|till|and)\s+(?:the\s+)?|\s*-\s*/y;
const happened = pattern`
  \b(?:placed|submitted|reported|sent|received|ordered|discussed|agreed|met|told|said|was|were|had|showed|mentioned|
  created|made|got|saw|called|asked|wrote|happened|started|began|failed|crashed|paid|bought|signed|updated|deployed|
  released|broke|hit|did|came|went|stopped|talked|spoke|dated|from)\b[^.;!?]{0,20}$
`;
const byPerson =
  /\b(?:somebody|someone|nobody|we|they|he|she|it|i|people|users|customers) (?!need|want|expect|plan)(?:\w+ed|hit|did|came|went)\b[^.;!?]{0,24}$/;
const ending = pattern`
  ^(?:\s*(?:$|[,.;:!?)\n"]|-\s)|\s+(?:please|at the latest|latest|if|so|and|or|because|since|as|to|for|when|the latest|
  in order|that|we|i|you|it|with|but|would|should|must|is|instead|sharp|too|also|at|on|in|by|will|without|evening|morning|
  afternoon|though|then|thanks|thank|pls|because)\b)
`;

const space = (text: string, index: number): boolean => !/[\w'$€£#/-]/.test(text[index - 1] ?? '');

function finish(text: string, point: Point, before: string, r: Reading): { point: Point; ranged: boolean } {
  let result = point;
  let ranged = false;
  const between = /\bbetween\s+(?:the\s+)?$/.test(before);
  const range = at(rangeTo, text, point.end);
  if (range && (between || !/and/.test(range[0]))) {
    const other =
      pointAt(text, point.end + range[0].length, { ...r, today: Math.max(point.from, r.today) }) ??
      sameMonth(text, point, point.end + range[0].length);
    if (other && other.to >= point.from) {
      result = { ...other, from: point.from, before: other.to, needsMark: Boolean(point.needsMark && other.needsMark && !between) };
      ranged = true;
    }
  }
  const bracket = at(/\s*\((?:the\s+)?/y, text, result.end);
  const inner = bracket && pointAt(text, result.end + bracket[0].length, r);
  if (inner && text[inner.end] === ')') result = { ...inner, end: inner.end + 1 };
  const time = result.grain === 'day' ? timeAt(text, result.end) : null;
  if (time) result = { ...result, end: time.end, ...(time.time ? { time: time.time } : {}) };
  return { point: result, ranged: ranged };
}

/** `Dec 3 - 10`: a bare number ends a range in the same month. */
function sameMonth(text: string, point: Point, index: number): Point | null {
  const found = at(/(\d{1,2})(?:st|nd|rd|th)?\b(?![:.]\d)/y, text, index);
  if (!found || point.grain !== 'day') return null;
  const first = new Date(point.from * 86_400_000).getUTCDate();
  const ahead = Number(found[1]) - first;
  return ahead > 0 && ahead < 31 ? { end: index + found[0].length, from: point.from + ahead, to: point.from + ahead, grain: 'day' } : null;
}

/** A time of day, with the day that may follow it: 5pm today, EOD Friday, noon. */
function clockPoint(text: string, index: number, r: Reading): Point | null {
  const time = timeAt(text, index);
  if (!time || time.end === index || /[\d.:]/.test(text[index - 1] ?? '')) return null;
  const words = text.slice(index, time.end);
  if (/^(?:at\b|by\b|@|,|\s)/.test(words)) return null;
  if (/^(?:in the )?(?:morning|afternoon|evening|night)$/.test(words)) return null;
  const link = at(/,?\s+(?:(?:on|of|this)\s+)?(?:the\s+)?/y, text, time.end);
  const day = link ? pointAt(text, time.end + link[0].length, r) : null;
  const more = time.time ? { time: time.time } : {};
  if (day && day.grain === 'day') return { ...day, ...more, needsMark: false };
  const [hour = 0, minute = 0] = (time.time ?? '24:00').split(':').map(Number);
  const on = hour * 60 + minute < r.minutes ? r.today + 1 : r.today;
  return { end: time.end, from: on, to: on, grain: time.time ? 'time' : 'day', ...more, needsMark: time.explicit };
}

function judge(text: string, index: number, clauseStart: number, point: Point, ranged: boolean, r: Reading): Mention {
  const before = text.slice(Math.max(clauseStart, index - 48), index);
  const rest = text.slice(point.end, point.end + 24);
  const lead = mark.exec(before);
  const prep = lead ? null : preposition.exec(before);
  const latest = at(/,?\s+(?:at (?:the )?(?:very )?latest|latest)\b/y, text, point.end);
  const between = ranged && /\b(?:between|from)\s+(?:the\s+)?$/.test(before);
  const marked = Boolean(lead || latest || between);
  const kept = lead !== null && /to\s+(?:the\s+)?$/.test(lead[0]) && !/^deadline|^due/.test(lead[0]);
  const start = index - (kept ? 0 : (lead?.[0].length ?? prep?.[0].length ?? 0));
  const isBefore = lead && /^(?:before|prior|ahead)/.test(lead[0]);
  const firstDay = lead && point.vague && /\b(?:beginning|start|turn) of/.test(text.slice(index, point.end));
  const day = firstDay ? (isBefore ? point.from - 1 : point.from) : isBefore ? (point.before ?? point.to) : point.to;
  const kind = ((): Kind => {
    if (/^s\b/.test(rest) || (recurringBefore.test(before) && !/\bon\s+$/.test(before))) return 'recurring';
    if (superseded.test(before) && !lead?.[0].match(/to\s*$/)) return 'past';
    if (beginning.test(before) && !between) return 'start';
    if (point.to < r.today) return 'past';
    if (point.vague && !firstDay) return 'vague';
    if (point.needsMark && !marked && !prep) return 'mention';
    if (
      !marked &&
      (/^'s?\s/.test(rest) ||
        /^\s+(?:is|would be|will be) (?:enough|early enough|soon enough)\b/.test(rest) ||
        (text.startsWith('next', index) && /^\s+(?:is|would be|will be) (?:fine|ok|okay|good)\b/.test(rest)))
    )
      return 'mention';
    if (!marked && (happened.test(before) || byPerson.test(before))) return 'mention';
    if (!marked && !ending.test(rest)) return 'mention';
    return 'deadline';
  })();
  const end = point.end + (latest?.[0].length ?? 0);
  const confidence = (point.confidence ?? 0.95) - (marked ? 0 : prep ? 0.05 : 0.15);
  const choices = point.choices ?? (point.vague && !firstDay ? [point.from, point.to] : undefined);
  return {
    start,
    outer: start,
    ...(kept ? { kept } : {}),
    end,
    day,
    grain: point.time ? 'time' : point.grain,
    kind,
    marked,
    confidence,
    ...(point.time ? { time: point.time } : {}),
    ...(choices ? { choices } : {}),
  };
}

/** All dates, lengths of time and vague times in `text` between two offsets, in one pass. `text` is folded. */
export function mentionsEn(text: string, from: number, to: number, r: Reading): Mention[] {
  const found: Mention[] = [];
  for (let i = from; i < to; i++) {
    if (!/[a-z\d]/.test(text[i]!) || !space(text, i)) continue;
    const hazy = at(vague, text, i);
    if (hazy) {
      found.push({
        start: i,
        end: i + hazy[0].length,
        outer: i,
        day: r.today,
        grain: 'day',
        kind: 'vague',
        marked: false,
        confidence: 0.3,
      });
      i += hazy[0].length - 1;
      continue;
    }
    const span = spanAt(text, i, text.slice(Math.max(from, i - 90), i), r, pointAt);
    if (span) {
      found.push(span);
      i = span.end - 1;
      continue;
    }
    // “the last Friday of” must be read from “last” on, or it is last Friday.
    if (text.startsWith('the ', i) && pointAt(text, i + 4, r)) continue;
    const bare = pointAt(text, i, r) ?? clockPoint(text, i, r);
    if (!bare) continue;
    const { point, ranged } = finish(text, bare, text.slice(Math.max(from, i - 16), i), r);
    const mention = judge(text, i, from, point, ranged, r);
    found.push(mention);
    i = mention.end - 1;
  }
  return found.filter((mention) => mention.end <= to + 1);
}
