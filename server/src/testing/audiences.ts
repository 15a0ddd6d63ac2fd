/** Everybody who watches one workspace: each stream with a way to read its snapshot as its audience does. */
import { QueryTypes } from 'sequelize';
import type { Entities } from '@portico/sdk/hash';
import { eventsAfter, type WireEvent } from '../feed/since.ts';
import type { Entry } from './census.ts';
import type { Party, Population } from './population.ts';
import { apply, emptyReplica, type Replica } from './replica.ts';

export interface Taken {
  streams: { stream: string; epoch: string; seq: number }[];
  entities: Entities;
  hash: string;
}

export interface Watcher {
  /** Reads what is new in every stream and applies it; answers the new events. */
  follow(): Promise<WireEvent[]>;
  replica(stream: string): Replica;
  /** The workspace's rows and streams as they are now, with somebody in each client to look through. */
  look(): Promise<Entry[]>;
  /** The snapshot as its audience reads it; null where there is nobody left to read it. */
  snapshot(stream: Entry): Promise<Taken | null>;
  /** Makes the next snapshots anew from the rows: a change without an event hides behind the bytes of the one before it. */
  forget(): void;
}

export function watch(population: Population, party: Party): Watcher {
  const { world, spared } = population;
  const { runtime } = world.portico;
  const replicas = new Map<string, Replica>();
  const tokens = new Map<string, string>();
  /** By client, one of its contacts that is not taken away. */
  let observers: ReadonlyMap<string | null, string> = new Map();
  const replica = (stream: string): Replica => {
    if (!replicas.has(stream)) replicas.set(stream, emptyReplica());
    return replicas.get(stream)!;
  };
  const forget = (): void => runtime.snapshots.kept.clear();

  async function follow(): Promise<WireEvent[]> {
    const moved = await runtime.sequelize.query<{ stream: string; seq: number }>('SELECT stream, seq FROM streams WHERE workspaceId = ?', {
      replacements: [party.workspaceId],
      type: QueryTypes.SELECT,
    });
    const all: WireEvent[] = [];
    for (const { stream, seq } of moved) {
      if (Number(seq) === replica(stream).seq) continue;
      const events = await eventsAfter(runtime, party.workspaceId, stream, replica(stream).seq, 10_000);
      for (const event of events) apply(replica(stream), event);
      all.push(...events);
    }
    return all;
  }

  async function look(): Promise<Entry[]> {
    const own = async (): Promise<Entry[]> => (await population.count()).filter(({ workspaceId }) => workspaceId === party.workspaceId);
    const entries = await own();
    const seeing = new Set(entries.flatMap(({ names, id, clientId }) => (names === 'contact' && spared.has(id) ? [clientId] : [])));
    const blind = entries.filter(
      ({ names, id, deleted }) =>
        names === 'client' && !deleted && !seeing.has(id) && entries.some((entry) => entry.names === 'project' && entry.clientId === id),
    );
    for (const { id: clientId } of blind) {
      const observer = { clientId, name: 'Observer', email: 'observer@portico.example', role: 'viewer' };
      spared.add((await world.caller(party.key.token).ok<{ id: string }>('POST /v1/contacts', observer)).id);
    }
    observers = new Map(
      (blind.length > 0 ? await own() : entries).flatMap(({ names, id, clientId }) =>
        names === 'contact' && spared.has(id) ? [[clientId, id] as const] : [],
      ),
    );
    await follow();
    return blind.length > 0 ? own() : entries;
  }

  async function snapshot({ id: stream, audience, clientId, deleted }: Entry): Promise<Taken | null> {
    const [, subject] = stream.split(':') as [string, string];
    if (audience === 'workspace') return read(party.key.token, '/v1/me/snapshot');
    if (audience === 'team') return read(party.key.token, `/v1/projects/${subject}/snapshot`);
    if (deleted) return null;
    if (audience === 'contact') return asContact(subject, '/v1/me/snapshot');
    return asContact(observers.get(clientId)!, `/v1/projects/${subject}/snapshot`);
  }

  async function read(token: string, path: string): Promise<Taken | null> {
    const { status, body } = await world.caller(token).rest(`GET ${path}`);
    if (status !== 200 && status !== 404) throw new Error(`${path} answered ${status} ${JSON.stringify(body)}`);
    return status === 200 ? (body as Taken) : null;
  }

  /** With a session that is minted again when rights or projects have changed since. */
  async function asContact(contact: string, path: string): Promise<Taken | null> {
    const kept = tokens.get(contact);
    if (kept) {
      const { status, body } = await world.caller(kept).rest(`GET ${path}`);
      if (status === 200) return body as Taken;
    }
    tokens.set(contact, await population.mint(party, { contact }));
    return read(tokens.get(contact)!, path);
  }

  return { follow, replica, look, snapshot, forget };
}
