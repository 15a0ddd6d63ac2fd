/** On what a figure was measured: without it, absolute figures mean nothing. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

export function describeEnvironment(): string {
  const [first] = cpus();
  const commit = (() => {
    try {
      return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      return 'no commit';
    }
  })();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]!.toFixed(1);
  return `${cpus().length} × ${first?.model.trim()}, ${memory} GiB, load ${load}, Node ${process.versions.node}, ${commit}`;
}
