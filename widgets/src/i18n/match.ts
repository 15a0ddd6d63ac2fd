/**
 * How well text in language `has` serves a reader of `wants`: 2 the same region, 1 the same language and script, 0 not at all.
 * Script counts, so that a reader of zh-TW is not given zh-CN; a tag without a region stands for its likeliest one.
 */
function score(wants: string, has: string): number {
  const key = `${wants} ${has}`;
  let known = scores.get(key);
  if (known === undefined) scores.set(key, (known = compare(wants, has)));
  return known;
}

const scores = new Map<string, number>();

function compare(wants: string, has: string): number {
  try {
    const a = new Intl.Locale(wants).maximize();
    const b = new Intl.Locale(has).maximize();
    return a.language !== b.language || a.script !== b.script ? 0 : a.region === b.region ? 2 : 1;
  } catch {
    return 0; // not a language tag
  }
}

/** The tag among `available` that serves a reader of `wants` best, or undefined. The earlier of two equals wins. */
export function bestMatch(wants: string, available: readonly string[]): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const tag of available) {
    const now = score(wants, tag);
    if (now > most) [best, most] = [tag, now];
  }
  return best;
}

/** A text of an entity and the language it is in. */
export interface Localized {
  text: string;
  lang: string;
}

/**
 * A translatable field for a reader: the best of the plain field, which is in the project's language, and its translations.
 * Without a match it is the plain field, which always exists.
 */
export function localized<Field extends string>(
  entity: { [key in Field]: string | null } & { translations: Record<string, Partial<Record<Field, string>>> | null },
  field: Field,
  wants: string,
  plainLang: string,
): Localized {
  const translations = entity.translations ?? {};
  const lang = bestMatch(wants, [plainLang, ...Object.keys(translations).filter((tag) => translations[tag]?.[field])]);
  const text = lang === undefined || lang === plainLang ? undefined : translations[lang]?.[field];
  return text === undefined ? { text: entity[field] ?? '', lang: plainLang } : { text, lang: lang! };
}
