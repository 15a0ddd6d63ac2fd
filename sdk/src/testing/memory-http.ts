/** The HTTP side of the server in memory: as much of `/v1` and `/trpc` as the store and simple widgets use. */
import { PorticoError } from '../errors.ts';
import { type Answer, type Core, problem } from './memory-core.ts';

export async function answerRequest(core: Core, address: string, init: RequestInit): Promise<Response> {
  const { pathname, searchParams } = new URL(address);
  const headers = new Headers(init.headers);
  const method = init.method ?? 'GET';
  const token = headers.get('authorization')?.replace('Bearer ', '') ?? '';
  const idempotencyKey = headers.get('idempotency-key') ?? undefined;
  const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
  core.requests.push({ method, path: address.slice(new URL(address).origin.length), token, body, idempotencyKey });
  await stoppable(core.pause(), init.signal);
  if (!core.reachable('http')) throw new TypeError('Failed to fetch');
  const rpc = pathname.startsWith('/trpc/');
  const refusal = core.refusal(token, pathname);
  const find = (): Promise<Answer> =>
    rpc
      ? procedure(core, pathname.slice('/trpc/'.length), body ?? JSON.parse(searchParams.get('input') ?? '{}'))
      : rest(core, method, pathname.split('/').slice(2), searchParams, body);
  const answer = refusal ? { problem: refusal } : await once(core, idempotencyKey, find);
  // The way back can be cut too: the write is done, its answer is lost.
  await stoppable(core.pause(), init.signal);
  if (!core.reachable('http')) throw new TypeError('Failed to fetch');
  if ('problem' in answer) {
    const { problem: found } = answer;
    const shown = rpc ? { error: { message: found.title, code: -32603, data: found } } : found;
    return Response.json(shown, { status: found.status });
  }
  return Response.json(rpc ? { result: { data: answer.data } } : answer.data);
}

/** What was done under a key is done; what was refused may be mended. */
async function once(core: Core, key: string | undefined, find: () => Promise<Answer>): Promise<Answer> {
  if (!key) return find();
  const answer = core.remembered.get(key) ?? find();
  core.remembered.set(key, answer);
  if ('problem' in (await answer)) core.remembered.delete(key);
  return answer;
}

async function rest(
  core: Core,
  method: string,
  [noun = '', id = '', part]: string[],
  query: URLSearchParams,
  body: unknown,
): Promise<Answer> {
  if (noun === 'feed') {
    const stream = query.get('stream') ?? '';
    if (!core.knows(stream.split(':')[1] ?? '')) return { problem: problem(404, 'not_found') };
    return { data: core.since({ stream, epoch: query.get('epoch') ?? '', seq: Number(query.get('seq')) }) };
  }
  if (noun === 'projects' && part === 'snapshot') {
    return core.knows(id) ? { data: await core.snapshot(id) } : { problem: problem(404, 'not_found') };
  }
  const verb = method === 'PATCH' ? 'update' : method === 'POST' ? 'create' : id ? 'get' : 'list';
  return procedure(core, `${noun}.${verb}`, { ...(body as object), ...(id && { id }) });
}

async function procedure(core: Core, path: string, input: unknown): Promise<Answer> {
  const own = core.procedures[path];
  try {
    if (own) return { data: structuredClone(await own(input as never)) };
  } catch (cause) {
    if (!(cause instanceof PorticoError)) throw cause;
    const { code, status, message: detail, errors, current } = cause;
    return { problem: problem(status, code, { detail, ...(errors && { errors }), ...(current !== undefined && { current }) }) };
  }
  const [collection = '', verb] = path.split('.');
  if (verb === 'create' || verb === 'submit') return { data: core.create(collection, input as Record<string, unknown>) };
  const rows = core.list(collection);
  if (rows && verb === 'list') return { data: { items: rows, next: null } };
  const { id, rev, ...fields } = input as { id: string; rev?: number };
  const row = rows?.find((one) => one.id === id);
  if (!row) return { problem: problem(404, 'not_found') };
  if (verb === 'get') return { data: row };
  if (verb !== 'update') return { problem: problem(404, 'not_found') };
  if (rev !== undefined && rev < row.rev) return { problem: problem(409, 'conflict', { current: row }) };
  return { data: core.patch(collection, id, fields) };
}

function stoppable(pause: Promise<void>, signal: AbortSignal | null | undefined): Promise<void> {
  if (!signal) return pause;
  if (signal.aborted) return Promise.reject(signal.reason as Error);
  return Promise.race([
    pause,
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })),
  ]);
}
