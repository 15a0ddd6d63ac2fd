/** The command line as a child process, as an operator meets it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url));

/** What the starts of a run have compiled: each next one is a third quicker. */
const compiled = join(tmpdir(), 'portico-compiled');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
  /** From the start of the process to its end. */
  milliseconds: number;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** What it has printed so far. */
  readonly out: string;
  readonly err: string;
  /** Resolves when `text` stands in its standard output; rejects if it ends before. */
  says(text: string): Promise<void>;
}

export interface Launch {
  environment?: Record<string, string>;
  /** User to run as, where the tests run as root. */
  uid?: number;
  cwd?: string;
}

export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'portico-command-'));

/** Starts `portico <words>` with nothing of our own environment but PATH. It ends when we end: the channel closes. */
export function startPortico(words: readonly string[], { environment = {}, uid, cwd }: Launch = {}): Started {
  const began = performance.now();
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compiled, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  let out = '';
  let err = '';
  const heard = new Set<() => void>();
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    for (const look of heard) look();
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (err += text));
  // `close` never comes where we close the channel ourselves, so its parts are awaited.
  const read = [child.stdout!, child.stderr!].map((stream) => new Promise((resolve) => stream.once('close', resolve)));
  const ended = new Promise<Ended>((resolve) => {
    child.once(
      'exit',
      (code, signal) => void Promise.all(read).then(() => resolve({ code, signal, out, err, milliseconds: performance.now() - began })),
    );
  });
  return {
    child,
    ended,
    get out() {
      return out;
    },
    get err() {
      return err;
    },
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!out.includes(text)) return;
          heard.delete(look);
          resolve();
        };
        heard.add(look);
        void ended.then(({ code, err: printed }) => reject(new Error(`portico ${words.join(' ')} ended with ${code}: ${printed}`)));
        look();
      }),
  };
}

/** Runs `portico <words>` to its end. */
export const runPortico = (words: readonly string[], launch?: Launch): Promise<Ended> => startPortico(words, launch).ended;
