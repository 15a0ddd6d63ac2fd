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
  /** What was read and is no request, and what was left out: shown, so that nobody wonders where it went, and can be taken in. */
  rest: Card[];
  /** The proposal is only the text itself: nothing was found in it, or the server could not be asked. */
  note: 'none' | 'offline' | null;
}

export const blank: Values = { text: '', cards: null, rest: [], note: null };
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
  return { cards, rest: context.flatMap((span) => (saysSomething(text.slice(span.start, span.end)) ? [plainCard(text, span)] : [])) };
}

/** Not only what joins two sentences. */
const saysSomething = (words: string): boolean => (words.match(/[\p{L}\p{N}]/gu)?.length ?? 0) > 3;

/** Between words, where there are any; half of a pair is no text. */
const cut = (line: string, most: number): string =>
  line.length > most ? `${line.slice(0, most).replace(/\s\S{0,20}$|\p{Cs}$/u, '')}…` : line;

/** Words as they are, as one proposal; without a span, the whole text. */
export function plainCard(text: string, span?: Span): Card {
  const quote = (span ? text.slice(span.start, span.end) : text).trim();
  const lines = quote.split(/[\n。！？!?]/).map((line) => line.replace(/^[\p{P}\s]+/u, '').trim());
  // What a comma or a colon ends is a greeting.
  const first = lines.find((line) => saysSomething(line) && !/[,:，：]$/.test(line)) ?? lines[0]!;
  return {
    title: cut(first.replace(/\.$/, ''), 120),
    type: 'functional',
    priority: 'normal',
    due: '',
    quote,
    nfr: null,
    acceptance: [],
    spans: span ? { quote: span } : {},
    questions: [],
  };
}

const placeIn = ({ spans }: Card): number => spans.quote?.start ?? mostText;

/** In the order of the text; what is not of it comes last. */
export const inOrder = (cards: readonly Card[]): Card[] => cards.toSorted((a, b) => placeIn(a) - placeIn(b));

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

/** One touch that answers a question: what it makes of the card, and the field where one sees it. */
export interface Answer {
  label: string;
  change: Partial<Card>;
  field: string;
}

/** A date or a kind goes straight into its field, a measure says when it is done; what else is asked back, the person puts into words. */
export function answersTo({ field, text, options }: Question, card: Card): Answer[] {
  const questions = card.questions.filter((other) => other.text !== text);
  return options.flatMap(({ label, value }): Answer[] => {
    if (field === 'measure') return [{ label, change: { acceptance: [...card.acceptance, value], questions }, field: 'title' }];
    const fits = field === 'due' ? /^\d{4}-\d\d-\d\d$/.test(value) : field === 'type';
    return fits ? [{ label, change: { [field]: value, questions }, field }] : [];
  });
}

export function check({ text, cards }: Values, words: { missing: string; nothing: string; tooLong(most: number): string }): Problems {
  if (!cards) return text.trim() === '' ? { text: words.nothing } : text.length > mostText ? { text: words.tooLong(mostText) } : {};
  const wrong = ({ title }: Card): string | undefined =>
    title.trim() === '' ? words.missing : title.trim().length > mostTitle ? words.tooLong(mostTitle) : undefined;
  return Object.fromEntries(
    cards.flatMap((card, index) => {
      const problem = wrong(card);
      return problem ? [[`items.${index}.title`, problem]] : [];
    }),
  );
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
    // What was added here has no other words than its own.
    quote: quote || title.trim(),
    nfr,
    acceptance,
    spans: Object.keys(spans).length > 0 ? spans : null,
  })),
});

interface Sent {
  text: string;
  items: (Omit<Card, 'questions' | 'due' | 'spans'> & { due: string | null; spans: Spans | null })[];
}

/** The way back from {@link input}. */
export function recall(sent: Readonly<Record<string, unknown>>): Values {
  const { text, items } = sent as unknown as Sent;
  const cards = items.map((item) => ({ ...item, due: item.due ?? '', spans: item.spans ?? {}, questions: [] }));
  return { ...blank, text, cards };
}
