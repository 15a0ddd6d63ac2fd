/** Public ids: a three-letter prefix, `_`, and 26 base32 characters of a UUIDv7 (RFC 9562, section 5.7). */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from './clock.ts';

/** The one table of prefixes; the noun is the name in messages and in event types. */
export const prefixes = {
  workspace: 'wks',
  member: 'mbr',
  key: 'key',
  client: 'cli',
  contact: 'con',
  project: 'prj',
  stage: 'stg',
  milestone: 'mst',
  job: 'job',
  task: 'tsk',
  dependency: 'dep',
  import: 'imp',
  change_request: 'chg',
  survey: 'srv',
  response: 'rsp',
  requirement: 'req',
  notice: 'ntc',
  webhook: 'whe',
  delivery: 'whd',
} as const;

export type Noun = keyof typeof prefixes;

/** Crockford's alphabet in lower case: no i, l, o, u. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(bytes: Uint8Array): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += alphabet[Number((bits >> shift) & 31n)];
  return text;
}

/** A new id; ids of one noun sort by the time they were made. */
export function newId(noun: Noun, clock: Clock): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(clock.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return `${prefixes[noun]}_${base32(bytes)}`;
}

/** The schema of an id of one noun. A well-formed id says nothing about whether it is there. */
export const idOf = (noun: Noun) =>
  z
    .string()
    .regex(new RegExp(`^${prefixes[noun]}_[${alphabet}]{26}$`), `must be the id of a ${noun}, ${prefixes[noun]}_ and 26 characters`)
    .describe(`Id of a ${noun}`);
