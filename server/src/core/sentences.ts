/**
 * What a problem says, in the caller's language. Where something is thrown it is said in English; here, at the one door through which
 * problems leave, the sentence is found again in the other language's file. `test/rules` sees to it that no sentence is missing there.
 */
import type { Language } from './language.ts';
import { sentences as chinese, words as chineseWords } from './sentences.zh-CN.ts';

/** `{}` in the English form is anything; `{1}`, `{2}` in the other are the first and second of these, in its own language where it is a word of ours. */
export type Sentences = readonly (readonly [english: string, other: string])[];

interface Phrase {
  pattern: RegExp;
  other: string;
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const phrase = ([english, other]: Sentences[number]): Phrase => ({
  pattern: new RegExp(`^${english.split('{}').map(literal).join('([^]*?)')}$`),
  other,
});

const whole = new Map([...chinese.filter(([english]) => !english.includes('{}')), ...Object.entries(chineseWords)]);
const phrases = chinese.filter(([english]) => english.includes('{}')).map(phrase);

/** A field and what is wrong with it: `answers.recommend: must be answered`. */
const ofField = /^([\w.-]{1,200}|If-Match|The input): ([^]+)$/;

/** The sentence in this language, or null if the file does not have it. Names and values that stand in it stay as they are. */
export function translated(text: string, language: Exclude<Language, 'en'>): string | null {
  const known = whole.get(text);
  if (known !== undefined) return known;
  for (const { pattern, other } of phrases) {
    const found = pattern.exec(text);
    if (found) return other.replace(/\{(\d)\}/g, (_, at: string) => part(found[Number(at)]!, language));
  }
  const [, field, rest] = ofField.exec(text) ?? [];
  const said = rest === undefined ? null : translated(rest, language);
  return said === null ? null : `${whole.get(field!) ?? field}：${said}`;
}

/** What stood in a gap: a sentence of its own, words of ours, or something of the caller's. */
function part(text: string, language: Exclude<Language, 'en'>): string {
  const known = text.length <= 400 ? translated(text, language) : null;
  if (known !== null) return known;
  const list = text.split(/, | and | or /);
  return list.every((word) => whole.has(word)) ? list.map((word) => whole.get(word)).join('、') : text;
}

/** The sentence as this caller reads it. */
export const said = (text: string, language: Language): string => (language === 'en' ? text : (translated(text, language) ?? text));
