/** What the intake holds while it is written and confirmed. Pure. */
import type { Problems } from '../base/form.ts';

export type RequirementType = 'functional' | 'nonfunctional' | 'defect' | 'change' | 'question';
export type Priority = 'urgent' | 'high' | 'normal' | 'low';
export const types: readonly RequirementType[] = ['functional', 'nonfunctional', 'defect', 'change', 'question'];
export const priorities: readonly Priority[] = ['urgent', 'high', 'normal', 'low'];

/** UTF-16 offsets in the text, the end excluded. */
export interface Span {
  start: number;
  end: number;
}
type Field = 'title' | 'type' | 'nfr' | 'priority' | 'due';
export type Spans = Partial<Record<Field, Span>> & { quote?: Span; acceptance?: Span[] };

export interface Question {
  field: string;
  text: string;
  options: { label: string; value: string }[];
}

/** The answer of `requirements.parse`, as far as it is shown. */
export interface Parsed {
  drafts: {
    quote: string;
    span: Span;
    title: string;
    type: RequirementType;
    nfr?: string | undefined;
    priority: Priority;
    due: { date: string } | null;
    spans: Spans;
    acceptance?: string[] | undefined;
    ambiguities: Question[];
  }[];
  context: Span[];
}

/** A proposal that the person may change before it is sent. */
export interface Card {
  title: string;
  type: RequirementType;
  priority: Priority;
  /** `YYYY-MM-DD`, empty for none. */
  due: string;
  quote: string;
  nfr: string | null;
  acceptance: string[];
  spans: Spans;
  questions: Question[];
}

export interface Values {
  text: string;
  /** Null: not read yet. */
  cards: Card[] | null;
  /** What was read and is no request; shown so that nobody wonders where it went. */
  rest: string[];
}

export const blank: Values = { text: '', cards: null, rest: [] };
/** As the server has them. */
export const mostText = 8000;
export const mostTitle = 200;

export function cardsOf({ drafts, context }: Parsed, text: string): Pick<Values, 'cards' | 'rest'> {
  const cards = drafts.map(({ quote, span, title, type, nfr, priority, due, spans, acceptance, ambiguities }): Card => ({
    title,
    type,
    priority,
    due: due?.date ?? '',
    quote,
    nfr: nfr ?? null,
    acceptance: acceptance ?? [],
    spans: { quote: span, ...spans },
    questions: ambiguities,
  }));
  return { cards, rest: context.map(({ start, end }) => text.slice(start, end).trim()).filter(Boolean) };
}

/** The whole text as one proposal: when the server cannot be asked, and when it found no request. */
export function plainCard(text: string): Card {
  const [first = ''] = text.trim().split(/[\n。！？!?]/, 1);
  return {
    title: first.trim().slice(0, 80),
    type: 'functional',
    priority: 'normal',
    due: '',
    quote: text.trim(),
    nfr: null,
    acceptance: [],
    spans: {},
    questions: [],
  };
}

export interface Piece {
  text: string;
  /** The field that these words were read as. */
  field?: Field;
}

/** The quote cut where a field came from, so that each can be marked. Words that gave two fields show the first. */
export function pieces({ quote, spans }: Card): Piece[] {
  const at = spans.quote?.start ?? 0;
  const marks = (['due', 'priority', 'nfr', 'type'] as const)
    .flatMap((field) => (spans[field] ? [{ field, start: spans[field].start - at, end: spans[field].end - at }] : []))
    .filter(({ start, end }) => start >= 0 && end <= quote.length && start < end)
    .toSorted((a, b) => a.start - b.start);
  const found: Piece[] = [];
  let done = 0;
  for (const { field, start, end } of marks) {
    if (start < done) continue;
    if (start > done) found.push({ text: quote.slice(done, start) });
    found.push({ text: quote.slice(start, end), field });
    done = end;
  }
  if (done < quote.length) found.push({ text: quote.slice(done) });
  return found;
}

export function check({ text, cards }: Values, words: { missing: string; nothing: string; tooLong: string }): Problems {
  if (!cards) return text.trim() === '' ? { text: words.nothing } : text.length > mostText ? { text: words.tooLong } : {};
  if (cards.length === 0) return { '': words.nothing };
  return Object.fromEntries(cards.flatMap(({ title }, index) => (title.trim() === '' ? [[`items.${index}.title`, words.missing]] : [])));
}

/** What `requirements.create` takes. */
export const input = (project: string, { text, cards }: Values): Record<string, unknown> => ({
  project,
  text,
  items: (cards ?? []).map(({ title, type, priority, due, quote, nfr, acceptance, spans }) => ({
    title: title.trim(),
    type,
    priority,
    due: due || null,
    quote,
    nfr,
    acceptance,
    spans: Object.keys(spans).length > 0 ? spans : null,
  })),
});

/** The way back from {@link input}. */
export function recall(sent: Readonly<Record<string, unknown>>): Values {
  const { text, items } = sent as {
    text: string;
    items: (Omit<Card, 'questions' | 'due' | 'spans'> & { due: string | null; spans: Spans | null })[];
  };
  return { text, rest: [], cards: items.map((item) => ({ ...item, due: item.due ?? '', spans: item.spans ?? {}, questions: [] })) };
}
