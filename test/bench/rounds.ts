/**
 * Contestants take turns in rounds, in another order each time; a ratio is taken inside a round and the median of the rounds is told.
 * So what else the machine does meanwhile touches both sides of a ratio, and one bad moment touches one round.
 */

/** One contestant's turn. */
export interface Sample {
  /** Things done. */
  count: number;
  seconds: number;
  /** CPU of the server alone, microseconds for all. */
  cpu: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

export type Contestant = () => Promise<Sample>;
export type Rounds = Record<string, Sample[]>;

export async function alternate(contestants: Record<string, Contestant>, rounds: number): Promise<Rounds> {
  const names = Object.keys(contestants);
  const samples: Rounds = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const turned = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
    for (const name of round % 2 === 0 ? turned : turned.toReversed()) {
      samples[name]!.push(await contestants[name]!());
      if (process.env['BENCH_LOG']) console.error(name, samples[name]!.at(-1));
    }
  }
  return samples;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

const rateOf = ({ count, seconds }: Sample): number => count / seconds;
const cpuOf = ({ count, cpu }: Sample): number => cpu / count;

const ratio = (of: (sample: Sample) => number) => (rounds: Rounds, one: string, other: string) =>
  median(rounds[one]!.map((sample, round) => of(sample) / of(rounds[other]![round]!)));
/** How many times as many a second. */
export const rateRatio = ratio(rateOf);
/** How many times as long. */
export const secondsRatio = ratio(({ seconds }) => seconds);
/** How many times the CPU for each. */
export const cpuRatio = ratio(cpuOf);

export function printRounds(rounds: Rounds, unit: string): void {
  const line = (cells: readonly string[]): string => cells.map((cell, at) => (at === 0 ? cell.padEnd(34) : cell.padStart(12))).join('');
  console.log(line(['', `${unit}/s`, 'CPU µs', 'p50 ms', 'p99 ms']));
  for (const [name, samples] of Object.entries(rounds)) {
    const of = (value: (sample: Sample) => number, digits: number): string => median(samples.map(value)).toFixed(digits);
    console.log(line([name, of(rateOf, 0), of(cpuOf, 1), of(({ p50 }) => p50, 2), of(({ p99 }) => p99, 2)]));
  }
}

export interface Goal {
  what: string;
  value: number;
  /** At least or at most. */
  is: '≥' | '≤';
  limit: number;
  unit?: string;
}

/** Prints each goal with what was reached. True if all are. */
export function judge(goals: readonly Goal[]): boolean {
  let good = true;
  for (const { what, value, is, limit, unit = '×' } of goals) {
    const met = is === '≥' ? value >= limit : value <= limit;
    good &&= met;
    console.log(`${met ? '✓' : '✗'} ${what}: ${value.toFixed(2)} ${unit} (${is} ${limit})`);
  }
  return good;
}
