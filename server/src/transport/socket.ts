/**
 * Socket.IO is the doorbell: `subscribe`, `unsubscribe`, `session:renew` come in, `event` and `session:expiring` go out.
 * Nothing is written here and nothing of record is kept; rights are looked up again at each subscribe and by a sweep.
 */
import type { IncomingMessage, RequestListener, Server as HttpServer, ServerResponse } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { addressOf } from '../core/address.ts';
import { authenticateSession, isGuess } from '../core/auth/authenticate.ts';
import { verifySession, type Claims } from '../core/auth/session.ts';
import { problem, problemBody } from '../core/errors.ts';
import { languageOf, type Language } from '../core/language.ts';
import { authorize } from '../core/policy.ts';
import { asProblem, invalidInput } from '../core/procedure.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Scope } from '../core/scope.ts';
import type { Committed } from '../feed/append.ts';
import { missedSince, type MissedText } from '../feed/since.ts';
import { mayFollow } from '../feed/streams.ts';
import { createLoop, type Loop } from '../jobs/loop.ts';
import { createBell, roomOf, type Bell, type Moved } from './bell.ts';
import type { Metrics } from './metrics.ts';
import { createRooms, sendAnswer } from './packet.ts';

/** What a socket keeps: whose it is, never what they may do. */
interface Held {
  claims: Claims;
  origin: string | null;
  timers: NodeJS.Timeout[];
  /** Requests in the running window, against floods. */
  asked: { since: number; count: number };
}
type Line = Socket<Record<string, (...args: never[]) => void>, Record<string, (...args: unknown[]) => void>, Record<string, never>, Held>;

const Subscribe = z.strictObject({ stream: z.string().max(80), epoch: z.string().max(16), seq: z.number().int().min(0) });
const Unsubscribe = z.strictObject({ stream: z.string().max(80) });
const Renew = z.strictObject({ token: z.string().max(8192) });

/** Requests that a socket may make in ten seconds. */
const mostAsked = 200;
const sweepMilliseconds = 1000;
/** Streams of people and keys. */
const ofPeople = /^(?:workspace|audit):/;
/** Milliseconds between the reconnects of pages that a stopping server sends away, and of all of them together. */
const spreadEach = 3;
const longestSpread = 10_000;

export interface Sockets {
  io: Server;
  /** Another node has committed: tells the sockets of this one, and looks whether people have lost rights by it. */
  heard(moved: readonly Moved[]): void;
  /** Something may have been missed: looks for everything now. */
  look(): void;
  /** Tells the pages that this node stops, and lets them go. */
  stop(): Promise<void>;
}

/** @param plain answers requests to the sockets' address that are no upgrade: it is an address like any other that is not there */
export function openSockets(runtime: Runtime, http: HttpServer, plain: RequestListener, metrics: Metrics): Sockets {
  const io = new Server(http, {
    transports: ['websocket'],
    serveClient: false,
    perMessageDeflate: false,
    maxHttpBufferSize: runtime.config.limits.socketBytes,
    pingInterval: 10_000,
    pingTimeout: 8_000,
    connectTimeout: 10_000,
  });

  io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) =>
    request.headers.upgrade === undefined ? plain(request, response) : next(),
  );
  io.use((socket, next) => {
    admit(runtime, socket as Line).then(
      () => next(),
      (error: unknown) => next(Object.assign(new Error('refused'), { data: told(runtime, socket, error) })),
    );
  });
  const answers = createAnswers();
  const bell = createBell(runtime, createRooms(io));
  io.on('connection', (socket) => {
    metrics.sockets.inc();
    listen(runtime, socket as Line, bell, answers);
    socket.on('disconnect', () => {
      metrics.sockets.dec();
      for (const timer of (socket as Line).data.timers) clearTimeout(timer);
    });
  });

  const count = (events: readonly Committed[]): void => metrics.events.inc(events.length);
  runtime.committed.add(count);

  const cut = ({ id }: { id: string }): void => {
    for (const socket of io.sockets.sockets.values() as Iterable<Line>) {
      if (socket.data.claims.sub === id || socket.data.claims.key === id) expel(socket, 'token_revoked');
    }
  };
  runtime.revoked.add(cut);
  /** Workspaces that have told of people or keys since the last look. */
  const doubtful = new Set<string>();
  let sweptAt = 0;
  const sweep: Loop = createLoop(runtime, 'socket sweep', sweepMilliseconds, () => {
    const now = performance.now();
    const all = now - sweptAt >= sweepMilliseconds * 0.9;
    if (all) sweptAt = now;
    const chosen = ([...io.sockets.sockets.values()] as Line[]).filter(({ data }) => all || doubtful.has(data.claims.ws));
    doubtful.clear();
    return expelRevoked(runtime, chosen);
  });

  return {
    io,
    heard(moved) {
      bell.heard(moved);
      // Who may do what is written to these alone.
      for (const { workspaceId, stream } of moved) {
        if (!ofPeople.test(stream)) continue;
        doubtful.add(workspaceId);
        sweep.wake();
      }
    },
    look() {
      bell.look();
      sweptAt = 0;
      sweep.wake();
    },
    async stop() {
      await bell.stop();
      // Whoever is cut off now comes back at a moment of their own: a thousand handshakes at once would wait for each other.
      io.local.emit('server:stopping', { spread: Math.min(longestSpread, io.sockets.sockets.size * spreadEach) });
      runtime.committed.delete(count);
      runtime.revoked.delete(cut);
      await sweep.stop();
      await io.close();
    },
  };
}

