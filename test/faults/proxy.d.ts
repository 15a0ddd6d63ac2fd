export interface Fault {
  /** Milliseconds that every answer comes later. */
  latency?: number;
  /** The share of connections, new ones and those that stand, that is reset in each second. */
  resets?: number;
  /** Bytes a second of one connection, each way. */
  rate?: number;
  /** Takes connections and carries nothing any more, and tells neither end that the other has gone. */
  silent?: boolean;
  /** Every connection falls, and none is taken. */
  cut?: boolean;
  /** What is asked with this text in it arrives, and the connection is reset before its answer. */
  deafAfter?: string;
}
export interface Proxy {
  port: number;
  /** From now on, and for connections that stand. `{}`: all is well. A connection that was silent is reset when it speaks again, as by a router that has forgotten it. */
  set(fault: Fault): void;
  /** Connections that stand. */
  readonly size: number;
  close(): Promise<void>;
}
/** @param targets ports of this machine, asked for each connection; they are tried in random order */
export declare function openProxy(targets: () => readonly number[], random?: () => number): Promise<Proxy>;
