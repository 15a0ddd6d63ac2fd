/** First part of every key in storage; `1` is the version of the form. */
export const root = 'portico:1:';

/**
 * Has an earlier page, or another tab, left something to be sent, whoever it was? Small and apart, so that a page can ask before it has the
 * code of the outbox.
 */
export function isLeft(): boolean {
  try {
    return Object.keys(localStorage).some((name) => name.startsWith(`${root}out:`));
  } catch {
    // Denied: then nothing was written down either.
    return false;
  }
}
