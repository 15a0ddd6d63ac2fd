/** Shapes that several modules take in: text that a person wrote, civil dates, languages, zones. All are bounded. */
import { z } from 'zod';

/** Control characters other than line breaks and tabs; bidirectional overrides, which can make a name read as another. */
// oxlint-disable-next-line no-control-regex
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

const written = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `must have at most ${most} characters`)
    .refine((value) => value.isWellFormed() && !unseen.test(value), 'must be text without control characters');

/** One line of text that must say something. */
export const line = (most: number) =>
  written(most)
    .min(1, 'must not be empty')
    .refine((value) => !/[\r\n]/.test(value), 'must be one line');

/** An author's own word for a part of something, unique where it stands: `recommend`. */
export const keyword = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, 'must be a short word of a-z, 0-9, _ and -, beginning with a letter');

/** Text of several lines. */
export const paragraph = (most: number) => written(most).min(1, 'must not be empty');

/** `YYYY-MM-DD`, a day that exists. */
export const civilDate = z.iso.date('must be a date, YYYY-MM-DD').describe('Civil date, YYYY-MM-DD');

/** BCP 47, canonical: `zh-CN`, `en`. */
export const language = z
  .string()
  .max(20)
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-(?:[A-Z]{2}|\d{3}))?$/, 'must be a language tag such as zh-CN or en');

/** IANA time zone. */
export const timeZone = z
  .string()
  .max(60)
  .refine((zone) => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
      return /^[A-Za-z]/.test(zone);
    } catch {
      return false;
    }
  }, 'must be an IANA time zone such as Asia/Shanghai');

/** The same texts in other languages, by language tag. */
export const translations = <Shape extends z.ZodRawShape>(fields: Shape) =>
  z
    .record(language, z.strictObject(fields).partial())
    .refine((value) => Object.keys(value).length <= 8, 'must have at most 8 languages')
    .nullable()
    .describe('The same texts in other languages, by language tag');

export type TranslationsOf<Field extends string> = Record<string, Partial<Record<Field, string | undefined>>> | null;

/** A new text in the main language makes the old translations of that text untrue, so they go unless new ones came along. */
export function withoutStale<Field extends string>(kept: TranslationsOf<Field>, changed: readonly Field[]): TranslationsOf<Field> {
  if (!kept || changed.length === 0) return kept;
  const rest = Object.entries(kept).flatMap(([tag, texts]) => {
    const left = Object.entries(texts).filter(([field]) => !changed.includes(field as Field));
    return left.length > 0 ? [[tag, Object.fromEntries(left)] as const] : [];
  });
  return rest.length > 0 ? (Object.fromEntries(rest) as TranslationsOf<Field>) : null;
}

/** Name and address of a person's mail. */
export const email = z.email('must be a mail address').max(254);

/** Id of the same person in the vendor's own system. */
export const externalId = line(120).describe('Id of the same record in your own system');

/** `https://portal.vendor.com`: scheme, host and port, nothing else. */
export const origin = z
  .string()
  .max(255)
  .refine((value) => {
    try {
      const url = new URL(value);
      // A star would be a host like any other here and match nothing.
      return (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === value && !value.includes('*');
    } catch {
      return false;
    }
  }, 'must be an origin such as https://portal.example.com, without a path');

const addressWanted = 'must be an address such as https://example.com/page';
/** The address of a web page or of an endpoint. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: addressWanted })
  .max(2000)
  .refine((value) => !/\s/.test(value), addressWanted);

/** The revision that the caller has seen; a conflict is told only if a sent field changed since. */
export const seenRev = z.number().int().min(1).optional().describe('Revision that your change is based on (or the If-Match header)');

export const person = z.object({ id: z.string(), name: z.string() }).nullable();
