import { z } from 'zod';
import { idOf } from '../../core/ids.ts';

const stream = z.string().max(80).describe('project:<id>:client, project:<id>:team, contact:<id> or workspace:<id>');

export const Since = z.strictObject({
  stream,
  epoch: z.string().max(16).default('').describe('Of your position; empty with seq 0 for the beginning'),
  seq: z.number().int().min(0).default(0).describe('The last event that you have'),
  limit: z.number().int().min(1).max(500).default(200),
});

export const Event = z
  .object({
    stream,
    epoch: z.string(),
    seq: z.number().int().describe('Dense within the stream'),
    type: z.string().describe('<noun>.<past verb>'),
    entity: z.string().describe('The collection'),
    id: z.string(),
    rev: z.number().int(),
    data: z.unknown().describe('The whole entity as this audience sees it; null when it is gone from its view'),
    at: z.string(),
    actor: z.unknown(),
  })
  .meta({ id: 'Event' });

export const Missed = z
  .union([
    z.object({ stream, epoch: z.string(), head: z.number().int(), events: z.array(Event), more: z.boolean() }),
    z.object({ stream, epoch: z.string(), head: z.number().int(), reset: z.literal(true).describe('Take a snapshot') }),
  ])
  .meta({ id: 'Missed' });

export const OfProject = z.strictObject({ id: idOf('project') });

export const Snapshot = z
  .object({
    streams: z.array(z.object({ stream, epoch: z.string(), seq: z.number().int() })),
    entities: z.record(z.string(), z.array(z.looseObject({ id: z.string(), rev: z.number().int() }))),
    hash: z.string().describe('SHA-256 in hex over the RFC 8785 form of `entities`, each collection sorted by id, empty ones left out'),
  })
  .meta({ id: 'Snapshot' });
