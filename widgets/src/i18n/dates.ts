import { dates, perKey } from './format.ts';

/**
 * Civil dates and their words. A civil date is kept as a day number (days since 1970-01-01, UTC), so that arithmetic knows
 * neither time zones nor summer time. This is the seam behind which Temporal may come one day.
 */
const day = 86_400_000;

/** Days since 1970-01-01 of a `YYYY-MM-DD`. Kept, because a plan names the same few hundred dates again and again. */
export const dayNumber: (date: string) => number = perKey((date) => Math.round(Date.parse(`${date}T00:00:00Z`) / day));

/** The `YYYY-MM-DD` that a clock on the wall shows in a time zone; an unknown zone counts as UTC. */
export function civilDate(instant: number, timeZone: string): string {
  return new Date(instant + offset(instant, timeZone)).toISOString().slice(0, 10);
}

/** Milliseconds from an instant to the next midnight in a time zone; an hour off at most on days when clocks change. */
export const untilMidnight = (instant: number, timeZone: string): number =>
  day - ((((instant + offset(instant, timeZone)) % day) + day) % day);

function offset(instant: number, timeZone: string): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of wall(timeZone).formatToParts(instant)) parts[type] = value;
  const { year, month, day: date, hour, minute, second } = parts;
  return Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`) - Math.floor(instant / 1000) * 1000;
}

const two = '2-digit';
const onWall = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two, hourCycle: 'h23' } as const;
const wall = perKey((timeZone) => {
  try {
    return new Intl.DateTimeFormat('en-US', { ...onWall, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...onWall, timeZone: 'UTC' });
  }
});

// What is a civil date is formatted as of midnight UTC.
const civil = { timeZone: 'UTC' };
const full = dates({ ...civil, year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' });
const fullChinese = dates({ ...civil, year: 'numeric', month: 'long', day: 'numeric' });
const weekday = dates({ ...civil, weekday: 'short' });
const short = dates({ ...civil, month: 'short', day: 'numeric' });
const shortChinese = dates({ ...civil, month: 'long', day: 'numeric' });
const month = dates({ ...civil, month: 'short' });
const relative = perKey((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const percents = perKey((locale) => new Intl.NumberFormat(locale, { style: 'percent' }));

/** Chinese dates are written without spaces but the one before the weekday, with the month's number in full. */
const isChinese = (locale: string): boolean => /^zh\b/.test(locale);

/** `2026年11月21日 周六`, `Sat, 21 Nov 2026`. Intl sets no space before the Chinese weekday, print does. */
export const fullDate = (date: string, locale: string): string => fullDates(locale)(date);
const fullDates = perKey((locale) =>
  perKey((date) => {
    const instant = dayNumber(date) * day;
    return isChinese(locale) ? `${fullChinese(locale).format(instant)} ${weekday(locale).format(instant)}` : full(locale).format(instant);
  }),
);

/** `11月21日`, `21 Nov`. */
export const shortDate = (date: string, locale: string): string =>
  (isChinese(locale) ? shortChinese : short)(locale).format(dayNumber(date) * day);

/** `11月`, `Nov`. */
export const monthName = (date: string, locale: string): string => month(locale).format(dayNumber(date) * day);

/** `in 3 days`, `后天`: weeks from two weeks on, months from ten weeks on, years from two years on, because nobody counts 83 days. */
export const relativeDays = (days: number, locale: string): string => relatives(locale)(String(days));
const relatives = perKey((locale) => perKey((text) => relativeOf(Number(text), locale)));

function relativeOf(days: number, locale: string): string {
  const distance = Math.abs(days);
  const [value, unit] =
    distance < 14
      ? ([days, 'day'] as const)
      : distance < 70
        ? ([days / 7, 'week'] as const)
        : distance < 730
          ? ([days / 30.4, 'month'] as const)
          : ([days / 365.25, 'year'] as const);
  return relative(locale).format(Math.round(value), unit);
}

/** `58%` as the locale writes it. */
export const percent = (value: number, locale: string): string => percents(locale).format(value / 100);

/** Makes the formats that a plan needs before it is there: the first of a page takes the browser some 20 ms. */
export function warmDates(locale: string): void {
  fullDate('2000-01-01', locale);
  relativeDays(1, locale);
  percent(1, locale);
  civilDate(0, 'Asia/Shanghai');
}
