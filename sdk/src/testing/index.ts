export type { Logged } from './memory-core.ts';
export { memoryServer, type MemoryServer, type MemoryServerOptions } from './memory-server.ts';