async function admit(runtime: Runtime, socket: Line): Promise<void> {
  // A client may open without any credentials at all.
  const { token } = (socket.handshake.auth ?? {}) as { token?: unknown };
  try {
    await recognize(runtime, socket, token);
  } catch (error) {
    if (isGuess(error)) runtime.limits.stranger(addressOf(socket.request, runtime.config.trustedProxies));
    throw error;
  }
}

async function recognize(runtime: Runtime, socket: Line, token: unknown): Promise<void> {
  if (typeof token !== 'string') throw problem('unauthenticated', 'Send a session token as auth.token.');
  if (token.startsWith('ptk_')) throw problem('token_invalid', 'A secret key cannot open a socket: mint a session with it.');
  const claims = await verifySession(runtime, token);
  const origin = socket.handshake.headers.origin ?? null;
  await scopeOf(runtime, claims, origin, socket.id);
  socket.data = { claims, origin, timers: [], asked: { since: 0, count: 0 } };
  watchExpiry(runtime, socket);
}

/** The person as they are now. */
async function scopeOf(runtime: Runtime, claims: Claims, origin: string | null, id: string): Promise<Scope> {
  const { scope } = await authenticateSession(runtime, claims, origin, { id });
  authorize(scope, 'feed.read');
  runtime.limits.spend(scope);
  return scope;
}

/** Says when the session is about to end (a minute before, or at four fifths of a short life), and ends with it. */
function watchExpiry(runtime: Runtime, socket: Line): void {
  for (const timer of socket.data.timers) clearTimeout(timer);
  const { exp, iat } = socket.data.claims;
  const left = exp * 1000 - runtime.steady.now();
  const warning = Math.max(0, left - Math.min(60_000, (exp - iat) * 200));
  socket.data.timers = [
    setTimeout(() => socket.emit('session:expiring', { expiresAt: runtime.steady.shown(exp * 1000) }), warning).unref(),
    setTimeout(() => expel(socket, 'token_expired'), Math.max(0, left)).unref(),
  ];
}

type Told = Pick<Socket, 'id' | 'handshake'>;
const languageFor = ({ handshake }: Told): Language => languageOf(handshake.headers['accept-language']);

/** An error as the client is told it; what the server did wrong stands in its log. */
function told(runtime: Runtime, socket: Told, error: unknown): object {
  const shown = asProblem(error);
  if (shown.status >= 500) runtime.log.error({ err: error, socket: socket.id }, 'a socket request failed');
  return problemBody(shown, socket.id, languageFor(socket));
}

const farewell = {
  token_expired: 'The session has expired. Fetch a new token.',
  token_revoked: 'The session was revoked. Fetch a new token.',
};

function expel(socket: Line, code: keyof typeof farewell): void {
  socket.emit('session:ended', problemBody(problem(code, farewell[code]), socket.id, languageFor(socket)));
  socket.disconnect(true);
}

/** An answer that is bytes already. */
interface Written {
  list: Buffer;
}
type Acknowledge = ((answer: object) => void) & { id: number | null };

/** Lets handlers know the number of the request, which Socket.IO keeps to itself, so that they can answer it with bytes. */
function numberAnswers(socket: { ack(id: number): (answer: object) => void }): void {
  const ack = socket.ack.bind(socket);
  socket.ack = (id) => Object.assign(ack(id), { id });
}

