/** The faces of the SDK's own objects, and with them the shapes that travel on the wire. */
import type { ReadonlySignal } from '@preact/signals-core';
import type { PorticoError } from './errors.ts';
import type { Call } from './rpc/call.ts';
import type { Entity, FeedEvent, Milestone, Missed, Project, Stage, StreamPosition, Token } from './wire.ts';

export type * from './wire.ts';

/** How the page hears of changes now. `polling`: the socket is shut out, `/v1/feed` is asked instead. */
export type Link = 'idle' | 'connecting' | 'live' | 'polling' | 'offline';

export interface ConnectionOptions {
  /** Origin of the Portico server, `https://portico.vendor.com`. */
  url: string;
  /** Asks the vendor's back end for a session of the person who looks at the page. Called once at a time. */
  fetchToken(request: { project: string | undefined }): Promise<Token>;
  /** The project of widgets that name none. */
  project?: string;
  /** Name of this connection on the page, for `connection="…"`; default `default`. */
  id?: string;
  /** `false`: no socket, no polling. */
  realtime?: boolean;
  /** Replaceable for tests and for other run times. */
  fetch?: typeof fetch;
  openSocket?: OpenSocket;
}

/** What the store needs of a socket; `realtime/` makes it of socket.io-client, `testing/` of memory. */
export interface Socket {
  /** Resolves with what was missed; rejects with a PorticoError. */
  subscribe(position: StreamPosition): Promise<Missed>;
  unsubscribe(stream: string): void;
  renew(token: string): Promise<void>;
  /** Try at once, without waiting for the back-off. */
  wake(): void;
  close(): void;
}
export interface SocketEvents {
  up(): void;
  down(): void;
  /** The server refused the handshake or a renewal. */
  refused(error: PorticoError): void;
  event(event: FeedEvent): void;
  expiring(): void;
}
export type OpenSocket = (url: string, token: () => Promise<string>, events: SocketEvents) => Promise<Socket>;

export type LoadState = 'loading' | 'ready' | 'forbidden' | 'error';

/** One project as one audience sees it, kept live while somebody retains it. The same object for the same id. */
export interface ProjectStore {
  readonly id: string;
  readonly state: ReadonlySignal<LoadState>;
  /** Set in state `error` and `forbidden`. */
  readonly error: ReadonlySignal<PorticoError | null>;
  readonly project: ReadonlySignal<Project | null>;
  /** In plan order (`position`, then `id`), optimistic writes included. */
  readonly stages: ReadonlySignal<Stage[]>;
  readonly milestones: ReadonlySignal<Milestone[]>;
  /** Any collection by its name, optimistic writes included, sorted by id. */
  collection<T extends Entity = Entity>(name: string): ReadonlySignal<T[]>;
  /** The last live change of each entity, for a glow: id → `performance.now()` of its arrival. */
  readonly touched: ReadonlySignal<ReadonlyMap<string, number>>;
  /** Keep it loaded and subscribed; returns the release. After the last release it lives on for 5 s. */
  retain(): () => void;
  /** Load again, for a retry button. */
  reload(): Promise<void>;
  /** Hash of the confirmed entities: equal to `Snapshot.hash` of the server at the same position. */
  hash(): Promise<string>;
  /** Where this store stands in its stream, or null before the first snapshot. */
  position(): StreamPosition | null;
  /**
   * Shows `patch` on an entity at once, runs `send`, then takes the answer through the same `rev` guard as events.
   * If `send` rejects, the patch is taken back and the error thrown on.
   */
  optimistic<T extends Entity>(collection: string, id: string, patch: Partial<T>, send: () => Promise<T>): Promise<T>;
}

/** What a person follows beside projects, kept live while somebody retains it: a member the workspace (`clients`, `members`, `notices` …), a contact their own record. */
export type OwnStore = Omit<ProjectStore, 'id' | 'project' | 'stages' | 'milestones'>;

/** Who looks at the page now. */
export interface Visitor {
  /** Counts the visits of this page: `reset()` begins another one, as another person. */
  readonly visit: number;
  /** The contact's or member's id, by the word of their token; null before the first one. */
  readonly id: string | null;
}

export interface Connection {
  readonly id: string;
  readonly url: string;
  readonly defaultProject: string | undefined;
  readonly link: ReadonlySignal<Link>;
  /** Since when the page hears nothing, epoch milliseconds; null while live. */
  readonly offlineSince: ReadonlySignal<number | null>;
  readonly visitor: ReadonlySignal<Visitor>;
  /** BCP 47: in which the server says why it refuses. Widgets set what they show; without it, what the browser prefers. */
  lang: string | undefined;
  project(id: string): ProjectStore;
  own(): OwnStore;
  /**
   * Calls a procedure, `call('milestones.update', { id, progress: 60 })`, as the person of this connection. It carries an
   * idempotency key, made once, so that a write is done once; reads and writes are tried again on loss. Rejects with a PorticoError.
   */
  readonly call: Call;
  /** Try again now (the browser says it is on line, the tab is seen again). */
  wake(): void;
  /** A new person signed in or out on the page: forget token and data, and begin anew. */
  reset(): void;
  close(): void;
}
