/** Dates as the vendor's pages write them. */
export type Lang = 'zh-CN' | 'en';

const shanghai = 'Asia/Shanghai';

/** Today as a civil date in China. en-CA writes YYYY-MM-DD. */
export const chinaToday = (now: number): string => new Intl.DateTimeFormat('en-CA', { timeZone: shanghai }).format(now);

const utc = (date: string): Date => new Date(`${date}T00:00:00Z`);

/** `11月25日 周三` or `Wed, 25 Nov`. */
export function dayAndWeekday(lang: Lang, date: string): string {
  if (lang === 'en')
    return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short' }).format(utc(date));
  const day = new Intl.DateTimeFormat(lang, { timeZone: 'UTC', month: 'long', day: 'numeric' }).format(utc(date));
  return `${day} ${new Intl.DateTimeFormat(lang, { timeZone: 'UTC', weekday: 'short' }).format(utc(date))}`;
}

const shift = (date: string, days: number): string => new Date(utc(date).getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** The first Wednesday after a day: when the project meets. */
export const nextWednesday = (date: string): string => shift(date, ((3 - utc(date).getUTCDay() + 6) % 7) + 1);
