/**
 * Socket.IO is the doorbell: `subscribe`, `unsubscribe`, `session:renew` come in, `event`, `subscribed` and `session:expiring` go out.
 * Nothing is written here and nothing of record is kept; rights are looked up again at each subscribe and by a sweep.
 */
import type { Server as HttpServer } from 'node:http';
import { Server, Socket } from 'socket.io';
import { z } from 'zod';
import { addressOf } from '../core/address.ts';
import { authenticateSession, isGuess } from '../core/auth/authenticate.ts';
import { verifySession, type Claims } from '../core/auth/session.ts';
import { problem, problemBody } from '../core/errors.ts';
import { gather } from '../core/gather.ts';
import { languageOf, type Language } from '../core/language.ts';
import { authorize } from '../core/policy.ts';
import { asProblem, invalidInput } from '../core/procedure.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Scope } from '../core/scope.ts';
import type { Committed } from '../feed/append.ts';
import { mayFollow } from '../feed/streams.ts';
import { createLoop, type Loop } from '../jobs/loop.ts';
import { createEngine } from './engine.ts';
import { createBell, roomOf, type Moved } from './bell.ts';
import type { Metrics } from './metrics.ts';
import { createRooms } from './packet.ts';
import { createSubscriptions, Subscribe, Subscriptions, type Following, type Offer } from './subscribe.ts';

/** What a socket keeps: whose it is, never what they may do. */
interface Held {
  claims: Claims;
  origin: string | null;
  /** That its session is about to end. */
  warned: boolean;
  /** Requests in the running window, against floods. */
  asked: { since: number; count: number };
  /** What its handshake asked for, until it stands. */
  offers: Offer[];
}
type Line = Socket<Record<string, (...args: never[]) => void>, Record<string, (...args: unknown[]) => void>, Record<string, never>, Held>;

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
  /** Workspaces that sockets of this node are of. */
  workspaces(): ReadonlySet<string>;
  /** Something may have been missed: looks for everything now. */
  look(): void;
  /** Tells the pages that this node stops, and lets them go. */
  stop(): Promise<void>;
}

/**
 * @param follow is called with the workspace of each socket
 */
