/** Tables of what a run found. */
import { faultsOf, type Verdict } from './oracle.ts';
import type { Report } from './run.ts';

export interface Limit {
  what: string;
  value: number;
  /** At most. */
  limit: number;
  unit?: string;
}

const titles: Record<keyof Verdict, string> = {
  lost: 'acknowledged writes lost',
  doubled: 'writes doubled',
  gaps: 'gaps in sequences, broken chains',
  missed: 'events missed by a socket',
  twice: 'events applied twice or wrongly',
};

/** Prints it with its limits; answers whether all hold. */
export function printReport(
  { verdict, writes, refusals, failures, telltale, longest, caughtUp, seconds }: Report,
  more: readonly Limit[] = [],
): boolean {
  const acknowledged = writes.filter(({ answeredAt }) => answeredAt !== null);
  const slowest = Math.max(0, ...acknowledged.map(({ askedAt, answeredAt }) => answeredAt! - askedAt));
  const repeated = acknowledged.filter(({ tries }) => tries > 1).length;
  row(
    'acknowledged writes',
    `${acknowledged.length}, ${(acknowledged.length / seconds).toFixed(0)} a second; ${repeated} after a repetition`,
  );
  row('never answered', String(writes.length - acknowledged.length));
  row('slowest acknowledged write', `${(slowest / 1000).toFixed(1)} s`);
  row('longest single try', `${(longest / 1000).toFixed(1)} s`);
  row('refused or cut off meanwhile', [...refusals].map(([why, count]) => `${why} × ${count}`).join(', ') || 'none');
  row('last socket had everything', `${(caughtUp / 1000).toFixed(1)} s after the last write`);
  const limits: Limit[] = [
    ...(Object.keys(titles) as (keyof Verdict)[]).map((kind) => ({ what: titles[kind], value: verdict[kind].length, limit: 0 })),
    { what: 'answers 500', value: sum(refusals, (why) => why.startsWith('500 ')), limit: 0 },
    { what: 'lines of logs that tell a secret', value: telltale.length, limit: 0 },
    { what: 'answers 503 without Retry-After', value: sum(refusals, (why) => why.endsWith('without Retry-After')), limit: 0 },
    ...more,
  ];
  for (const { what, value, limit, unit = '' } of limits)
    row(what, `${shown(value)}${unit} (≤ ${shown(limit)}${unit})${value <= limit ? '' : '  ✗'}`);
  print('a line of a log', telltale);
  print(
    'an answer 500',
    failures.map((line) => line.slice(0, 600)),
  );
  if (faultsOf(verdict) > 0) for (const [kind, list] of Object.entries(verdict) as [string, string[]][]) print(kind, list);
  return acknowledged.length > 0 && limits.every(({ value, limit }) => value <= limit);
}

const row = (what: string, value: string): void => console.log(`  ${what.padEnd(42)}${value}`);
const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));
const sum = (counts: ReadonlyMap<string, number>, which: (name: string) => boolean): number =>
  [...counts].reduce((all, [name, count]) => all + (which(name) ? count : 0), 0);

function print(kind: string, list: readonly string[]): void {
  for (const line of list.slice(0, 8)) console.log(`    ${kind}: ${line}`);
  if (list.length > 8) console.log(`    ${kind}: and ${list.length - 8} more`);
}
