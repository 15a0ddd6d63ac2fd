/** `npm run bench -- <name>`: one benchmark against its limit, in one run; ends with 1 if a stated limit is missed. Without a name it lists them. */
import { constants } from 'node:os';
import { endChildren, install, node, onStop, run } from './house.mjs';

onStop(async (signal) => {
  await endChildren();
  process.exit(128 + constants.signals[signal]);
});

await install();
const { code } = await run(node, ['test/bench/main.ts', ...process.argv.slice(2)], { show: true });
process.exitCode = code;
