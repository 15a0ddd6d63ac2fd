/**
 * How much of one workspace is worked on at the same time. What it asks beyond that waits in its own line, so that a vendor whose back
 * end floods delays itself and nobody else; and the line ends somewhere, so that it cannot fill the house either.
 */
import { problem } from './errors.ts';

export interface Turns {
  /**
   * Runs a call of this workspace when it is its turn, first come, first served.
   * @throws {PorticoProblem} `rate_limited` when too many wait already
   */
  take<T>(workspaceId: string, run: () => Promise<T>): Promise<T>;
}

interface Lane {
  working: number;
  waiting: (() => void)[];
}

/**
 * @param atOnce calls of one workspace that are under way; 0: as many as come
 * @param inLine calls of one workspace that wait
 */
export function createTurns(atOnce: number, inLine: number): Turns {
  const lanes = new Map<string, Lane>();

  async function take<T>(workspaceId: string, run: () => Promise<T>): Promise<T> {
    const lane = lanes.get(workspaceId) ?? { working: 0, waiting: [] };
    lanes.set(workspaceId, lane);
    if (lane.working < atOnce) lane.working++;
    else if (lane.waiting.length >= inLine) throw full();
    // Whoever ends hands the place on, so that nobody slips in between.
    else await new Promise<void>((turn) => lane.waiting.push(turn));
    try {
      return await run();
    } finally {
      const next = lane.waiting.shift();
      if (next) next();
      else if (--lane.working === 0) lanes.delete(workspaceId);
    }
  }
  return { take: atOnce === 0 ? (_, run) => run() : take };
}

const full = () =>
  problem('rate_limited', 'Too many calls of this workspace wait already. Repeat the request after the seconds of retryAfter.', {
    retryAfter: 1,
  });
