export { memoryServer, type Logged, type MemoryServer, type MemoryServerOptions } from './memory-server.ts';
