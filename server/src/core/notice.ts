/**
 * Notices: mails that events cause. Each module says for its own event types when, to whom and in which words; whoever
 * reads gets words in their own language about what their own audience may see.
 */
import type { ContactRole, MemberRole } from './policy.ts';
import type { Actor } from './scope.ts';

/** Languages in which notices are written. */
export type NoticeLang = 'zh-CN' | 'en';

/** A change as one audience was told of it. `E` is the entity in that audience's view. */
export interface Change<E> {
  type: string;
  /** UTC instant. */
  at: string;
  actor: Partial<Actor>;
  after: E;
  /** The entity before, null if it was not there (or not to be seen by this audience). */
  before: E | null;
}

/** What the words are made of, for one reader. */
export interface Words<E> extends Change<E> {
  lang: NoticeLang;
  reader: { kind: 'contact' | 'member'; name: string };
  /** In the reader's language; empty for what belongs to no project. */
  project: string;
  /** A text of the entity in the reader's language: the translation if there is one, else as it was written. */
  say(field: keyof E & string): string;
}

export interface Writing {
  /** One line. */
  subject: string;
  /** Paragraphs, plain text. */
  lines: readonly string[];
}

/**
 * A role of members (all who have it), of contacts (those of the project's client), the project's manager (else the
 * workspace's admins), or one person by id.
 */
export type Recipient = MemberRole | ContactRole | 'project manager' | { id: string };

export interface Notice<E = unknown> {
  /** Default: always. Asked anew for each audience, with what it sees. */
  when?(change: Change<E>): boolean;
  /** Whoever caused the change is left out. */
  to: readonly Recipient[] | ((change: Change<E>) => readonly Recipient[]);
  words: Readonly<Record<NoticeLang, (words: Words<E>) => Writing>>;
}

/** By event type; of several for one type the first that is meant for a person is sent to them. */
export type Notices = Readonly<Record<string, Notice | readonly Notice[]>>;

/** A notice with the type of its entity checked; the table of a module holds many kinds. */
export const notice = <E>(definition: Notice<E>): Notice => definition as Notice;

/** The language in which a person is written to. */
export const noticeLang = (lang: string): NoticeLang => (lang.startsWith('zh') ? 'zh-CN' : 'en');

/** `2026年11月21日 周六`, `Saturday 21 November 2026` */
export function dateIn(lang: NoticeLang, civil: string): string {
  const day = Date.parse(`${civil}T00:00:00Z`);
  const part = (options: Intl.DateTimeFormatOptions, locale: string = lang): string =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(day);
  if (lang === 'zh-CN') return `${part({ dateStyle: 'long' })} ${part({ weekday: 'short' })}`;
  return `${part({ weekday: 'long' }, 'en-GB')} ${part({ dateStyle: 'long' }, 'en-GB')}`;
}

/** Days from one civil date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
