/** `npm run test:controls -- <word>`: takes each security control away, in a copy, and shows which test fails then. Ends with 1 if one goes unseen. */
import { constants } from 'node:os';
import { build, endChildren, install, node, onStop, run } from './house.mjs';

onStop(async (signal) => {
  await endChildren();
  process.exit(128 + constants.signals[signal]);
});

await install();
await build();
const { code } = await run(node, ['test/controls/main.ts', ...process.argv.slice(2)], { show: true });
process.exitCode = code;
