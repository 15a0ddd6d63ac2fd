/** One connection of Engine.IO, in the form in which Socket.IO asks for it: the same members and events as `engine.io` has. */
import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import type { Heartbeat } from './heartbeat.ts';
import { deliver, frameOf } from './packet.ts';
import { closeFrame, closing, createReceiver, pongFrame, readTexts, type Hearer, type Receiver } from './websocket.ts';

/** Kinds of packets (Engine.IO protocol v4), the first character of each. */
const kinds = { open: '0', close: '1', ping: '2', pong: '3', message: '4', upgrade: '5', noop: '6' } as const;
const pingFrame = frameOf(kinds.ping);

const own: unique symbol = Symbol('of this TCP connection');
type Owned = TcpSocket & { [own]?: Connection };

/** Of all connections of a server. */
export interface House {
  /** Bytes of a message. */
  most: number;
  heartbeat: Heartbeat<Connection>;
  gone(connection: Connection): void;
}

export class Connection extends EventEmitter implements Hearer {
  readonly id: string;
  readonly request: IncomingMessage;
  /** Of Engine.IO. */
  readonly protocol = 4;
  /** Whom to believe about an address is decided by `core/address.ts`; to ask the kernel at each handshake costs more than to read its token. */
  readonly remoteAddress = '';
  readyState: 'open' | 'closed' = 'open';
  /** Moment at which the heartbeat looks at it, in milliseconds of `performance.now()`. */
  due = 0;
  readonly #tcp: Owned;
  readonly #house: House;
  #receiver: Receiver | null = null;

  constructor(id: string, request: IncomingMessage, house: House) {
    super();
    this.id = id;
    this.request = request;
    this.#tcp = request.socket;
    this.#house = house;
    this.#tcp[own] = this;
    // What an earlier request on this connection may have set.
    this.#tcp.setTimeout(0);
    this.#tcp.on('data', readOn).on('end', ended).on('close', closed).on('error', ignored);
    house.heartbeat.begin(this);
  }

  get open(): boolean {
    return this.readyState === 'open';
  }

  /** What Socket.IO asks of a transport: whether a volatile packet is worth sending. */
  get transport(): { writable: boolean; name: 'websocket' } {
    return { writable: !this.#tcp.writableNeedDrain, name: 'websocket' };
  }

  /** Sends a packet of Socket.IO. */
  write(packet: string): void {
    // What is binary is refused, and nothing that we send is.
    if (this.open) deliver(this.#tcp, frameOf(kinds.message + packet));
  }

  ping(): void {
    if (this.open) deliver(this.#tcp, pingFrame);
  }

  /** Says farewell, and lets go of who does not answer it. */
  close(): void {
    this.#end(closing.none, 'forced close');
  }

  read(chunk: Buffer): void {
    if (!this.open) return;
    const at = this.#receiver ? 0 : readTexts(chunk, this.#house.most, this);
    if (at === chunk.length || !this.open) return;
    this.#receiver ??= createReceiver(this.#house.most, this);
    if (this.#receiver.write(at === 0 ? chunk : chunk.subarray(at))) return;
    this.#tcp.pause();
    this.#receiver.once('drain', () => this.#tcp.resume());
  }

  text(packet: string): void {
    const kind = packet[0];
    if (kind === kinds.message) {
      this.#house.heartbeat.heard(this, false);
      this.emit('data', packet.slice(1));
    } else if (kind === kinds.pong) this.#house.heartbeat.heard(this, true);
    else if (kind === kinds.close) this.#end(closing.none, 'transport close');
    // A ping from a client is of an older protocol; `upgrade` is of no meaning here.
    else if (kind !== kinds.noop) this.#end(closing.protocol, 'parse error');
  }

  /** Socket.IO's parser decides on it. */
  binary(bytes: Buffer): void {
    this.emit('data', bytes);
  }

  pinged(said: Buffer): void {
    deliver(this.#tcp, pongFrame(said));
  }

  end(code: number): void {
    this.#end(code, code === closing.none || code === closing.normal ? 'transport close' : 'transport error');
  }

  #end(code: number, reason: string): void {
    if (!this.open) return;
    if (this.#tcp.writable) this.#tcp.end(closeFrame(code));
    // What is still sent goes nowhere, but its end is to be heard.
    this.#tcp.resume();
    this.#house.heartbeat.leave(this);
    this.#closed(reason);
  }

  /** Too long silent, or too slow to take leave. */
  abandon(): void {
    this.#tcp.destroy();
    this.#closed('ping timeout');
  }

  /** The TCP connection is no more. */
  drop(): void {
    this.#house.heartbeat.forget(this);
    this.#closed('transport close');
  }

  #closed(reason: string): void {
    if (!this.open) return;
    this.readyState = 'closed';
    this.#house.gone(this);
    this.emit('close', reason);
  }
}

// The same functions for all connections: a closure each would be memory that ten thousand have.
function readOn(this: Owned, chunk: Buffer): void {
  this[own]!.read(chunk);
}
/** The client has nothing more to say: neither have we. */
function ended(this: Owned): void {
  this.end();
}
function closed(this: Owned): void {
  this[own]!.drop();
}
/** `close` follows, and says the same. */
function ignored(this: Owned): void {}
