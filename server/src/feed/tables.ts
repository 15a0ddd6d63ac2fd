/** Columns of the feed's own tables, which no module owns. */
import { digest, id, instant, integer, json, long, optional, text, word } from '../db/table.ts';

/** One row a stream: where it stands, and the hash of its last event. Locking it orders the stream. */
export const streamColumns = { workspaceId: id(), stream: word(80), epoch: word(16), seq: integer(), head: digest() };

/** One row an event; `data` is kept as the very text that was hashed and that goes out. */
export const feedColumns = {
  workspaceId: id(),
  stream: word(80),
  epoch: word(16),
  seq: integer(),
  type: word(60),
  entity: word(),
  entityId: id(),
  rev: integer(),
  actor: json<unknown>(),
  at: instant(),
  data: optional(long()),
  dataHash: digest(),
  hash: digest(),
};

/** One row a file of the archive: the events of a stream from `fromSeq` to `toSeq`, which are no longer in `feed`. */
export const segmentColumns = {
  workspaceId: id(),
  stream: word(80),
  fromSeq: integer(),
  toSeq: integer(),
  /** Below the archive's folder. */
  file: word(200),
  bytes: integer(),
  /** Of the file. */
  sha256: digest(),
  /** The hash of its last event: the chain goes on from it. */
  head: digest(),
  createdAt: instant(),
  /** When its events were out of the table; null while that goes on. */
  sweptAt: optional(instant()),
};

/** Events that the dispatcher has not seen; a small table that it empties, never a cursor (a late commit would be skipped). */
export const outboxColumns = { id: integer(), workspaceId: id(), stream: word(80), seq: integer() };

/** The answer of a write by its Idempotency-Key, written in the same transaction. */
export const idempotencyColumns = {
  workspaceId: id(),
  actorId: id(),
  key: text(255),
  hash: digest(),
  answer: optional(long()),
  createdAt: instant(),
};
