/** What the local parser takes and gives. All offsets are UTF-16 code units of the text as it was sent. */

export type Language = 'zh' | 'en';

/** `start` inclusive, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

export const draftTypes = ['functional', 'nonfunctional', 'defect', 'change', 'question'] as const;
export type DraftType = (typeof draftTypes)[number];

/** The quality classes of the PROMISE corpus, in words. */
export const qualities = [
  'availability',
  'fault_tolerance',
  'legal',
  'look_and_feel',
  'maintainability',
  'operational',
  'performance',
  'portability',
  'scalability',
  'security',
  'usability',
] as const;
export type Quality = (typeof qualities)[number];

export type Priority = 'low' | 'normal' | 'high' | 'urgent';
export type Grain = 'time' | 'day' | 'week' | 'month' | 'quarter' | 'half' | 'year';

/** Days off and days worked beside Monday to Friday, as civil dates `YYYY-MM-DD`. */
export interface Holidays {
  off?: Iterable<string>;
  worked?: Iterable<string>;
}

export interface ParseOptions {
  /** The instant of reading: epoch milliseconds, a `Date`, or ISO 8601 with an offset. */
  now: number | string | Date;
  /** IANA zone in which “today” is taken; an unknown one counts as UTC. */
  timeZone: string;
  /** The language of questions and of numeric dates; recognised from the text where it is not given. */
  lang?: string;
  holidays?: Holidays;
}

export interface Due {
  /** Civil date, the last day on which the thing is in time. */
  date: string;
  /** The client's words, `text.slice(span.start, span.end)`. */
  phrase: string;
  span: Span;
  kind: 'deadline';
  grain: Grain;
  /** `HH:MM` in the request's zone, only where the client named a time. */
  time?: string;
  /** 0 to 1. */
  confidence: number;
}

export interface Option {
  label: string;
  /** A civil date, a type, or the label again: what the answer would put into the draft. */
  value: string;
}

export interface Question {
  field: 'due' | 'type' | 'measure' | 'referent' | 'actor';
  /** In the client's language. */
  text: string;
  options: Option[];
  /** The words that raised it. */
  span: Span;
}

export interface Draft {
  /** `text.slice(span.start, span.end)`, always. */
  quote: string;
  span: Span;
  title: string;
  type: DraftType;
  nfr?: Quality;
  typeCandidates: Array<{ type: DraftType; score: number }>;
  /** Score of the first candidate less that of the second, 0 to 1. Below 0.15 the type is asked for. */
  margin: number;
  priority: Priority;
  due: Due | null;
  /** The words each field came from; a field that is a default has none. */
  spans: { title: Span; type?: Span; nfr?: Span; priority?: Span; due?: Span; acceptance?: Span[] };
  acceptance?: string[];
  ambiguities: Question[];
}

export interface Parsed {
  lang: Language;
  drafts: Draft[];
  /** What was read and is not a request: greetings, signatures, quotes, remarks. */
  context: Span[];
  flags: { injection: boolean; truncated: boolean };
  /** At most three over all drafts, each with the index of its draft. */
  questions: Array<Question & { draft: number }>;
}
