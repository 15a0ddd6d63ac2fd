/** Words planted in every text, so that a text that comes out where it should not is seen, and whose it is. */

export interface Canary {
  /** Workspace of the tenant that wrote it. */
  workspaceId: string;
  /** `milestones.create name`: where it went in. */
  origin: string;
  /** The last part of the field's name. */
  field: string;
}

export interface Canaries {
  /** A new word, 9 letters and digits: `uo00001ou`. Its u and o stand in no id. */
  plant(workspaceId: string, origin: string, path: string): string;
  /** The planted words of this text. */
  in(text: string): string[];
  of(word: string): Canary;
}

export function createCanaries(): Canaries {
  const planted = new Map<string, Canary>();
  return {
    plant(workspaceId, origin, path) {
      const word = `uo${planted.size.toString(36).padStart(5, '0')}ou`;
      planted.set(word, { workspaceId, origin: `${origin} ${path}`, field: path.split('.').at(-1)! });
      return word;
    },
    in: (text) => [...new Set(text.match(/uo[0-9a-z]{5}ou/g) ?? [])].filter((word) => planted.has(word)),
    of: (word) => planted.get(word)!,
  };
}
