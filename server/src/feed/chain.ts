/**
 * The hash chain of a stream. Each event's hash covers the one before it and `H(data)` instead of the data,
 * so that data can be erased later and the chain still verifies.
 */
import { createHash } from 'node:crypto';
import { canonical } from '@portico/sdk/hash';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

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
  sha256(canonical({ previous, stream, epoch, seq, type, entity, id, rev, at, actor, dataHash }));
