/** Clients that write through the REST API, so many times a second, and repeat under the same Idempotency-Key until they have an answer. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../server/src/testing/random.ts';
import type { Journal, Kind, Write } from './journal.ts';

export interface Field {
  projectId: string;
  stageId: string;
  /** Milestones that are there to be renamed. */
  milestoneIds: readonly string[];
}

export interface Answered {
  status: number;
  /** Milliseconds. */
  took: number;
  retryAfter: number | null;
  code: string | null;
  detail: string | null;
  requestId: string | null;
}

export interface Writers {
  /** Every answer that was not 2xx, by status, code and the beginning of what it said, and connections that were lost (`none`), with how often. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Ids of the requests that were answered with 500, as they stand in the nodes' logs. */
  readonly failures: readonly string[];
  /** The longest that one try took, whatever came of it; milliseconds. */
  longest(): number;
  /** Takes no new writes; resolves when all that were begun are answered, or the time is over. */
  end(milliseconds: number): Promise<void>;
}

interface Setting {
  journal: Journal;
  fields: readonly Field[];
  token: string;
  /** A second. */
  rate: number;
  random: Random;
  /** Where to write now; a port may be one that nobody listens on. */
  port(): number;
  prefix: string;
}

function parsed(text: string): { id?: string; code?: string; detail?: string; requestId?: string } | null {
  try {
    return JSON.parse(text) as { id?: string; code?: string; detail?: string; requestId?: string };
  } catch {
    return null;
  }
}

/** One try ends after this; the client believes that the line is dead. */
const patience = 20_000;
/** Writers at once: those who wait for an answer do not write. */
const writers = 96;

export function startWriters({ journal, fields, token, rate, random, port, prefix }: Setting): Writers {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const refusals = new Map<string, number>();
  const failures: string[] = [];
  const aborted = new AbortController();
  let longest = 0;
  let stopping = false;
  let count = 0;
  let due = performance.now();

  function begin(): { write: Write; method: string; path: string; body: object } {
    const mark = `${prefix}-${++count}`;
    // Few projects get most of it, as in life.
    const field = fields[Math.floor(random.next() ** 2 * fields.length)]!;
    const dice = random.next();
    const kind: Kind = dice < 0.01 ? 'stage' : dice < 0.45 ? 'milestone' : dice < 0.55 ? 'internal milestone' : 'rename';
    const write = journal.ask({ mark, kind, projectId: field.projectId });
    if (kind === 'stage') return { write, method: 'POST', path: '/v1/stages', body: { projectId: field.projectId, name: mark } };
    if (kind === 'rename')
      return { write, method: 'PATCH', path: `/v1/milestones/${random.pick(field.milestoneIds)}`, body: { name: mark } };
    const visibility = kind === 'milestone' ? 'client' : 'internal';
    return { write, method: 'POST', path: '/v1/milestones', body: { stageId: field.stageId, name: mark, visibility } };
  }

  function ask(method: string, path: string, body: object, key: string): Promise<Answered & { id: string | null }> {
    const began = performance.now();
    const text = JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          agent,
          host: '127.0.0.1',
          port: port(),
          method,
          path,
          signal: AbortSignal.any([aborted.signal, AbortSignal.timeout(patience)]),
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
            'idempotency-key': key,
          },
        },
        (response) => {
          let said = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (said += chunk));
          response.on('error', reject);
          response.on('end', () => {
            if (!response.complete) return reject(new Error('cut off'));
            const answer = parsed(said);
            // Somebody else's server, where ours was.
            if (!answer) return reject(new Error('no answer of ours'));
            const after = Number(response.headers['retry-after'] ?? Number.NaN);
            resolve({
              status: response.statusCode!,
              took: performance.now() - began,
              retryAfter: Number.isNaN(after) ? null : after,
              code: answer.code ?? null,
              detail: answer.detail ?? null,
              requestId: answer.requestId ?? null,
              id: answer.id ?? null,
            });
          });
        },
      );
      sent.on('error', reject);
      sent.end(text);
    }).finally(() => (longest = Math.max(longest, performance.now() - began))) as never;
  }

  async function carryOut(): Promise<void> {
    const { write, method, path, body } = begin();
    while (!aborted.signal.aborted) {
      write.tries++;
      const answer = await ask(method, path, body, write.mark).catch(() => null);
      if (aborted.signal.aborted) return;
      if (answer && answer.status < 300 && answer.id) return journal.acknowledge(write, answer.id);
      const why = answer
        ? `${answer.status} ${answer.code} (${answer.detail?.slice(0, 28) ?? ''})${answer.status === 503 && answer.retryAfter === null ? ' without Retry-After' : ''}`
        : 'none';
      if (answer?.status === 500 && answer.requestId) failures.push(answer.requestId);
      refusals.set(why, (refusals.get(why) ?? 0) + 1);
      // As told, but not all in step; and where nobody answered, soon, and elsewhere.
      await sleep((answer?.retryAfter ?? 0.3) * 1000 * (0.5 + random.next() / 2));
    }
  }

  async function work(): Promise<void> {
    while (!stopping) {
      const now = performance.now();
      // What could not be written while nobody answered is not made up for.
      due = Math.max(due, now - 250) + 1000 / rate;
      if (due > now) await sleep(due - now);
      if (!stopping) await carryOut();
    }
  }
  const all = Promise.all(Array.from({ length: writers }, work));

  return {
    refusals,
    failures,
    longest: () => longest,
    async end(milliseconds) {
      stopping = true;
      await Promise.race([all, sleep(milliseconds, undefined, { ref: false })]);
      aborted.abort();
      await all;
      agent.destroy();
    },
  };
}
