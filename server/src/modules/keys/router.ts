import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { CreateKey, Key, KeyId, ListKeys, NewKey, RotateKey } from './schema.ts';
import * as service from './service.ts';

const once = ['secretKey'];

export const keysRouter = router({
  list: query(
    { action: 'key.read', route: 'GET /v1/keys', summary: 'Secret keys, without their secrets', in: ListKeys, out: pageOf(Key) },
    service.list,
  ),
  create: mutation(
    {
      action: 'key.create',
      route: 'POST /v1/keys',
      summary: 'Make a secret key; it is shown this once',
      status: 201,
      once,
      in: CreateKey,
      out: NewKey,
    },
    service.create,
  ),
  rotate: mutation(
    {
      action: 'key.rotate',
      route: 'POST /v1/keys/{id}/rotate',
      summary: 'Make a successor; the old key stays good for a while',
      status: 201,
      once,
      in: RotateKey,
      out: NewKey,
    },
    service.rotate,
  ),
  revoke: mutation(
    { action: 'key.revoke', route: 'POST /v1/keys/{id}/revoke', summary: 'End a key and the sessions it minted', in: KeyId, out: Key },
    service.revoke,
  ),
});
