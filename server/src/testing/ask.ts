/** One call of a procedure over REST or tRPC, answered in one shape, so that the two can be compared. */
import type { Procedure } from './procedures.ts';

export type Transport = 'rest' | 'trpc';

export interface Reply {
  status: number;
  /** What the procedure answered, or the problem. */
  body: any;
  /** Header lines and body as they came, for canaries. */
  raw: string;
  /** Without what differs between any two answers. */
  headers: Record<string, string>;
}

/** Of the moment or of the connection; `content-length` follows from the body, which is compared itself. */
const volatile = new Set(['date', 'x-request-id', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);

/** @param input a value, or JSON text to be sent as it is (not for GET and DELETE over REST) */
export async function ask(
  url: string,
  token: string | null,
  { path, kind, method, route }: Procedure,
  input: Record<string, unknown> | string,
  transport: Transport,
): Promise<Reply> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const [address, verb, body] = transport === 'trpc' ? trpc() : rest();
  if (body !== null) headers['content-type'] = 'application/json';
  const response = await fetch(url + address, { method: verb, headers, body });
  const text = await response.text();
  const parsed: any = text === '' ? null : JSON.parse(text);
  return {
    status: response.status,
    body: transport === 'trpc' ? (parsed?.error ? parsed.error.data : parsed?.result?.data) : parsed,
    raw: [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n') + text,
    headers: Object.fromEntries([...response.headers].filter(([name]) => !volatile.has(name))),
  };

  function trpc(): [address: string, verb: string, body: string | null] {
    const json = typeof input === 'string' ? input : JSON.stringify(input);
    return kind === 'query' ? [`/trpc/${path}?input=${encodeURIComponent(json)}`, 'GET', null] : [`/trpc/${path}`, 'POST', json];
  }

  function rest(): [address: string, verb: string, body: string | null] {
    const rest = typeof input === 'string' ? fieldsOf(input) : { ...input };
    const filled = route.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = String(rest[name] ?? 'missing');
      delete rest[name];
      return encodeURIComponent(value);
    });
    if (method === 'GET' || method === 'DELETE') {
      const query = new URLSearchParams(Object.entries(rest).map(([name, value]) => [name, String(value)] as [string, string])).toString();
      return [query === '' ? filled : `${filled}?${query}`, method, null];
    }
    // What is no object goes as it is.
    const bare = typeof input === 'string' && Object.keys(rest).length === 0;
    return [filled, method, bare ? input : JSON.stringify(rest)];
  }
}

function fieldsOf(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