export function openSockets(runtime: Runtime, http: HttpServer, metrics: Metrics, follow: (workspaceId: string) => void): Sockets {
  const io = new Server({ serveClient: false, connectTimeout: 10_000 });
  const engine = createEngine(http, { path: '/socket.io/', most: runtime.config.limits.socketBytes, interval: 10_000, timeout: 8_000 });
  io.bind(engine);
  const bell = createBell(runtime, createRooms(io));
  const subscriptions = createSubscriptions(runtime, bell);
  const recognized = together(runtime);
  io.use((socket, next) => {
    admit(runtime, socket as Line, recognized, subscriptions).then(
      () => {
        // The answer to the handshake and what was missed are one write, at the end of `connection`, which is next.
        socket.request.socket.cork();
        next();
      },
      (error: unknown) => next(Object.assign(new Error('refused'), { data: told(runtime, socket, error) })),
    );
  });
  const requests = Object.entries(listeners(runtime, subscriptions));
  const gone = (): void => metrics.sockets.dec();
  io.on('connection', (socket) => {
    metrics.sockets.inc();
    follow((socket as Line).data.claims.ws);
    socket.on('disconnect', gone);
    Object.assign(socket, { ack: numberedAnswer });
    for (const [name, listener] of requests) socket.on(name, listener);
    settle(runtime, socket as Line, subscriptions);
    socket.request.socket.uncork();
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

  // Whether or not the database answers.
  const clock = setInterval(() => endSessions(runtime, io.sockets.sockets.values() as Iterable<Line>), sweepMilliseconds).unref();

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
    workspaces: () => new Set(([...io.sockets.sockets.values()] as Line[]).map(({ data }) => data.claims.ws)),
    look() {
      bell.look();
      sweptAt = 0;
      sweep.wake();
    },
    async stop() {
      clearInterval(clock);
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

/**
 * Those who come while others are looked up are looked up together: a thousand pages that come back at once are some twenty groups, and
 * not a question to the database for every few of them.
 */
function together(runtime: Runtime): (socket: Line) => Promise<Scope> {
  type Found = { scope: Scope } | { error: unknown };
  const found = gather<Line, Found>(
    ({ id }) => id,
    async (sockets) =>
      new Map(
        await Promise.all(
          sockets.map(async (socket): Promise<[string, Found]> => [
            socket.id,
            await recognize(runtime, socket).then(
              (scope) => ({ scope }),
              (error: unknown) => ({ error }),
            ),
          ]),
        ),
      ),
  );
  return async (socket) => {
    const one = (await found(socket))!;
    if ('error' in one) throw one.error;
    return one.scope;
  };
}

async function admit(
  runtime: Runtime,
  socket: Line,
  recognized: (socket: Line) => Promise<Scope>,
  subscriptions: Following,
): Promise<void> {
  const { subscriptions: asked = [] } = credentialsOf(socket);
  try {
    const scope = await recognized(socket);
    const positions = Subscriptions.safeParse(asked);
    if (!positions.success) throw invalidInput(positions.error);
    socket.data.offers = await subscriptions.look(scope, positions.data);
  } catch (error) {
    if (isGuess(error)) runtime.limits.stranger(addressOf(socket.request, runtime.config.trustedProxies));
    throw error;
  }
}

/** A client may open without any credentials at all. */
const credentialsOf = ({ handshake }: Line): { token?: unknown; subscriptions?: unknown } => handshake.auth ?? {};

async function recognize(runtime: Runtime, socket: Line): Promise<Scope> {
  const { token } = credentialsOf(socket);
  if (typeof token !== 'string') throw problem('unauthenticated', 'Send a session token as auth.token.');
  if (token.startsWith('ptk_')) throw problem('token_invalid', 'A secret key cannot open a socket: mint a session with it.');
  const claims = await verifySession(runtime, token);
  const origin = socket.handshake.headers.origin ?? null;
  const scope = await scopeOf(runtime, claims, origin, socket.id);
  socket.data = { claims, origin, warned: false, asked: { since: 0, count: 0 }, offers: [] };
  return scope;
}

/** Answers what the handshake asked for. */
function settle(runtime: Runtime, socket: Line, subscriptions: Following): void {
  const { claims, origin, offers } = socket.data;
  socket.data.offers = [];
  for (const offer of offers) {
    const { position } = offer;
    const refuse = (error: unknown): void =>
      void socket.emit('subscribed', { stream: position.stream, error: told(runtime, socket, error) });
    if ('error' in offer) refuse(offer.error);
    else if (subscriptions.take(socket, claims.ws, offer.missed)) subscriptions.answer(socket, claims.ws, position, offer.missed, null);
    else {
      scopeOf(runtime, claims, origin, socket.id)
        .then((scope) => subscriptions.enter(socket, scope, position))
        .then((missed) => subscriptions.answer(socket, claims.ws, position, missed, null))
        .catch(refuse);
    }
  }
}

/** The person as they are now. */
async function scopeOf(runtime: Runtime, claims: Claims, origin: string | null, id: string): Promise<Scope> {
  const { scope } = await authenticateSession(runtime, claims, origin, { id });
  authorize(scope, 'feed.read');
  runtime.limits.spend(scope);
  return scope;
}

/** Says when a session is about to end (a minute before, or at four fifths of a short life), and ends with it. */
function endSessions({ steady }: Runtime, sockets: Iterable<Line>): void {
  const now = steady.now();
  for (const socket of sockets) {
    const { exp, iat } = socket.data.claims;
    const left = exp * 1000 - now;
    if (left <= 0) expel(socket, 'token_expired');
    else if (!socket.data.warned && left <= Math.min(60_000, (exp - iat) * 200)) {
      socket.data.warned = true;
      socket.emit('session:expiring', { expiresAt: steady.shown(exp * 1000) });
    }
  }
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

/** An answer that the handler writes itself. */
type Written = (request: number) => void;
type Acknowledge = ((answer: object) => void) & { id: number | null };

type Acknowledges = { ack(this: Socket, id: number): (answer: object) => void };
const { ack } = Socket.prototype as unknown as Acknowledges;
/** Lets listeners know the number of the request, which Socket.IO keeps to itself, so that they can answer it with bytes. */
const numberedAnswer: Acknowledges['ack'] = function (id) {
  return Object.assign(ack.call(this, id), { id });
};

/** What a socket may ask, by the same functions for all sockets: they find theirs as `this`. */
function listeners(runtime: Runtime, subscriptions: Following) {
  /** Every request is validated, counted and answered through its acknowledgement; nothing a client sends can throw further. */
  const on = <S extends z.ZodType>(schema: S, handle: (socket: Line, input: z.output<S>) => Promise<object | Written>) =>
    async function (this: Line, input: unknown, acknowledge: unknown): Promise<void> {
      const answer = typeof acknowledge === 'function' ? (acknowledge as Acknowledge) : Object.assign(() => {}, { id: null });
      try {
        const { asked } = this.data;
        const now = performance.now();
        if (now - asked.since > 10_000) Object.assign(asked, { since: now, count: 0 });
        if (++asked.count > mostAsked) throw problem('rate_limited', 'Too many requests on this socket.', { retryAfter: 10 });
        const parsed = schema.safeParse(input);
        if (!parsed.success) throw invalidInput(parsed.error);
        const given = await handle(this, parsed.data);
        if (typeof given !== 'function') answer(given);
        else if (answer.id !== null) given(answer.id);
      } catch (error) {
        answer({ error: told(runtime, this, error) });
      }
    };

  return {
    subscribe: on(Subscribe, async (socket, position) => {
      const scope = await scopeOf(runtime, socket.data.claims, socket.data.origin, socket.id);
      const missed = await subscriptions.enter(socket, scope, position);
      return (request) => subscriptions.answer(socket, scope.workspaceId, position, missed, request);
    }),
    unsubscribe: on(Unsubscribe, async (socket, { stream }) => {
      await socket.leave(roomOf({ workspaceId: socket.data.claims.ws, stream }));
      return { stream };
    }),
    'session:renew': on(Renew, async (socket, { token }) => {
      const claims = await verifySession(runtime, token);
      if (claims.sub !== socket.data.claims.sub || claims.ws !== socket.data.claims.ws) {
        throw problem('token_invalid', 'A socket can be renewed for the same person only. Open another one.');
      }
      const scope = await scopeOf(runtime, claims, socket.data.origin, socket.id);
      Object.assign(socket.data, { claims, warned: false });
      for (const name of socket.rooms)
        if (name !== socket.id && !mayFollow(scope, name.slice(name.indexOf(' ') + 1))) await socket.leave(name);
      return { expiresAt: runtime.steady.shown(claims.exp * 1000) };
    }),
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
