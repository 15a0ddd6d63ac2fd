/** Chance that can be repeated: `SEED=7 npm test` walks the same way again; `SEED=random` walks a new one. */

/** What this run was given. Fixed by default, so that a red test is red again. */
export const seed: number = process.env['SEED'] === 'random' ? Date.now() % 1_000_000 : Number(process.env['SEED'] ?? 1);

export interface Random {
  /** 0 ≤ x < 1 */
  next(): number;
  /** min ≤ x ≤ max */
  int(min: number, max: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  shuffled<T>(list: readonly T[]): T[];
}

/** Mulberry32 (Tommy Ettinger, public domain): small, and good enough to choose test data. */
export function createRandom(from: number): Random {
  let state = from >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    pick: (list) => list[int(0, list.length - 1)]!,
    chance: (probability) => next() < probability,
    shuffled(list) {
      const copy = [...list];
      for (let at = copy.length - 1; at > 0; at--) {
        const other = int(0, at);
        [copy[at], copy[other]] = [copy[other]!, copy[at]!];
      }
      return copy;
    },
  };
}
