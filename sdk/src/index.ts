export { createConnection } from './connection.ts';
export { PorticoError } from './errors.ts';
export { idempotencyKey } from './rpc/key.ts';
export type { Call, CallOptions, Input, Output, Path } from './rpc/call.ts';
export type * from './types.ts';
