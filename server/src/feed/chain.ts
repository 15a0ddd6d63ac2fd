/**
 * The hash chain of a stream. Each event's hash covers the one before it and `H(data)` instead of the data,
 * so that data can be erased later and the chain still verifies.
 */
import { hash } from 'node:crypto';
import { canonical } from '@portico/sdk/hash';

export const sha256 = (text: string): string => hash('sha256', text);

/** What stands before the first event of a stream. */
export const genesis = '0'.repeat(64);

export interface Link {
  stream: string;
  epoch: string;
  seq: number;
  type: string;
  entity: string;
  id: string;
  rev: number;
  at: string;
  actor: unknown;
  dataHash: string;
}

/** SHA-256 over the RFC 8785 form of the event and the hash before it. */
export const linkHash = (previous: string, { stream, epoch, seq, type, entity, id, rev, at, actor, dataHash }: Link): string =>
  // Written in the order that `canonical()` would bring them into, at a fifth of what it takes; a test compares the two.
  sha256(`{"actor":${canonical(actor)},${JSON.stringify({ at, dataHash, entity, epoch, id, previous, rev, seq, stream, type }).slice(1)}`);
