/**
 * The only outbound HTTP: one request to an address that a person gave.
 *
 * https on 443 unless the operator lists more; every address that the name leads to is checked and the connection is opened
 * to a checked one (so that a second answer of the name server changes nothing); redirects are answers, not orders; proxies of the
 * environment are not asked; an answer has 15 s and 256 KB, and nothing in it is unpacked.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { OutboundFailure, type OutboundAnswer, type OutboundRequest } from '../core/outbound.ts';
import { literalOf, look, machinesOf, systemResolve, type Allowed, type Resolve } from './addresses.ts';

export interface SafeFetchOptions {
  allowed: Allowed;
  /** Default: the system's. */
  resolve?: Resolve;
  /** Milliseconds for all of it; default 15 s. */
  timeout?: number;
}

export interface SafeFetch {
  (url: string, request: OutboundRequest): Promise<OutboundAnswer>;
  /** Ends what is under way. */
  close(): void;
}

const mostBytesOfAll = 256 * 1024;

export function createSafeFetch({ allowed, resolve = systemResolve, timeout = 15_000 }: SafeFetchOptions): SafeFetch {
  const closing = new AbortController();

  async function safeFetch(written: string, request: OutboundRequest): Promise<OutboundAnswer> {
    const found = look(written, allowed);
    if ('refused' in found) throw new OutboundFailure('refused', found.refused);
    // One clock for looking up, connecting, asking and reading. (Real time: the other machine knows no other.)
    const late = AbortSignal.timeout(timeout);
    const signal = AbortSignal.any([late, closing.signal]);
    try {
      const machines = await Promise.race([machinesOf(found, allowed, resolve), aborted(signal)]);
      if ('refused' in machines) throw new OutboundFailure('refused', machines.refused);
      return await firstAnswer(found.url, machines, request, signal);
    } catch (error) {
      if (error instanceof OutboundFailure) throw error;
      // Not the other machine's fault: whoever asked asks again after the next start.
      if (closing.signal.aborted) throw new Error('Portico is stopping.', { cause: error });
      if (late.aborted) throw new OutboundFailure('timeout', `There was no answer within ${timeout / 1000} s.`);
      const { code, message } = error as NodeJS.ErrnoException;
      throw new OutboundFailure('unreachable', `The connection failed: ${code ?? message}.`);
    }
  }
  return Object.assign(safeFetch, { close: () => closing.abort() });
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });

/** A name may have several machines: the next is asked only where no connection could be opened, so that nothing is sent twice. */
async function firstAnswer(url: URL, machines: readonly string[], request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
  for (const [at, address] of machines.entries()) {
    try {
      return await ask(url, address, request, signal);
    } catch (error) {
      const { code = '', syscall } = error as NodeJS.ErrnoException;
      const unopened = syscall === 'connect' && /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL)$/.test(code);
      if (!unopened || at === machines.length - 1) throw error;
    }
  }
  throw new Error('no address');
}

function ask(
  url: URL,
  address: string,
  { method, headers, body, mostBytes = mostBytesOfAll }: OutboundRequest,
  signal: AbortSignal,
): Promise<OutboundAnswer> {
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const sent = (secure ? httpsRequest : httpRequest)({
      // The address itself, so that nobody is asked for the name again; the name is for the certificate and the Host header.
      host: address,
      port: url.port || (secure ? 443 : 80),
      // (TLS knows no server names that are addresses; the certificate is then checked against the address.)
      ...(secure && literalOf(url) === null ? { servername: url.hostname.replace(/\.$/, '') } : {}),
      path: url.pathname + url.search,
      method,
      headers: {
        'user-agent': 'Portico',
        'accept-encoding': 'identity',
        ...headers,
        host: url.host,
        connection: 'close',
        ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
      },
      agent: false,
      signal,
      maxHeaderSize: 16 * 1024,
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      // From here on there is an answer: a body that breaks off is told as such.
      sent.off('error', reject).on('error', () => {});
      const fields = Object.entries(response.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)] as const],
      );
      void read(response, Math.min(mostBytes, mostBytesOfAll)).then((part) => {
        resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(fields), ...part });
        sent.destroy();
      });
    });
    sent.end(body);
  });
}

/** The beginning of a body: as much of it as there is, as is wanted, and as came in time. */
async function read(response: IncomingMessage, most: number): Promise<Pick<OutboundAnswer, 'body' | 'complete'>> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, most - length));
      length += chunk.byteLength;
      if (length > most) return { body: Buffer.concat(chunks), complete: false };
    }
    return { body: Buffer.concat(chunks), complete: true };
  } catch {
    return { body: Buffer.concat(chunks), complete: false };
  }
}
