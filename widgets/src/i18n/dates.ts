import { dateFormat, isChinese, regional } from './format.ts';

/**
 * Civil dates and their words. A civil date is kept as a day number (days since 1970-01-01, UTC), so that arithmetic knows
 * neither time zones nor summer time. This is the seam behind which Temporal may come one day.
 */
const day = 86_400_000;

/** Days since 1970-01-01 of a `YYYY-MM-DD`. */
export const dayNumber = (date: string): number => Math.round(Date.parse(`${date}T00:00:00Z`) / day);

/** The `YYYY-MM-DD` that a clock on the wall shows in a time zone; an unknown zone counts as UTC. */
export function civilDate(instant: number, timeZone: string): string {
  return new Date(instant + offset(instant, timeZone)).toISOString().slice(0, 10);
}

/** Milliseconds from an instant to the next midnight in a time zone; an hour off at most on days when clocks change. */
export const untilMidnight = (instant: number, timeZone: string): number => day - ((((instant + offset(instant, timeZone)) % day) + day) % day);

function offset(instant: number, timeZone: string): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of zoneFormat(timeZone).formatToParts(instant)) parts[type] = value;
  const { year, month, day: date, hour, minute, second } = parts;
  return Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`) - Math.floor(instant / 1000) * 1000;
}

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  try {
    return dateFormat('en-US', { ...fields, timeZone });
  } catch {
    return dateFormat('en-US', { ...fields, timeZone: 'UTC' });
  }
}

/** `2026年11月21日 周六`, `Sat, 21 Nov 2026`. Intl sets no space before the Chinese weekday, print does. */
export function fullDate(date: string, locale: string): string {
  const instant = dayNumber(date) * day;
  const zh = isChinese(locale);
  const text = dateFormat(regional(locale), {
    year: 'numeric',
    month: zh ? 'long' : 'short',
    day: 'numeric',
    timeZone: 'UTC',
    ...(zh ? {} : { weekday: 'short' }),
  }).format(instant);
  return zh ? `${text} ${dateFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(instant)}` : text;
}

/** `11月21日`, `21 Nov`. */
export const shortDate = (date: string, locale: string): string =>
  dateFormat(regional(locale), { month: isChinese(locale) ? 'long' : 'short', day: 'numeric', timeZone: 'UTC' }).format(dayNumber(date) * day);

/** `11月`, `Nov`. */
export const monthName = (date: string, locale: string): string =>
  dateFormat(regional(locale), { month: 'short', timeZone: 'UTC' }).format(dayNumber(date) * day);

/** `in 3 days`, `后天`: weeks from two weeks on, months from ten weeks on, because nobody counts 83 days. */
export function relativeDays(days: number, locale: string): string {
  const distance = Math.abs(days);
  const [value, unit] = distance < 14 ? ([days, 'day'] as const) : distance < 70 ? ([days / 7, 'week'] as const) : ([days / 30.4, 'month'] as const);
  let format = relative.get(locale);
  if (!format) relative.set(locale, (format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })));
  return format.format(Math.round(value), unit);
}

const relative = new Map<string, Intl.RelativeTimeFormat>();

const percents = new Map<string, Intl.NumberFormat>();

/** `58%` as the locale writes it. */
export function percent(value: number, locale: string): string {
  let format = percents.get(locale);
  if (!format) percents.set(locale, (format = new Intl.NumberFormat(locale, { style: 'percent' })));
  return format.format(value / 100);
}
