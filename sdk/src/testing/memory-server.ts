/**
 * A Portico server in memory, for tests and stories: the real connection and store run against it, over a fetch and a
 * socket that can be cut, slowed, refused and shuffled.
 */
import { hashEntities } from '../hash.ts';
import type { ConnectionOptions, Entity, FeedEvent, Problem, ProjectEntities, Snapshot, Token } from '../types.ts';
import { type Core, type Logged, type Patch, problem, type Procedures } from './memory-core.ts';
import { answerRequest } from './memory-http.ts';
import { createLines } from './memory-socket.ts';

export interface MemoryServerOptions {
  /** Collections by name; every row belongs to the project in its `projectId`. */
  entities: Partial<ProjectEntities> | Record<string, Entity[]>;
  /** Whose view it is; default `client`. */
  audience?: 'client' | 'team';
  /** How many events one answer holds; default 100. */
  pageSize?: number;
  /** Life of a token in seconds; default 600. */
  ttl?: number;
  /** Who looks at the page, for what belongs to a person; default `con_1`. */
  person?: string;
  /**
   * More procedures, by path; `list`, `get`, `create`, `submit` and `update` of each collection are there. They may change the server
   * by `patch` and `put`, and refuse by throwing a PorticoError with `code` and `status`. Under one idempotency key they run once.
   */
  procedures?: Procedures;
}

export interface MemoryServer {
  /** For `createConnection`. */
  readonly options: ConnectionOptions;
  /** Changes fields of an entity: the next `rev`, one event. */
  readonly patch: Patch;
  /** Adds an entity, or puts it in the place of another. */
  put<T extends Entity>(collection: string, entity: Omit<T, 'rev'>): T;
  /** Takes an entity out of this audience's view. */
  remove(collection: string, id: string): void;
  snapshot(project: string): Promise<Snapshot>;
  /** The network is gone, or only WebSocket. */
  cut(what?: 'all' | 'socket'): void;
  restore(): void;
  /** Requests (of paths that contain `path`) and handshakes get this problem, until `fail(null)`. */
  fail(problem: (Partial<Problem> & Pick<Problem, 'code' | 'status'>) | null, path?: string): void;
  /** Milliseconds that each answer takes. */
  delay(ms: number): void;
  /** What becomes of a live event on its way: none, one, several, others. The feed itself stays whole. */
  mangle(by: ((event: FeedEvent) => FeedEvent[]) | null): void;
  /** Sends raw events to whoever follows their stream. */
  emit(...events: FeedEvent[]): void;
  /** As after a restored backup: positions from before are worth nothing. */
  newEpoch(): void;
  /** Forgets the events so far, as the server does with old ones. */
  trim(): void;
  /** Tokens from now on are of this person, as after signing in on the vendor's page; `connection.reset()` belongs to it. */
  signIn(person: string): void;
  /** Tokens made so far are refused from now on: as expired, or as `code` says. Sockets that stand fall. */
  expire(code?: 'token_expired' | 'token_revoked'): void;
  /** Every event so far, as the stream of `project` has it. */
  events(project: string): readonly FeedEvent[];
  readonly requests: readonly Logged[];
  /** Tokens fetched so far. */
  readonly tokens: readonly string[];
  /** Streams that are followed now, once per socket. */
  followed(): string[];
  /** Takes all sockets down for good. */
  close(): void;
}

