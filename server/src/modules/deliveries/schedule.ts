/**
 * When a delivery is tried again. The pauses are those of the Standard Webhooks specification: at once, then after 5 s, 5 min,
 * 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, altogether 75 h 35 min.
 */
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const pauses = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];

/** At most a day, however long the receiver asks for. */
const longest = 24 * hour;

/**
 * Milliseconds from the end of this attempt (from 1) to the next one, or null after the last. A twentieth of jitter, so that a herd spreads.
 * @param retryAfter the header of a 429 or 503: seconds, or an HTTP date
 * @param now of the real clock, which HTTP dates are about
 */
export function pauseAfter(attempt: number, retryAfter: string | null, now: number): number | null {
  const pause = pauses[attempt - 1];
  if (pause === undefined) return null;
  const asked = retryAfter === null ? 0 : /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) * second : Date.parse(retryAfter) - now;
  const least = Number.isFinite(asked) ? Math.min(Math.max(asked, 0), longest) : 0;
  return Math.round(Math.max(pause * (0.95 + Math.random() * 0.1), least));
}
