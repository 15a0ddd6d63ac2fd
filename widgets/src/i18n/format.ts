/** Formats of Intl are dear to make and cheap to use, so each is made once. */
const cache = new Map<string, Intl.DateTimeFormat>();

export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let format = cache.get(key);
  if (!format) cache.set(key, (format = new Intl.DateTimeFormat(locale, options)));
  return format;
}

// Plain `en` names no region; day before month is what most of its readers use, and what cannot be misread.
export const regional = (locale: string): string => (locale === 'en' ? 'en-GB' : locale);

/** Chinese dates are written without spaces but the one before the weekday, with the month's number in full. */
export const isChinese = (locale: string): boolean => /^zh\b/.test(locale);

/** `14:05`, in the reader's own zone. */
export const clockTime = (instant: number, locale: string): string => dateFormat(regional(locale), { timeStyle: 'short' }).format(instant);

/** `11月21日 14:05`, in the reader's own zone. */
export const dayAndTime = (instant: number, locale: string): string =>
  dateFormat(regional(locale), { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant);
