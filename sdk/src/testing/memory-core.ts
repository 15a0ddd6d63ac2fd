/** What the three parts of the server in memory share. */
import type { Entity, Missed, Problem, Snapshot, StreamPosition } from '../types.ts';

export type Patch = <T extends Entity>(collection: string, id: string, fields: Partial<T>) => T;
export type Procedures = Record<string, (input: never) => unknown>;

export type Answer = { data: unknown } | { problem: Problem };

export interface Logged {
  method: string;
  path: string;
  token: string;
  body: unknown;
  idempotencyKey: string | undefined;
}

/** What the fetch and the socket see of the server. */
export interface Core {
  reachable(what: 'http' | 'socket'): boolean;
  pause(): Promise<void>;
  refusal(token: string | undefined, path: string): Problem | undefined;
  since(position: StreamPosition): Missed;
  snapshot(project: string): Promise<Snapshot>;
  knows(project: string): boolean;
  list(collection: string): Entity[] | undefined;
  patch: Patch;
  /** As a contact's `create`: a row of the project that the input names, with an id, and `submittedAt` of its `at`. */
  create(collection: string, input: Record<string, unknown>): Entity;
  procedures: Procedures;
  requests: Logged[];
  /** Answers by idempotency key; of two requests at once the second has the answer of the first. */
  remembered: Map<string, Promise<Answer>>;
}

export const problem = (status: number, code: string, more: Partial<Problem> = {}): Problem => ({
  type: `https://portico.test/problems/${code}`,
  title: code,
  detail: code,
  requestId: 'req_memory',
  status,
  code,
  ...more,
});
