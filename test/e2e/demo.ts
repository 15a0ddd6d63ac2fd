/** The demo as a stranger has it: a process of its own that is known by `demo.json` alone. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../services/index.ts';

export interface DemoFacts {
  url: string;
  siteUrl: string;
  staffUrl: string;
  secretKey: string;
  workspaceId: string;
  clientId: string;
  projectId: string;
  contacts: Record<'owner' | 'editor' | 'viewer', string>;
  members: Record<'admin' | 'manager' | 'lead' | 'executive' | 'engineer' | 'sales' | 'finance', string>;
}

export interface RunningDemo {
  facts: DemoFacts;
  /** Its `PORTICO_DATA`. */
  data: string;
  /** What it has said so far, on both outputs, over its restarts. */
  log(): string;
  process: ChildProcess;
  /** `kill -9`, then the same data on the same port again. */
  killAndRestart(whileDown?: () => Promise<void>): Promise<void>;
  /** As the vendor's back end: any call with the secret key. */
  api<T = any>(call: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  close(): Promise<void>;
}

const main = fileURLToPath(new URL('../../server/src/cli/main.ts', import.meta.url));

export async function startDemo(environment: Record<string, string> = {}): Promise<RunningDemo> {
  const data = mkdtempSync(join(tmpdir(), 'portico-demo-'));
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), PORTICO_DATA: data, LOG_LEVEL: 'error', NODE_ENV: 'test', ...environment };
  let said = '';
  const hear = (chunk: Buffer): void => void (said += chunk.toString());
  let child = await launch(env, hear);
  const facts = JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8')) as DemoFacts;
  const demo: RunningDemo = {
    facts,
    data,
    log: () => said,
    process: child,
    async killAndRestart(whileDown = async () => {}) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      await whileDown();
      demo.process = child = await launch(env, hear);
    },
    async api(call, body, headers = {}) {
      const [method, path] = call.split(' ') as [string, string];
      const response = await fetch(facts.url + path, {
        method,
        headers: {
          authorization: `Bearer ${facts.secretKey}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(`${call} answered ${response.status} ${JSON.stringify(answer)}`);
      return answer;
    },
    async close() {
      const gone = child.exitCode === null ? once(child, 'exit') : null;
      child.kill('SIGTERM');
      await gone;
      rmSync(data, { recursive: true, force: true });
    },
  };
  return demo;
}

function launch(env: Record<string, string | undefined>, also: (chunk: Buffer) => void): Promise<ChildProcess> {
  const child = spawn(process.execPath, [main, 'demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      also(chunk);
      if (output.includes('Portico is ready at')) return;
      output += chunk.toString();
      if (output.includes('Portico is ready at')) resolve(child);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`The demo ended with ${code}:\n${output}`)));
  });
}
