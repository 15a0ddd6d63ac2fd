/** The socket, by socket.io-client over WebSocket alone: `/v1/feed` is the other way, so no polling transport is needed. */
import { Manager } from 'socket.io-client';
import { PorticoError, toError } from '../errors.ts';
import { backOff } from '../rpc/wait.ts';
import type { FeedEvent, Missed, OpenSocket, Problem, StreamPosition } from '../types.ts';

const answerLimit = 5000;
const connectLimit = 8000;
/** A server that was told where we stand says at once what we missed. */
const offerLimit = 1000;
/** Streams that a handshake may name. */
const mostOffers = 20;
/** After this long, it is not a restart that we wait for. */
const soon = 60_000;

type Answer<T> = T & { error?: Problem };

function told<T extends object>(answer: Answer<T>): T {
  if (answer.error) throw new PorticoError(answer.error);
  return answer;
}

export const openSocket: OpenSocket = async (url, token, events) => {
  const manager = new Manager(url, { transports: ['websocket'], reconnection: false, autoConnect: false, timeout: connectLimit });
  const socket = manager.socket('/');
  let closed = false;
  /** Counts the tries; what an older one still reports is not heard. */
  let attempt = 0;
  let failures = 0;
  let startedAt = 0;
  let connectedAt = 0;
  let downAt = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Milliseconds over which a server that stops wants its pages to come back. */
  let spread = 0;
  /** Where each stream stands, as far as this socket was told. */
  const followed = new Map<string, StreamPosition>();
  /** Answers to what the last handshake said of that. */
  const offers = new Map<string, StreamPosition & { answer: Promise<Answer<Missed>>; resolve(answer: Answer<Missed>): void }>();

  /** So that who comes back need not ask: the answer comes with that to the handshake. */
  function offer(): StreamPosition[] {
    offers.clear();
    const positions = [...followed.values()].slice(0, mostOffers);
    for (const position of positions) {
      let resolve!: (answer: Answer<Missed>) => void;
      const answer = new Promise<Answer<Missed>>((tell) => (resolve = tell));
      offers.set(position.stream, { ...position, answer, resolve });
    }
    return positions;
  }

  async function connect(): Promise<void> {
    const mine = (attempt += 1);
    startedAt = Date.now();
    // The server may accept the transport and never answer the handshake.
    clearTimeout(timer);
    timer = setTimeout(fail, connectLimit + answerLimit);
    try {
      const current = await token();
      if (mine !== attempt) return;
      socket.auth = { token: current, subscriptions: offer() };
      socket.connect();
    } catch (cause) {
      if (mine !== attempt) return;
      fail();
      events.refused(toError(cause));
    }
  }

  function fail(): void {
    attempt += 1;
    startedAt = 0;
    socket.disconnect();
    if (closed) return;
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(() => void connect(), backOff(failures, Date.now() - downAt < soon ? 2000 : 5000) + Math.random() * spread);
    spread = 0;
    events.down();
  }

  async function ask<T extends object>(name: string, body: object): Promise<T> {
    const asked = attempt;
    if (!socket.connected) throw toError(undefined);
    try {
      return told<T>(await socket.timeout(answerLimit).emitWithAck(name, body));
    } catch (cause) {
      // No answer on a line that seems to stand: it is half-open.
      if (!(cause instanceof PorticoError) && asked === attempt && socket.connected) {
        failures = 0;
        socket.disconnect();
      }
      throw toError(cause);
    }
  }

  async function subscribe({ stream, epoch, seq }: StreamPosition): Promise<Missed> {
    const offered = offers.get(stream);
    offers.delete(stream);
    followed.delete(stream);
    const answer =
      offered?.epoch === epoch && offered.seq === seq
        ? await Promise.race([offered.answer, new Promise<undefined>((resolve) => setTimeout(resolve, offerLimit))])
        : undefined;
    const missed = answer ? told(answer) : await ask<Missed>('subscribe', { stream, epoch, seq });
    if ('events' in missed) followed.set(stream, { stream, epoch: missed.epoch, seq: missed.events.at(-1)?.seq ?? seq });
    return missed;
  }

  socket.on('connect', () => {
    clearTimeout(timer);
    connectedAt = Date.now();
    events.up();
  });
  socket.on('disconnect', () => {
    if (closed || !connectedAt) return;
    downAt = Date.now();
    // One that falls as soon as it stands is backed off from like one that never stood.
    if (downAt - connectedAt > 5000) failures = 0;
    connectedAt = 0;
    fail();
  });
  socket.on('connect_error', (error: Error & { data?: Problem }) => {
    fail();
    if (typeof error.data?.code === 'string') events.refused(new PorticoError(error.data));
  });
  socket.on('event', (event: FeedEvent) => {
    const last = followed.get(event.stream);
    if (last?.epoch === event.epoch && last.seq < event.seq) last.seq = event.seq;
    events.event(event);
  });
  socket.on('subscribed', (answer: Answer<Missed>) => offers.get(answer.stream)?.resolve(answer));
  socket.on('server:stopping', (advice: { spread: number }) => (spread = advice.spread));
  socket.on('session:expiring', () => events.expiring());
  void connect();

  return {
    subscribe,
    unsubscribe(stream) {
      followed.delete(stream);
      if (socket.connected) socket.emit('unsubscribe', { stream });
    },
    renew: async (next) => {
      await ask('session:renew', { token: next });
    },
    wake() {
      // A try that has just begun is as good as a new one.
      if (closed || socket.connected || Date.now() - startedAt < 1000) return;
      failures = 0;
      socket.disconnect();
      void connect();
    },
    close() {
      closed = true;
      attempt += 1;
      clearTimeout(timer);
      socket.disconnect();
    },
  };
};
