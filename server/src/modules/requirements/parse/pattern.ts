const build =
  (flags: string) =>
  (strings: TemplateStringsArray, ...parts: string[]): RegExp =>
    new RegExp(String.raw(strings, ...parts).replace(/\n\s*/g, ''), flags);

/** A regular expression over several lines: line breaks and the indent after them do not count. All quantifiers in this folder are bounded. */
export const pattern = build('');
/** The same, matching only at `lastIndex`. */
export const sticky = build('y');
/** The same, for all matches. */
export const everywhere = build('g');