function listen(runtime: Runtime, socket: Line, bell: Bell, answers: ReturnType<typeof createAnswers>): void {
  numberAnswers(socket as unknown as { ack(id: number): (answer: object) => void });
  /** Every request is validated, counted and answered through its acknowledgement; nothing a client sends can throw further. */
  const on = <S extends z.ZodType>(name: string, schema: S, handle: (input: z.output<S>) => Promise<object | Written>): void => {
    socket.on(name, async (input: unknown, acknowledge: unknown) => {
      const answer = typeof acknowledge === 'function' ? (acknowledge as Acknowledge) : Object.assign(() => {}, { id: null });
      try {
        const { asked } = socket.data;
        const now = performance.now();
        if (now - asked.since > 10_000) Object.assign(asked, { since: now, count: 0 });
        if (++asked.count > mostAsked) throw problem('rate_limited', 'Too many requests on this socket.', { retryAfter: 10 });
        const parsed = schema.safeParse(input);
        if (!parsed.success) throw invalidInput(parsed.error);
        const given = await handle(parsed.data);
        if (!('list' in given)) answer(given);
        else if (answer.id !== null) sendAnswer(socket, answer.id, given.list);
      } catch (error) {
        answer({ error: told(runtime, socket, error) });
      }
    });
  };

  on('subscribe', Subscribe, async (position) => {
    const scope = await scopeOf(runtime, socket.data.claims, socket.data.origin, socket.id);
    // The room first, then the gap: what is committed between the two comes both ways and is told apart by `seq`.
    const own = roomOf({ workspaceId: scope.workspaceId, stream: position.stream });
    if (mayFollow(scope, position.stream)) await socket.join(own);
    try {
      const missed = await missedSince(scope, position, runtime.config.limits.feedEvents);
      bell.follow(own, { epoch: missed.epoch, seq: missed.head });
      return 'reset' in missed ? missed : { list: answers(scope.workspaceId, position.seq, missed) };
    } catch (error) {
      await socket.leave(own);
      throw error;
    }
  });
  on('unsubscribe', Unsubscribe, async ({ stream }) => {
    await socket.leave(roomOf({ workspaceId: socket.data.claims.ws, stream }));
    return { stream };
  });
  on('session:renew', Renew, async ({ token }) => {
    const claims = await verifySession(runtime, token);
    if (claims.sub !== socket.data.claims.sub || claims.ws !== socket.data.claims.ws) {
      throw problem('token_invalid', 'A socket can be renewed for the same person only. Open another one.');
    }
    const scope = await scopeOf(runtime, claims, socket.data.origin, socket.id);
    socket.data.claims = claims;
    for (const name of socket.rooms)
      if (name !== socket.id && !mayFollow(scope, name.slice(name.indexOf(' ') + 1))) await socket.leave(name);
    watchExpiry(runtime, socket);
    return { expiresAt: runtime.steady.shown(claims.exp * 1000) };
  });
}

/**
 * What was missed, as the bytes of an answer. After a restart a thousand pages ask for the same: they are written out once.
 * Bounded, and short-lived by itself: with the next event it is another answer.
 */
function createAnswers(): (workspaceId: string, seq: number, missed: Extract<MissedText, { events: unknown }>) => Buffer {
  const kept = new LRUCache<string, Buffer>({ max: 256, maxSize: 8 * 1024 * 1024, sizeCalculation: ({ byteLength }) => byteLength });
  return (workspaceId, seq, { events, ...rest }) => {
    const name = JSON.stringify([workspaceId, seq, events.length, rest]);
    let bytes = kept.get(name);
    if (!bytes) {
      bytes = Buffer.from(`[${JSON.stringify(rest).slice(0, -1)},"events":[${events.map(({ text }) => text).join()}]}]`);
      kept.set(name, bytes);
    }
    return bytes;
  };
}

/**
 * Rights that were taken away on another node end sockets here as soon as the feed's streams of people and keys are heard to have moved,
 * and within the second whatever is heard.
 */
async function expelRevoked({ identities }: Runtime, sockets: readonly Line[]): Promise<boolean> {
  const people = Map.groupBy(sockets, ({ data: { claims } }) => `${claims.ws} ${claims.sub} ${claims.key}`);
  await Promise.all(
    [...people.values()].map(async (own) => {
      const { kind, ws: workspaceId, sub, key } = own[0]!.data.claims;
      const [person, keyIsGood] = await Promise.all([
        identities.person(kind, { workspaceId, id: sub }),
        identities.keyIsGood({ workspaceId, id: key }),
      ]);
      for (const socket of own) if (person?.sessionVersion !== socket.data.claims.sv || !keyIsGood) expel(socket, 'token_revoked');
    }),
  );
  return false;
}
