#!/usr/bin/env node
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// Half of a start is compiling and taking types away: it is done once (`npm run bench -- start`). Older versions of Node do without.
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('../../.cache/node', import.meta.url)));
await import('../src/cli/main.ts');
