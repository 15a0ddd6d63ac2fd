/** What the clients write to and look at: a workspace with projects and people, and the facts of it at the end. */
import { createSessions } from '../../sdk/src/server/index.ts';
import type { StreamPosition } from '../../sdk/src/wire.ts';
import type { Connection } from 'mysql2/promise';
import { sender } from '../bench/plan.ts';
import type { Onlooker } from './crowd.ts';
import type { Fact, Stream, Truth } from './oracle.ts';
import type { Field } from './writers.ts';

export interface Estate {
  fields: Field[];
  /** Whose streams are the team's, and the client's. */
  members: Onlooker[];
  contacts: Onlooker[];
}

const people = 10;
const milestones = 4;

/** @param url where sessions are asked for, now and later */
export async function makeEstate(node: string, url: string, secretKey: string, projects: number): Promise<Estate> {
  const send = sender(node, secretKey);
  const make = async (path: string, body: object): Promise<string> => (await send<{ id: string }>(`POST ${path}`, body)).id;
  const clientId = await make('/v1/clients', { name: 'Hengrui' });
  const sessions = createSessions({ url, secretKey });
  const onlooker = (who: { member: string } | { contact: string }): Onlooker => ({
    fetchToken: () => sessions.mint({ ...who, ttl: 900 }),
  });
  const members: Onlooker[] = [];
  const contacts: Onlooker[] = [];
  for (let index = 0; index < people; index++) {
    const person = (at: string) => ({ name: `Person ${index}`, email: `p${index}@${at}.example` });
    members.push(onlooker({ member: await make('/v1/members', { ...person('vendor'), role: 'manager' }) }));
    contacts.push(onlooker({ contact: await make('/v1/contacts', { ...person('client'), role: 'viewer', clientId }) }));
  }
  const field = async (index: number): Promise<Field> => {
    const projectId = await make('/v1/projects', { clientId, name: `Project ${index}`, status: 'active' });
    const stageId = await make('/v1/stages', { projectId, name: 'Build' });
    const milestoneIds: string[] = [];
    while (milestoneIds.length < milestones) milestoneIds.push(await make('/v1/milestones', { stageId, name: 'Milestone' }));
    return { projectId, stageId, milestoneIds };
  };
  const fields: Field[] = [];
  let begun = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (begun < projects) fields.push(await field(begun++));
    }),
  );
  return { fields, members, contacts };
}

/** Where all streams stand. */
export async function positions(database: Connection): Promise<Map<string, StreamPosition>> {
  const [rows] = await database.query('SELECT stream, epoch, seq FROM streams');
  return new Map((rows as StreamPosition[]).map(({ stream, epoch, seq }) => [stream, { stream, epoch, seq: Number(seq) }]));
}

/** @param mark which idempotency keys are ours */
export async function readTruth(database: Connection, mark: string): Promise<Omit<Truth, 'broken'>> {
  const streams = new Map<string, Stream>();
  for (const [stream, { seq }] of await positions(database)) {
    const [events] = await database.query(
      `SELECT seq, entityId AS id, rev, JSON_UNQUOTE(JSON_EXTRACT(data, '$.name')) AS name FROM feed WHERE stream = ? ORDER BY seq`,
      [stream],
    );
    streams.set(stream, {
      head: seq,
      events: (events as Fact[]).map((fact) => ({ ...fact, seq: Number(fact.seq), rev: Number(fact.rev) })),
    });
  }
  const [named] = await database.query('SELECT name FROM milestones UNION ALL SELECT name FROM stages');
  const [kept] = await database.query('SELECT `key` FROM idempotency WHERE `key` LIKE ?', [`${mark}-%`]);
  return {
    streams,
    names: (named as { name: string }[]).map(({ name }) => name),
    keys: (kept as { key: string }[]).map(({ key }) => key),
  };
}
