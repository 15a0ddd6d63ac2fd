/**
 * The server of Engine.IO (protocol v4, https://socket.io/docs/v4/engine-io-protocol/) under Socket.IO, which `io.bind()`s it: WebSocket alone,
 * text, no upgrade from another transport. `engine.io` does all that it can be asked for; a thousand pages that come back at once ask for this
 * (`npm run bench -- resume`), and pay half as much above a bare WebSocket.
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { Connection, type House } from './connection.ts';
import { createHeartbeat, type Rhythm } from './heartbeat.ts';
import { frameOf } from './packet.ts';
import { acceptUpgrade } from './websocket.ts';

export interface EngineOptions extends Rhythm {
  /** With a slash at both ends. */
  path: string;
  /** Bytes of a message that a client sends. */
  most: number;
}

/** What Socket.IO uses of an engine: `connection` for each one, and `close()`. */
export interface Engine extends EventEmitter {
  readonly clientsCount: number;
  close(): void;
}

/** As `engine.io` says it. */
const refusals = {
  transport: 'Transport unknown',
  session: 'Session ID unknown',
  version: 'Unsupported protocol version',
  request: 'Bad request',
} as const;

/** Takes the upgrades of a server. Other requests to the address are none of its. */
export function createEngine(http: HttpServer, { path, most, interval, timeout }: EngineOptions): Engine {
  const connections = new Set<Connection>();
  const house: House = {
    most,
    heartbeat: createHeartbeat({ interval, timeout }),
    gone: (connection) => void connections.delete(connection),
  };
  const engine: EventEmitter = new EventEmitter();
  const rest = `,"upgrades":[],"pingInterval":${interval},"pingTimeout":${timeout},"maxPayload":${most}}`;
  const opening = (id: string): string => `0{"sid":"${id}"${rest}`;
  const first = opening(randomUUID());
  /** Of the frame around it, which is always as long. */
  const head = frameOf(first).toString('latin1').slice(0, -first.length);
  /** What nearly every page asks with. */
  const usual = `${path}?EIO=4&transport=websocket`;

  function refusal({ url = '' }: IncomingMessage): string | null {
    if (url === usual) return null;
    const asked = new URLSearchParams(url.slice(path.length + 1));
    if (asked.get('transport') !== 'websocket') return refusals.transport;
    if (asked.has('sid')) return refusals.session;
    return asked.get('EIO') === '4' ? null : refusals.version;
  }

  const ours = ({ url }: IncomingMessage): boolean => url === usual || url?.split('?', 1)[0] === path;

  function upgrade(request: IncomingMessage, socket: Duplex, begun: Buffer): void {
    if (!ours(request)) return refuse(socket, '404 Not Found', 'There is nothing at this address.');
    const accepted = acceptUpgrade(request);
    const wrong = refusal(request) ?? (accepted === null ? refusals.request : null);
    if (wrong) return refuse(socket, '400 Bad Request', wrong);
    // Who has gone meanwhile.
    if (!socket.readable || !socket.writable) return void socket.destroy();
    const id = randomUUID();
    // The answer to the upgrade and the first packet are one write.
    socket.write(`${accepted}\r\n${head}${opening(id)}`, 'latin1');
    const connection = new Connection(id, request, house);
    connections.add(connection);
    engine.emit('connection', connection);
    if (begun.length > 0) connection.read(begun);
  }

  http.on('upgrade', upgrade);
  // Who asks for another protocol elsewhere is answered in this one, as far as Node can be told so (from 24.9 on).
  Object.assign(http, { shouldUpgradeCallback: ours });
  return Object.defineProperty(
    Object.assign(engine, {
      clientsCount: 0,
      close() {
        http.off('upgrade', upgrade);
        for (const connection of [...connections]) connection.close();
        house.heartbeat.stop();
      },
    }),
    'clientsCount',
    { get: () => connections.size },
  );
}

function refuse(socket: Duplex, status: string, why: string): void {
  // It is no one's any more: whoever does not end it, does not keep it.
  socket.on('error', () => undefined).once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${why.length}\r\n\r\n${why}`);
}
