import type { Output } from '@portico/sdk';
import type { Problems } from '../base/form.ts';
import { perKey } from '../i18n/format.ts';

export type ChangeRequest = Output<'changeRequests.get'>;
export type Status = ChangeRequest['status'];
export type Category = ChangeRequest['category'];
export type Step = ChangeRequest['trail'][number];

export const categories: readonly Category[] = ['scope', 'schedule', 'cost', 'other'];

/** As much as the server takes. */
export const most = { title: 200, description: 4000, reason: 500 };

/** Who acts next: this company, the vendor, nobody. */
export type Turn = 'yours' | 'theirs' | 'over';

export const turnOf = (status: Status): Turn =>
  status === 'returned' ? 'yours' : status === 'submitted' || status === 'in_review' ? 'theirs' : 'over';

export interface Group {
  turn: Turn;
  requests: ChangeRequest[];
}

/** By whose turn it is, the reader's own first; none is empty. */
export const grouped = (requests: readonly ChangeRequest[]): Group[] =>
  (['yours', 'theirs', 'over'] as const)
    .map((turn) => ({ turn, requests: requests.filter(({ status }) => turnOf(status) === turn) }))
    .filter((group) => group.requests.length > 0);

/** The newest first; what the server has answered counts until the feed has caught up. */
export function merge(rows: readonly ChangeRequest[], answers: ReadonlyMap<string, ChangeRequest>): ChangeRequest[] {
  const shown = new Map(rows.map((row) => [row.id, row]));
  for (const [id, answer] of answers) if (answer.rev > (shown.get(id)?.rev ?? 0)) shown.set(id, answer);
  return [...shown.values()].toSorted((a, b) => b.number - a.number);
}

/** What the forms hold: one to ask or to ask anew, one to withdraw. */
export interface Draft {
  title: string;
  description: string;
  category: Category | undefined;
  /** `YYYY-MM-DD`, empty for none. */
  wantedBy: string;
  reason: string;
}

export const blank: Draft = { title: '', description: '', category: undefined, wantedBy: '', reason: '' };

export const draftOf = ({
  title,
  description,
  category,
  wantedBy,
}: Pick<ChangeRequest, 'title' | 'description' | 'category' | 'wantedBy'>): Draft => ({
  title,
  description,
  category,
  wantedBy: wantedBy ?? '',
  reason: '',
});

export interface CheckWords {
  noTitle: string;
  noDescription: string;
  noCategory: string;
  past: string;
  tooLong(most: number): string;
}

/** What the server would refuse; `today` is where the project is. */
export function check({ title, description, category, wantedBy, reason }: Draft, today: string, words: CheckWords): Problems {
  const problems: Problems = {};
  if (title.trim() === '') problems['title'] = words.noTitle;
  else if (title.length > most.title) problems['title'] = words.tooLong(most.title);
  if (description.trim() === '') problems['description'] = words.noDescription;
  else if (description.length > most.description) problems['description'] = words.tooLong(most.description);
  if (!category) problems['category'] = words.noCategory;
  if (wantedBy && wantedBy < today) problems['wantedBy'] = words.past;
  if (reason.length > most.reason) problems['reason'] = words.tooLong(most.reason);
  return problems;
}

const money = perKey((key) => {
  const [locale, currency] = key.split(' ');
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: currency!,
    currencyDisplay: 'narrowSymbol',
    signDisplay: 'exceptZero',
  });
});

/** `+¥12,800.00`, of minor units. */
export function cost({ amount, currency }: { amount: number; currency: string }, locale: string): string {
  const format = money(`${locale} ${currency}`);
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
