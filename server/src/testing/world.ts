/** A running server on a database of its own, and the people to call it as. Missing parents are made by the factories. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { movableClock } from '../core/clock.ts';
import { policyRoles, type ContactRole, type MemberRole } from '../core/policy.ts';
import { createPortico, readConfig, type Portico } from '../index.ts';
import { createLog } from '../log.ts';
import { createKey, openWorkspace } from '../modules/index.ts';

/** One HTTP answer; `body` is parsed JSON, or text if it is none. */
export interface Answer<T = any> {
  status: number;
  headers: Headers;
  body: T;
}

/** Someone who calls: a method for each way to ask. */
export interface Caller {
  token: string | null;
  /** `rest('PATCH /v1/milestones/mst_…', { progress: 40 })` */
  rest<T = any>(call: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  /** Status 2xx or an error that shows the answer. */
  ok<T = any>(call: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
}

/** A tenant with one person of each role, a client, a project with two stages and three milestones (one of them internal). */
export interface Tenant {
  workspaceId: string;
  secretKey: string;
  key: Caller;
  clientId: string;
  projectId: string;
  stageIds: string[];
  /** Two that clients see, then one that they do not. */
  milestoneIds: string[];
  members: Record<MemberRole, string>;
  contacts: Record<ContactRole, string>;
  /** A session of this person, minted now. */
  as(role: MemberRole | ContactRole, options?: Record<string, unknown>): Promise<Caller>;
}

export interface World {
  portico: Portico;
  url: string;
  clock: ReturnType<typeof movableClock>;
  /** Folder of its secrets and, on SQLite, of nothing else. */
  dataDirectory: string;
  /** @param at another server's address */
  caller(token: string | null, at?: string): Caller;
  /** `mark` stands in every text of the tenant, so that a leak is seen. */
  tenant(mark?: string): Promise<Tenant>;
  close(): Promise<void>;
}

/** @param databaseUrl of an empty database */
export async function openWorld(databaseUrl: string, environment: Record<string, string> = {}, clockAt = Date.now()): Promise<World> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'portico-world-'));
  const clock = movableClock(clockAt);
  const config = readConfig({
    PORT: '0',
    PORTICO_DATA: dataDirectory,
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'silent',
    RATE_LIMITS: 'off',
    DELAY_LIMIT: '0',
    ...environment,
  });
  const portico = createPortico({ config, clock, log: createLog(config) });
  const port = await portico.start();
  const url = `http://127.0.0.1:${port}`;
  const caller: World['caller'] = (token, at = url) => createCaller(at, token);
  return {
    portico,
    url,
    clock,
    dataDirectory,
    caller,
    tenant: (mark = 'x') => createTenant(portico, caller, mark),
    async close() {
      await portico.stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}

function createCaller(url: string, token: string | null): Caller {
  const rest: Caller['rest'] = async (call, body, headers = {}) => {
    const [method, path] = call.split(' ') as [string, string];
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    let parsed: any = text;
    try {
      parsed = JSON.parse(text);
    } catch {
      // Not every answer is JSON: 304 has no body, /metrics is text.
    }
    return { status: response.status, headers: response.headers, body: parsed };
  };
  return {
    token,
    rest,
    async ok(call, body, headers) {
      const answer = await rest(call, body, headers);
      if (answer.status >= 300) throw new Error(`${call} answered ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
  };
}

async function createTenant({ runtime }: Portico, caller: World['caller'], mark: string): Promise<Tenant> {
  const scope = await openWorkspace(runtime, {
    name: `Vendor ${mark}`,
    lang: 'zh-CN',
    timeZone: 'Asia/Shanghai',
    origins: [`https://${mark}.example`],
  });
  const { secretKey } = await createKey(scope, { name: `key ${mark}`, mode: 'test' });
  const key = caller(secretKey);
  const make = async (call: string, body: unknown): Promise<string> => (await key.ok<{ id: string }>(`POST ${call}`, body)).id;
  const person = (role: string) => ({ name: `${role} ${mark}`, email: `${role}@${mark}.example`, role, externalId: `${role}-${mark}` });
  const members = {} as Tenant['members'];
  for (const role of policyRoles.members) members[role] = await make('/v1/members', { ...person(role), title: `title ${mark}` });
  const clientId = await make('/v1/clients', { name: `client ${mark}`, translations: { en: { name: `client en ${mark}` } } });
  const contacts = {} as Tenant['contacts'];
  for (const role of policyRoles.contacts) contacts[role] = await make('/v1/contacts', { ...person(role), clientId });
  const projectId = await make('/v1/projects', { clientId, name: `project ${mark}`, managerId: members.manager, status: 'active' });
  const stageIds = [
    await make('/v1/stages', { projectId, name: `stage one ${mark}` }),
    await make('/v1/stages', { projectId, name: `stage two ${mark}` }),
  ];
  const milestone = (stage: number, more: object) =>
    make('/v1/milestones', {
      stageId: stageIds[stage],
      name: `milestone ${mark}`,
      due: '2026-12-01',
      ownerId: members.lead,
      reason: `reason ${mark}`,
      note: `secret-note ${mark}`,
      ...more,
    });
  const milestoneIds = [
    await milestone(0, {}),
    await milestone(1, { translations: { en: { name: `milestone en ${mark}` } } }),
    await milestone(1, { visibility: 'internal', name: `secret-plan ${mark}` }),
  ];
  const as: Tenant['as'] = async (role, options = {}) => {
    const who = role in members ? { member: members[role as MemberRole] } : { contact: contacts[role as ContactRole] };
    return caller((await key.ok<{ token: string }>('POST /v1/sessions', { ...who, ...options })).token);
  };
  return { workspaceId: scope.workspaceId, secretKey: secretKey!, key, clientId, projectId, stageIds, milestoneIds, members, contacts, as };
}
