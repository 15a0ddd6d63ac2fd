/** `npm run test:faults -- [case …] [options]`: what is killed, cut, filled and turned back under load, and what came of it; `--help` lists it. */
import { constants } from 'node:os';
import { endChildren, install, node, onStop, run } from './house.mjs';

onStop(async (signal) => {
  await endChildren();
  process.exit(128 + constants.signals[signal]);
});

await install();
const { code } = await run(node, ['test/faults/main.ts', ...process.argv.slice(2)], { show: true });
process.exitCode = code;
