/** What was asked for and what was acknowledged, as the clients know it: in memory and, line by line, in a file that outlives the run. */
import { createWriteStream } from 'node:fs';

export type Kind = 'milestone' | 'internal milestone' | 'rename' | 'stage';

/** One write. Its mark is its Idempotency-Key and the name that it gives, so that its effects can be counted. */
export interface Write {
  mark: string;
  kind: Kind;
  projectId: string;
  /** Epoch milliseconds of its first try. */
  askedAt: number;
  /** Of the answer 2xx that was read to its end; null: nobody promised anything. */
  answeredAt: number | null;
  /** Of the row, from the answer. */
  id: string | null;
  tries: number;
}

export interface Journal {
  readonly writes: readonly Write[];
  ask(write: Pick<Write, 'mark' | 'kind' | 'projectId'>): Write;
  acknowledge(write: Write, id: string): void;
  close(): Promise<void>;
}

export function openJournal(file: string): Journal {
  const writes: Write[] = [];
  const paper = createWriteStream(file, { flags: 'a' });
  return {
    writes,
    ask(asked) {
      const write: Write = { ...asked, askedAt: Date.now(), answeredAt: null, id: null, tries: 0 };
      writes.push(write);
      return write;
    },
    acknowledge(write, id) {
      Object.assign(write, { id, answeredAt: Date.now() });
      paper.write(`${JSON.stringify(write)}\n`);
    },
    close: () => new Promise((resolve) => paper.end(resolve)),
  };
}
