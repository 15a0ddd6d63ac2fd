/** Texts of a file as values. Each answers null where it cannot be read as such. */

/** A day that exists, or null. */
export function civil(year: string, month: string, day: string): string | null {
  const date = `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(date) ? date : null;
}

/**
 * The civil date of a wall-clock time in the project's zone; a time that names its own offset is told in that zone.
 * @param text `2000-01-25T17:00:00`, `2000-01-25`, `2026/3/1 8:00`, `2026年3月1日`
 */
export function dateOf(text: string, timeZone: string): string | null {
  const [, year, month, day, time] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:(?:[T ]\s*)(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*(?:Z|[+-]\d{2}:?\d{2}))?))?$/.exec(
      text.trim(),
    ) ?? [];
  const date = year ? civil(year, month!, day!) : null;
  if (!date || !time || !/[Z+-]/.test(time)) return date;
  const at = Date.parse(`${date}T${time.replace(/\s/g, '').padStart(6, '0')}`);
  if (!Number.isFinite(at)) return null;
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

/** Minutes of an ISO 8601 duration in days, hours, minutes and seconds: `PT136H0M0S`. */
export function minutesOf(text: string): number | null {
  const [all, days, hours, minutes, seconds] =
    /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text.trim()) ?? [];
  if (all === undefined || all === 'P') return null;
  return Math.round(Number(days ?? 0) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0) + Number(seconds ?? 0) / 60);
}

/** One line of text without control characters, and without those that turn the direction of writing. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(unseen, '')
    .replace(/ {2,}/g, ' ')
    .trim();

/** Text of several lines, the same way. */
export const lines = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .replace(unseen, '')
    .trim();

const unseen = /[\u202a-\u202e\u2066-\u2069]/g;

/** A text of the file in a message: on a terminal it must not do more than be read. */
export function quoted(text: string): string {
  const shown = oneLine(text);
  return `“${shown.length > 40 ? `${shown.slice(0, 39)}…` : shown}”`;
}
