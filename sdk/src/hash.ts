/**
 * The state hash that server and page share: both can prove that they see the same thing.
 *
 * It is SHA-256, in lower-case hex, over the RFC 8785 (JSON Canonicalization Scheme) form of a snapshot's
 * `entities`, each collection sorted by `id`. Stream positions and optimistic operations are outside of it.
 */

/** Collections by name, each a list of entities that carry an `id`. */
export type Entities = Readonly<Record<string, readonly { readonly id: string }[]>>;

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/**
 * RFC 8785 text of a JSON value. `JSON.stringify` already writes numbers and strings as the RFC asks;
 * what is left is to sort the members by UTF-16 code units, which is what `sort()` does.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

/** The text that is hashed: empty collections are left out, so that an absent one and an empty one agree. */
export function canonicalEntities(entities: Entities): string {
  const filled = Object.entries(entities).filter(([, rows]) => rows.length > 0);
  return canonical(Object.fromEntries(filled.map(([name, rows]) => [name, rows.toSorted(byId)])));
}

/** SHA-256 of a text in lower-case hex. Rejects where Web Crypto is absent (a page that is not a secure context). */
export async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The hash of a snapshot's entities. */
export const hashEntities = (entities: Entities): Promise<string> => sha256(canonicalEntities(entities));
