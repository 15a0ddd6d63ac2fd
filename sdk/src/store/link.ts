/**
 * How one person's page hears of changes: the socket while it can be had, `/v1/feed` every few seconds while it cannot,
 * and trying again in between. Position and data belong to the followers, so that they outlive every loss.
 */
import { batch, type Signal } from '@preact/signals-core';
import type { Session } from '../auth/session.ts';
import { type PorticoError, toError } from '../errors.ts';
import type { Http } from '../rpc/http.ts';
import type { FeedEvent, Link, Missed, OpenSocket, Socket, StreamPosition } from '../types.ts';
import { type Ask, createFollower, type Follower, type Sink } from './follower.ts';

export interface LinkSink extends Sink {
  /** The person may not follow this stream (any more). */
  denied(error: PorticoError): void;
}

interface Setting {
  url: string;
  openSocket: OpenSocket;
  http: Http;
  session: Session;
  link: Signal<Link>;
  offlineSince: Signal<number | null>;
}

export type LiveLink = ReturnType<typeof createLink>;

const pollEvery = 3000;
/** About a picture of the screen. */
const aMoment = 16;
/** A server that restarts is back within this: no need to poll. */
const grace = 1500;

export function createLink({ url, openSocket, http, session, link, offlineSince }: Setting) {
  const followers = new Map<Follower, LinkSink>();
  let socket: Socket | undefined;
  /** Changes with every socket: what an older one still says is not heard. */
  let line: object | undefined;
  let up = false;
  /** The token that the socket goes by. */
  let shown: string | undefined;
  let renewedAt = 0;
  let arrived: FeedEvent[] = [];
  /** Others came a moment ago. */
  let crowded = false;
  const timers: Partial<Record<'poll' | 'renew' | 'flush' | 'calm', ReturnType<typeof setTimeout>>> = {};

  const feed: Ask = ({ stream, epoch, seq }) =>
    http<Missed>({ path: `/v1/feed?${new URLSearchParams({ stream, epoch, seq: String(seq) })}`, tries: 1 });
  const subscribe: Ask = (position) => (up && socket ? socket.subscribe(position) : Promise.reject(toError(undefined)));

  function later(name: keyof typeof timers, ms: number, act: () => void): void {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(act, ms);
  }

  function show(state: Link): void {
    batch(() => {
      link.value = state;
      offlineSince.value = state === 'offline' ? (offlineSince.value ?? Date.now()) : null;
    });
  }

  async function ask(follower: Follower, how: Ask): Promise<void> {
    try {
      await follower.ask(how);
    } catch (cause) {
      const error = toError(cause);
      const sink = followers.get(follower);
      if (sink && error.denied) return sink.denied(error);
      if (sink && error.status === 401) await renew();
      // A socket that is lost asks again by itself once it is up; one that stands was refused for the moment.
      if (sink && how === subscribe && up) {
        setTimeout(() => void (up && followers.has(follower) && askQuietly(follower)), (error.retryAfter ?? 2) * 1000);
      }
      throw error;
    }
  }
  const askQuietly = (follower: Follower): Promise<void> => ask(follower, subscribe).catch(() => undefined);

  function open(): void {
    if (line || !followers.size) return;
    const mine = (line = {});
    if (link.value === 'idle') show('connecting');
    const heard =
      <A extends unknown[]>(act: (...args: A) => void) =>
      (...args: A): void => {
        if (line === mine) act(...args);
      };
    const token = async (): Promise<string> => (shown = await session.token());
    const opened = openSocket(url, token, {
      up: heard(() => void opened.then(heard(rise))),
      down: heard(fall),
      refused: heard(refused),
      expiring: heard(() => void renew()),
      event: heard((event: FeedEvent) => {
        arrived.push(event);
        if (arrived.length > 1) return;
        if (crowded) later('flush', 0, flush);
        else queueMicrotask(flush);
      }),
    });
    opened.then(
      (made) => (line === mine ? (socket = made) : made.close()),
      heard(() => {
        line = undefined;
        fall();
      }),
    );
    later('poll', pollEvery, () => void poll());
  }

  function rise(): void {
    up = true;
    clearTimeout(timers.poll);
    keepFresh();
    const mine = line;
    void Promise.all([...followers.keys()].map(askQuietly)).then(() => {
      if (line === mine && up) show('live');
    });
  }

  function fall(): void {
    // Failed tries come often: they must not put off the poll that is due.
    const due = !up && (link.value === 'offline' || link.value === 'polling');
    up = false;
    clearTimeout(timers.renew);
    if (!due) later('poll', grace, () => void poll());
    if (link.value !== 'polling') show('offline');
  }

  /** One event waits for nothing; those that follow on its heels are one change of the page. */
  function flush(): void {
    crowded = true;
    later('calm', aMoment, () => (crowded = false));
    const events = arrived;
    arrived = [];
    batch(() => {
      for (const event of events) {
        for (const follower of followers.keys()) if (follower.event(event)) void askQuietly(follower);
      }
    });
  }

  async function poll(): Promise<void> {
    if (up || !followers.size) return;
    const asked = await Promise.allSettled([...followers.keys()].map((follower) => ask(follower, feed)));
    if (up || !followers.size) return;
    if (asked.some(({ status }) => status === 'fulfilled')) {
      if (!socket) open();
      else if (link.value !== 'polling') socket.wake();
      show('polling');
    } else {
      show('offline');
    }
    later('poll', pollEvery * (0.8 + 0.4 * Math.random()), () => void poll());
  }

  /** The handshake was refused, or no token could be had. The socket itself tries again with back-off. */
  function refused(error: PorticoError): void {
    const again = Date.now() - renewedAt < 30_000;
    if (error.denied && (error.status !== 401 || again)) return denyAll(error);
    if (error.status !== 401 || again) return;
    renewedAt = Date.now();
    void session.token(shown).then(
      () => socket?.wake(),
      (cause: unknown) => refused(toError(cause)),
    );
  }

  function denyAll(error: PorticoError): void {
    for (const sink of [...followers.values()]) sink.denied(error);
  }

  const keepFresh = (): void => later('renew', Math.max(session.freshFor(), 1000), () => void renew());

  /** A new token for the socket that stands, so that it need not fall. */
  async function renew(): Promise<void> {
    const mine = line;
    try {
      const token = await session.token(shown);
      if (line !== mine || !up) return;
      await socket?.renew(token);
      shown = token;
      keepFresh();
    } catch (cause) {
      if (line !== mine) return;
      const error = toError(cause);
      if (error.denied) denyAll(error);
      else later('renew', 5000, () => void renew());
    }
  }

  function close(): void {
    socket?.close();
    socket = line = shown = undefined;
    up = false;
    arrived = [];
    for (const timer of Object.values(timers)) clearTimeout(timer);
  }

  return {
    follow(position: StreamPosition, sink: LinkSink): Follower {
      const follower = createFollower(position, sink, feed);
      const { stop } = follower;
      follower.stop = () => {
        stop();
        if (!followers.delete(follower)) return;
        const { stream } = follower.position;
        if (up && ![...followers.keys()].some((other) => other.position.stream === stream)) socket?.unsubscribe(stream);
        if (followers.size) return;
        close();
        show('idle');
      };
      followers.set(follower, sink);
      if (up) void askQuietly(follower);
      else open();
      return follower;
    },
    /** Something has changed for the better: ask at once, on a socket that stands too, since it may only seem to stand. */
    wake(): void {
      if (up) for (const follower of followers.keys()) void askQuietly(follower);
      else if (followers.size) {
        if (socket) socket.wake();
        else open();
        later('poll', link.value === 'polling' ? 0 : grace, () => void poll());
      }
    },
    /** The browser says that it is cut off: do not believe a half-open socket. Polling finds out if it was wrong. */
    cut(): void {
      if (!followers.size) return;
      close();
      show('offline');
      later('poll', pollEvery, () => void poll());
    },
    close,
  };
}
