import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo, Socket as TcpSocket } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnection, PorticoError, type Connection, type FeedEvent, type Milestone, type Socket } from '../index.ts';
import { memoryServer } from '../testing/index.ts';
import { plan } from '../store/plan.fixture.ts';
import { openSocket } from './index.ts';

const position = { stream: 'project:prj_1:client', epoch: 'e1', seq: 0 };
const waitFor = <T>(check: () => T): Promise<T> => vi.waitFor(check, { timeout: 15_000, interval: 20 });

let http: HttpServer;
let io: Server;
let port = 0;
let open: Socket | undefined;
/** What the server does; each test sets its own. */
let admit: (token: unknown) => object | undefined;
let missed: (asked: typeof position) => unknown;
/** The same for what a handshake says. */
let offered: (asked: typeof position) => object | undefined;
const pipes = new Set<TcpSocket>();

async function start(at = 0): Promise<void> {
  http = createServer().on('connection', (pipe) => {
    pipes.add(pipe);
    pipe.on('close', () => pipes.delete(pipe));
  });
  io = new Server(http, { transports: ['websocket'] });
  io.use((socket, next) => {
    const problem = admit(socket.handshake.auth['token']);
    next(problem && Object.assign(new Error('refused'), { data: problem }));
  });
  io.on('connection', (socket) => {
    for (const asked of socket.handshake.auth['subscriptions'] ?? []) {
      const answer = offered(asked);
      if (answer) socket.emit('subscribed', { stream: asked.stream, ...answer });
    }
    socket.on('subscribe', (asked: typeof position, answer: (value: unknown) => void) => {
      const value = missed(asked);
      if (value !== undefined) answer(value);
    });
    socket.on('session:renew', ({ token }: { token: string }, answer: (value: unknown) => void) =>
      answer(token === 'good' ? { expiresAt: '' } : { error: { status: 401, code: 'token_invalid' } }),
    );
  });
  await new Promise<void>((resolve) => http.listen(at, '127.0.0.1', resolve));
  port = (http.address() as AddressInfo).port;
}

/** As `kill -9`: no farewell. */
async function kill(): Promise<void> {
  for (const pipe of pipes) pipe.resetAndDestroy();
  io.disconnectSockets(true);
  await io.close();
}

function listening(token: () => Promise<string> = async () => 'good') {
  const events = { up: vi.fn(), down: vi.fn(), refused: vi.fn(), event: vi.fn<(event: FeedEvent) => void>(), expiring: vi.fn() };
  return { events, opened: openSocket(`http://127.0.0.1:${port}`, token, events).then((socket) => (open = socket)) };
}

beforeEach(async () => {
  admit = () => undefined;
  missed = ({ stream, epoch, seq }) => ({ stream, epoch, head: seq, events: [], more: false });
  offered = (asked) => missed(asked) as object;
  await start();
});
afterEach(async () => {
  open?.close();
  await kill();
});

