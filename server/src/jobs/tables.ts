/** Columns of the jobs' own table, which no module owns. */
import { id, instant, integer, json, optional, text, word } from '../db/table.ts';

export const jobColumns = {
  id: id(),
  workspaceId: optional(id()),
  kind: word(60),
  key: optional(word(120)),
  payload: json<unknown>(),
  runAt: integer(),
  attempts: integer(),
  state: word(10),
  lockedBy: optional(word(60)),
  lockedUntil: optional(integer()),
  lastError: optional(text(1000)),
  createdAt: instant(),
  finishedAt: optional(instant()),
  lane: optional(word(60)),
};
