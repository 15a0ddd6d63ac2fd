/** The list of benchmarks. Each prints a table with its limits and says whether they hold. */
import { describeEnvironment } from './environment.ts';

/** What each compares stands at the head of its file. */
const benches: Record<string, () => Promise<{ default: () => Promise<boolean> }>> = {
  connections: () => import('./connections/connections.ts'),
  dom: () => import('./dom/dom.ts'),
  fanout: () => import('./fanout/fanout.ts'),
  resume: () => import('./resume/resume.ts'),
  growth: () => import('./growth/growth.ts'),
  reads: () => import('./reads/reads.ts'),
  start: () => import('./start/start.ts'),
  writes: () => import('./writes/writes.ts'),
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !benches[name]);
if (names.length === 0 || unknown.length > 0) {
  console.log(`npm run bench -- <name>\n\n${Object.keys(benches).join('\n')}`);
  process.exitCode = unknown.length > 0 ? 2 : 0;
}
for (const name of names.filter((name) => benches[name])) {
  console.log(`\n${name}: ${describeEnvironment()}`);
  const { default: bench } = await benches[name]!();
  if (!(await bench())) process.exitCode = 1;
}
