/** `npm start`: installs, builds, and runs the demo. Needs Node 20 and npm, nothing else. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, endChildren, exitCode, install, isStopping, node, onStop, Refusal, root } from './house.mjs';

/** @type {import('node:child_process').ChildProcess | undefined} */
let server;

onStop(async (signal) => {
  // A closed terminal (SIGHUP) means the same to the server as SIGTERM.
  if (server) server.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
  else await endChildren().then(() => process.exit(0));
});

/**
 * Runs the server until it ends. The IPC channel is its lifeline: the server stops when the channel closes, so nothing is left behind even if we are killed.
 * @returns {Promise<number>} the exit code for us
 */
function serve() {
  return new Promise((resolve) => {
    server = spawn(node, [join(root, 'server/src/cli/main.ts'), 'demo'], {
      cwd: root,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      // Compiled modules are kept, which makes the next start quicker.
      env: { NODE_COMPILE_CACHE: join(root, '.cache/node'), ...process.env },
    });
    server.once('error', (error) => {
      console.error(`The server could not be started: ${error.message}`);
      resolve(1);
    });
    // Asked to stop before it could listen for that, it dies of the signal: a clean stop all the same.
    server.once('exit', (code, signal) => resolve(isStopping() && signal && signal !== 'SIGKILL' ? 0 : exitCode(code, signal)));
  });
}

try {
  await install();
  await build();
  if (!isStopping()) process.exitCode = await serve();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  if (!isStopping()) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