describe('the socket', () => {
  test('subscribes, hears events, renews', async () => {
    const { events, opened } = listening();
    const socket = await opened;
    await waitFor(() => expect(events.up).toHaveBeenCalledTimes(1));
    expect(await socket.subscribe(position)).toEqual({ ...{ stream: position.stream, epoch: 'e1' }, head: 0, events: [], more: false });
    io.emit('event', { ...position, seq: 1 });
    io.emit('session:expiring', { expiresAt: '' });
    await waitFor(() => expect([events.event.mock.calls[0]?.[0].seq, events.expiring.mock.calls.length]).toEqual([1, 1]));
    await socket.renew('good');
    await expect(socket.renew('bad')).rejects.toMatchObject({ code: 'token_invalid', status: 401 });
  });

  test.each([
    ['is answered with the handshake, and does not ask', (asked: typeof position) => missed(asked) as object, 0],
    ['asks where the answer does not come', () => undefined, 1],
  ])('back after a loss it %s', async (_what, offer, asks) => {
    const { events, opened } = listening();
    const socket = await opened;
    await waitFor(() => expect(events.up).toHaveBeenCalledTimes(1));
    await socket.subscribe(position);
    io.emit('event', { ...position, seq: 1 });
    await waitFor(() => expect(events.event).toHaveBeenCalled());
    await kill();
    await waitFor(() => expect(events.down).toHaveBeenCalled());
    let asked = 0;
    offered = offer;
    missed = ({ stream, epoch, seq }) => ({ stream, epoch, head: seq + 2, events: [{ seq: seq + 1 }, { seq: seq + 2 }], more: false });
    await start(port);
    io.on('connection', (line) => line.onAny((name) => (asked += Number(name === 'subscribe'))));
    await waitFor(() => expect(events.up).toHaveBeenCalledTimes(2));
    expect(await socket.subscribe({ ...position, seq: 1 })).toMatchObject({ head: 3, events: [{ seq: 2 }, { seq: 3 }] });
    expect(asked).toBe(asks);
  });

  test('a refusal of what the handshake said is that of the stream', async () => {
    const { events, opened } = listening();
    const socket = await opened;
    await waitFor(() => expect(events.up).toHaveBeenCalledTimes(1));
    await socket.subscribe(position);
    await kill();
    await waitFor(() => expect(events.down).toHaveBeenCalled());
    offered = () => ({ error: { status: 404, code: 'not_found', detail: 'gone' } });
    await start(port);
    await waitFor(() => expect(events.up).toHaveBeenCalledTimes(2));
    await expect(socket.subscribe(position)).rejects.toMatchObject({ code: 'not_found', denied: true });
  });

  test("the server's problem is a PorticoError", async () => {
    missed = () => ({ error: { status: 404, code: 'not_found', detail: 'gone' } });
    const { events, opened } = listening();
    const socket = await opened;
    await waitFor(() => expect(events.up).toHaveBeenCalled());
    const error = await socket.subscribe(position).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(PorticoError);
    expect(error).toMatchObject({ code: 'not_found', denied: true });
  });

  test('asked while down, it says network at once', async () => {
    await kill();
    const { events, opened } = listening();
    const socket = await opened;
    await waitFor(() => expect(events.down).toHaveBeenCalled());
    await expect(socket.subscribe(position)).rejects.toMatchObject({ code: 'network', retryable: true });
    await start(port);
  });

  test('returns by itself within 2 s after the server was killed', async () => {
    const { events, opened } = listening();
    await opened;
    await waitFor(() => expect(events.up).toHaveBeenCalledTimes(1));
    await kill();
    await waitFor(() => expect(events.down).toHaveBeenCalled());
    await new Promise((resolve) => setTimeout(resolve, 700));
    await start(port);
    const back = performance.now();
    await waitFor(() => expect(events.up).toHaveBeenCalledTimes(2));
    expect(performance.now() - back).toBeLessThan(2300);
  });

  test('a refusal is told, and a wake with another token connects at once', async () => {
    let token = 'old';
    admit = (given) => (given === 'new' ? undefined : { status: 401, code: 'token_expired' });
    const { events, opened } = listening(async () => token);
    const socket = await opened;
    await waitFor(() => expect(events.refused).toHaveBeenCalled());
    expect(events.refused.mock.calls[0]?.[0]).toMatchObject({ code: 'token_expired', status: 401 });
    token = 'new';
    socket.wake();
    await waitFor(() => expect(events.up).toHaveBeenCalled());
  });

  test('a token that cannot be had is told as a refusal, and tried again', async () => {
    let ill = true;
    const { events, opened } = listening(() =>
      ill ? Promise.reject(new PorticoError({ code: 'token_unavailable' })) : Promise.resolve('good'),
    );
    await opened;
    await waitFor(() => expect(events.refused.mock.calls[0]?.[0]).toMatchObject({ code: 'token_unavailable' }));
    ill = false;
    await waitFor(() => expect(events.up).toHaveBeenCalled());
  });

  test('no answer on a line that seems to stand: it is given up and built anew', async () => {
    missed = () => undefined;
    const { events, opened } = listening();
    const socket = await opened;
    await waitFor(() => expect(events.up).toHaveBeenCalledTimes(1));
    await expect(socket.subscribe(position)).rejects.toMatchObject({ code: 'network' });
    await waitFor(() => expect(events.up).toHaveBeenCalledTimes(2));
    expect(events.down).toHaveBeenCalledTimes(1);
  }, 12_000);

  test('closed, it neither speaks nor tries', async () => {
    const { events, opened } = listening();
    const socket = await opened;
    await waitFor(() => expect(events.up).toHaveBeenCalledTimes(1));
    socket.close();
    await waitFor(() => expect(io.engine.clientsCount).toBe(0));
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect([events.up.mock.calls.length, events.down.mock.calls.length, io.engine.clientsCount]).toEqual([1, 0, 0]);
  });
});

test('the store over a real socket: killed, 50 changes meanwhile, back with the same hash', async () => {
  const server = memoryServer({ entities: plan(), pageSize: 20 });
  const send = (events: readonly FeedEvent[]): void => events.forEach((event) => io.emit('event', event));
  missed = ({ seq }) => {
    const events = server.events('prj_1').filter((event) => event.seq > seq);
    return { stream: position.stream, epoch: 'e1', head: events.at(-1)?.seq ?? seq, events: events.slice(0, 20), more: events.length > 20 };
  };
  const connection: Connection = createConnection({
    ...server.options,
    openSocket: (_url, ...rest) => openSocket(`http://127.0.0.1:${port}`, ...rest),
  });
  try {
    const store = connection.project('prj_1');
    store.retain();
    await waitFor(() => expect(connection.link.value).toBe('live'));
    server.patch<Milestone>('milestones', 'mst_1', { progress: 1 });
    send(server.events('prj_1'));
    await waitFor(() => expect(store.milestones.value[2]?.progress).toBe(1));

    server.cut();
    await kill();
    for (let progress = 1; progress <= 50; progress += 1) server.patch<Milestone>('milestones', 'mst_1', { progress });
    await waitFor(() => expect(connection.link.value).toBe('offline'));
    expect(store.milestones.value[2]?.progress).toBe(1);
    const applied: number[] = [];
    const stop = store.milestones.subscribe((rows) => applied.push(rows[2]!.rev));
    await start(port);
    server.restore();
    await waitFor(() => expect(connection.link.value).toBe('live'));
    stop();
    expect(await store.hash()).toBe((await server.snapshot('prj_1')).hash);
    expect(applied).toEqual([...new Set(applied)].toSorted((a, b) => a - b));
    expect(store.milestones.value[2]).toMatchObject({ progress: 50, rev: 52 });
  } finally {
    connection.close();
    server.close();
  }
});
