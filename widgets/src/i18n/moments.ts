import { clockTime, dates, dayAndTime, perKey } from './format.ts';

/*
 * Instants and their words, in the reader's own zone. Apart from `dates.ts`, which knows civil dates only.
 */
const long = dates({ year: 'numeric', month: 'long', day: 'numeric' });
const relative = perKey((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
const minute = 60_000;

/** `2026年11月21日`, `21 November 2026`. */
export const longDate = (instant: number, locale: string): string => long(locale).format(instant);

/** `14:05` today, else `11月21日 14:05`. */
export const shortMoment = (instant: number, locale: string): string =>
  (new Date(instant).toDateString() === new Date().toDateString() ? clockTime : dayAndTime)(instant, locale);

const midnight = (instant: number): number => new Date(instant).setHours(0, 0, 0, 0);

/** `2小时前`, `yesterday`; within the minute it is now. Days are those of the calendar: yesterday is never the day before. */
export function ago(instant: number, locale: string): string {
  const minutes = (instant - Date.now()) / minute;
  const distance = Math.abs(minutes);
  const [value, unit] =
    distance < 60
      ? ([minutes, 'minute'] as const)
      : distance < 24 * 60
        ? ([minutes / 60, 'hour'] as const)
        : distance < 45 * 24 * 60
          ? ([(midnight(instant) - midnight(Date.now())) / minute / 60 / 24, 'day'] as const)
          : ([minutes / 60 / 24 / 30.4, 'month'] as const);
  return distance < 1 ? relative(locale).format(0, 'second') : relative(locale).format(Math.round(value), unit);
}