export function memoryServer(given: MemoryServerOptions): MemoryServer {
  const { entities, audience = 'client', pageSize = 100, ttl = 600, procedures = {} } = given;
  let person = given.person ?? 'con_1';
  const tables = new Map(Object.entries<Entity[]>(entities).map(([name, rows]) => [name, new Map(rows.map((row) => [row.id, row]))]));
  const feeds = new Map<string, FeedEvent[]>();
  const floors = new Map<string, number>();
  const gone = new Map<string, number>();
  const refused = new Map<string, 'token_expired' | 'token_revoked'>();
  const tokens: string[] = [];
  const failures: { problem: Problem; path: string }[] = [];
  let epoch = 1;
  let latency = 0;
  let down: 'all' | 'socket' | undefined;
  let mangling: ((event: FeedEvent) => FeedEvent[]) | null = null;

  const streamOf = (project: string): string => `project:${project}:${audience}`;
  const feedOf = (stream: string): FeedEvent[] => feeds.get(stream) ?? feeds.set(stream, []).get(stream)!;
  const tableOf = (name: string): Map<string, Entity> => tables.get(name) ?? tables.set(name, new Map()).get(name)!;
  const projectOf = (name: string, row: Entity & { projectId?: string }): string => (name === 'projects' ? row.id : (row.projectId ?? ''));
  const headOf = (stream: string): number => feedOf(stream).at(-1)?.seq ?? floors.get(stream) ?? 0;

  function record(collection: string, row: Entity, verb: string, data: Entity | null): void {
    const stream = streamOf(projectOf(collection, row));
    const event: FeedEvent = {
      stream,
      epoch: `e${epoch}`,
      seq: headOf(stream) + 1,
      type: `${collection.replace(/s$/, '')}.${verb}`,
      entity: collection,
      id: row.id,
      rev: row.rev,
      data,
      at: new Date().toISOString(),
      actor: { kind: 'system' },
    };
    feedOf(stream).push(event);
    lines.send(mangling ? mangling(event) : [event]);
  }

  function write<T extends Entity>(collection: string, entity: Omit<T, 'rev'>, verb: string): T {
    const before = tableOf(collection).get(entity.id)?.rev ?? gone.get(entity.id) ?? 0;
    const row = { ...entity, rev: before + 1 } as T;
    tableOf(collection).set(row.id, row);
    record(collection, row, verb, row);
    return row;
  }

  let created = 0;
  const core: Core = {
    reachable: (what) => down === undefined || (down === 'socket' && what === 'http'),
    pause: () => (latency ? new Promise((resolve) => setTimeout(resolve, latency)) : Promise.resolve()),
    refusal(token, path) {
      const failure = failures.find((one) => path.includes(one.path));
      if (failure) return failure.problem;
      if (!token || !tokens.includes(token)) return problem(401, token ? 'token_invalid' : 'unauthenticated');
      const code = refused.get(token);
      return code && problem(401, code);
    },
    since({ stream, epoch: known, seq }) {
      const head = headOf(stream);
      const here = { stream, epoch: `e${epoch}`, head };
      if ((known !== '' && known !== here.epoch) || seq < (floors.get(stream) ?? 0) || seq > head) return { ...here, reset: true };
      const missed = feedOf(stream).filter((event) => event.seq > seq);
      return { ...here, events: missed.slice(0, pageSize), more: missed.length > pageSize };
    },
    async snapshot(project) {
      const stream = streamOf(project);
      const streams = [{ stream, epoch: `e${epoch}`, seq: headOf(stream) }];
      const own = [...tables].map(([name, rows]) => [name, [...rows.values()].filter((row) => projectOf(name, row) === project)] as const);
      const seen = structuredClone(Object.fromEntries(own)) as Snapshot['entities'];
      return { streams, entities: seen, hash: await hashEntities(seen) };
    },
    knows: (project) => tableOf('projects').has(project),
    list: (collection) => (tables.has(collection) ? [...tableOf(collection).values()] : undefined),
    patch: (collection, id, fields) => write<Entity>(collection, { ...tableOf(collection).get(id)!, ...fields }, 'updated') as never,
    create(collection, { at, project, ...fields }) {
      created += 1;
      const projectId = fields['projectId'] ?? project ?? entities.projects?.[0]?.id;
      const row = {
        id: `${collection}_${created}`,
        projectId,
        status: 'submitted',
        ...fields,
        submittedAt: at ?? new Date().toISOString(),
      };
      return write<Entity>(collection, row, 'created');
    },
    procedures,
    requests: [],
    remembered: new Map(),
  };
  const lines = createLines(core);

  return {
    options: {
      url: 'https://portico.test',
      project: entities.projects?.[0]?.id,
      async fetchToken(): Promise<Token> {
        await core.pause();
        if (!core.reachable('http')) throw new TypeError('Failed to fetch');
        const token = `memory.${btoa(JSON.stringify({ sub: person }))}.${tokens.length + 1}`;
        tokens.push(token);
        return { token, expiresAt: new Date(Date.now() + ttl * 1000).toISOString() };
      },
      fetch: (input, init) => answerRequest(core, String(input), init ?? {}),
      openSocket: lines.open,
    },
    patch: core.patch,
    put: (collection, entity) => write(collection, entity, tableOf(collection).has(entity.id) ? 'updated' : 'created'),
    remove(collection, id) {
      const row = tableOf(collection).get(id)!;
      const rev = row.rev + 1;
      gone.set(id, rev);
      tableOf(collection).delete(id);
      record(collection, { ...row, rev }, 'removed', null);
    },
    snapshot: core.snapshot,
    cut(what = 'all') {
      down = what;
      lines.drop();
    },
    restore() {
      down = undefined;
    },
    fail(refusal, path = '') {
      failures.length = 0;
      if (refusal) failures.push({ problem: problem(refusal.status, refusal.code, refusal), path });
    },
    delay(ms) {
      latency = ms;
    },
    mangle(by) {
      mangling = by;
    },
    emit: (...events) => lines.send(events),
    newEpoch() {
      epoch += 1;
      feeds.clear();
      floors.clear();
    },
    trim() {
      for (const [stream, events] of feeds) {
        floors.set(stream, headOf(stream));
        events.length = 0;
      }
    },
    signIn(next) {
      person = next;
    },
    expire(code = 'token_expired') {
      for (const token of tokens) refused.set(token, code);
      lines.drop();
    },
    events: (project) => feedOf(streamOf(project)),
    requests: core.requests,
    tokens,
    followed: lines.followed,
    close: lines.close,
  };
}
