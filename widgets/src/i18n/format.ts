/** Formats of Intl are dear to make and cheap to use, so each is made once for a key: a locale, or a time zone. */
/* @__NO_SIDE_EFFECTS__ */
export function perKey<Format>(make: (key: string) => Format): (key: string) => Format {
  const made = new Map<string, Format>();
  return (key) => {
    let format = made.get(key);
    if (!format) made.set(key, (format = make(key)));
    return format;
  };
}

/** Dates in a locale. Plain `en` names no region; day before month is what most of its readers use, and what cannot be misread. */
/* @__NO_SIDE_EFFECTS__ */
export function dates(options: Intl.DateTimeFormatOptions): (locale: string) => Intl.DateTimeFormat {
  return perKey((locale) => new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options));
}

const clock = dates({ timeStyle: 'short' });
const stamp = dates({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** `14:05`, in the reader's own zone. */
export const clockTime = (instant: number, locale: string): string => clock(locale).format(instant);

/** `11月21日 14:05`, in the reader's own zone. */
export const dayAndTime = (instant: number, locale: string): string => stamp(locale).format(instant);
