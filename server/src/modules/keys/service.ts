import type { z } from 'zod';
import { digestOf, newSecretKey, type KeyMode } from '../../core/auth/keys.ts';
import { revoke as endSessions } from '../../core/auth/revoke.ts';
import { instantOf } from '../../core/clock.ts';
import { transact } from '../../core/command.ts';
import { problem } from '../../core/errors.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { auditStream } from '../../feed/streams.ts';
import { KeyTable, type KeyRow } from './model.ts';
import { keys } from './present.ts';
import type { CreateKey, Key, ListKeys, NewKey, RotateKey } from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: KeyRow): Key => seenBy(scope, keys, row, 'audit') as Key;

export async function list(scope: Scope, page: In<typeof ListKeys>): Promise<Page<Key>> {
  const { items, next } = await repo(scope, KeyTable).page({}, page);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function create(scope: Scope, { name, mode }: In<typeof CreateKey>): Promise<NewKey> {
  return transact(scope, [auditStream(scope.workspaceId)], async (scope) => {
    authorize(scope, 'key.create');
    return made(scope, name, mode);
  });
}

/** A new key of the same name; the old one stays good for the overlap, so that servers can change over without a gap. */
export async function rotate(scope: Scope, { id, overlap }: In<typeof RotateKey>): Promise<NewKey> {
  return transact(scope, [auditStream(scope.workspaceId)], async (scope) => {
    const key = await repo(scope, KeyTable).get(id);
    authorize(scope, 'key.rotate', key);
    if (key.revokedAt) throw problem('conflict', 'The key was revoked. Create a new one.');
    if (key.expiresAt) throw problem('conflict', 'The key was rotated already and ends by itself. Rotate its successor.');
    const expiresAt = new Date(scope.runtime.steady.near() + overlap * 3_600_000).toISOString();
    record(scope, 'key.rotated', KeyTable, await repo(scope, KeyTable).update(key, { expiresAt }), key);
    return made(scope, key.name, key.mode);
  });
}

/** Ends the key and every session that it minted. */
export async function revoke(scope: Scope, { id }: { id: string }): Promise<Key> {
  const answer = await transact(scope, [auditStream(scope.workspaceId)], async (scope) => {
    const key = await repo(scope, KeyTable).get(id);
    authorize(scope, 'key.revoke', key);
    if (key.revokedAt) return see(scope, key);
    const next = await repo(scope, KeyTable).update(key, { revokedAt: instantOf(scope.runtime.clock) });
    record(scope, 'key.revoked', KeyTable, next, key);
    return see(scope, next);
  });
  endSessions(scope, id);
  return answer;
}

async function made(scope: Scope, name: string, mode: KeyMode): Promise<NewKey> {
  const secretKey = newSecretKey(mode);
  const row = await repo(scope, KeyTable).create({
    name,
    mode,
    digest: digestOf(secretKey),
    hint: secretKey.slice(0, 13),
    lastUsedAt: null,
    expiresAt: null,
    revokedAt: null,
  });
  record(scope, 'key.created', KeyTable, row, null);
  return { ...see(scope, row), secretKey };
}
