/** T13 at length: a real node beside thousands of connections that want nothing but its patience, while others are served. Only with `SECURITY=long`. */
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figure } from '../../server/src/testing/figure.ts';
import { openWorld, type Tenant } from '../../server/src/testing/world.ts';
import { freshDatabase, type FreshDatabase } from '../services/index.ts';
import { startNode, type Node } from './node.ts';

const secret = 'a flooded node has one secret of forty letters';
const megabyte = 1024 * 1024;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('SQLite: a node that is flooded', () => {
  let database: FreshDatabase;
  let tenant: Tenant;
  let node: Node;
  const sockets = new Set<Socket>();

  beforeAll(async () => {
    database = await freshDatabase('SQLite');
    const world = await openWorld(database.url, { PORTICO_SECRET: secret });
    tenant = await world.tenant();
    await world.close();
    node = await startNode({ DATABASE_URL: database.url, PORTICO_SECRET: secret, LOG_LEVEL: 'warn' });
    // What it takes when it works at all, and when many come, is not what floods take.
    await open(2000, () => 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await serve(5000);
    for (const socket of sockets) socket.destroy();
    await serve(5000);
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await node?.kill();
    await database?.drop();
  });

  /** Bytes that the node has in memory. */
  const memory = (): number => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${node.pid}/status`, 'utf8'))![1]) * 1024;

  /** What others get for so long, the best of three parts of it: what the machine does besides slows one, what the node does not bear all. */
  async function serve(milliseconds: number): Promise<{ statuses: Set<number>; p99: number; calls: number }> {
    const parts = [await part(milliseconds / 3), await part(milliseconds / 3), await part(milliseconds / 3)];
    return {
      statuses: new Set(parts.flatMap((one) => [...one.statuses])),
      p99: Math.min(...parts.map((one) => one.p99)),
      calls: parts.reduce((sum, one) => sum + one.calls, 0),
    };
  }

  /** Reads and changes in turn, one after the other. */
  async function part(milliseconds: number): Promise<{ statuses: Set<number>; p99: number; calls: number }> {
    const headers = { authorization: `Bearer ${tenant.secretKey}`, 'content-type': 'application/json' };
    const times: number[] = [];
    const statuses = new Set<number>();
    const end = performance.now() + milliseconds;
    for (let turn = 0; performance.now() < end; turn++) {
      const began = performance.now();
      const answer = await (turn % 2
        ? fetch(`${node.url}/v1/projects/${tenant.projectId}/snapshot`, { headers })
        : fetch(`${node.url}/v1/milestones/${tenant.milestoneIds[0]}`, { method: 'PATCH', headers, body: `{"progress":${turn % 100}}` }));
      await answer.arrayBuffer();
      statuses.add(answer.status);
      times.push(performance.now() - began);
      await pause(2);
    }
    return { statuses, p99: times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)]!, calls: times.length };
  }

  /** Connections that have sent these bytes; `ended` counts those that the node has closed, with the first line that each was answered. */
  async function open(count: number, bytes: (at: number) => string): Promise<{ all: Socket[]; ended: string[] }> {
    const ended: string[] = [];
    const all: Socket[] = [];
    for (let at = 0; at < count; at++) {
      const socket = connect(node.port, '127.0.0.1');
      let heard = '';
      socket.on('connect', () => socket.write(bytes(at)));
      socket.on('data', (part) => (heard += String(part)));
      socket.on('error', () => undefined).on('close', () => (sockets.delete(socket), ended.push(heard.split('\r\n', 1)[0]!)));
      sockets.add(socket);
      all.push(socket);
      if (at % 100 === 99) await pause(5);
    }
    return { all, ended };
  }

  /** Sends a little to each, again and again, so that no line is ever silent. */
  function feed(all: readonly Socket[], bytes: string): { end(): void } {
    const timer = setInterval(() => {
      for (const socket of all) if (socket.writable) socket.write(bytes);
    }, 1000);
    return { end: () => clearInterval(timer) };
  }

  const head = 'POST /v1/clients HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  const floods: Record<string, { bytes: (at: number) => string; more: string; within: number }> = {
    'half-open': { bytes: () => '', more: '', within: 13_000 },
    'slow heads': { bytes: () => 'GET /v1/me HTTP/1.1\r\nHost: x\r\n', more: 'X-A: b\r\n', within: 13_000 },
    'slow bodies': {
      bytes: () => `${head}Authorization: Bearer ${tenant.secretKey}\r\nContent-Length: 250000\r\n\r\n{"name":"`,
      more: 'x',
      within: 33_000,
    },
  };
  for (const [name, { bytes, more, within }] of Object.entries(floods)) {
    it(`T13: 2000 ${name}: all are cut off, others are served, and the memory comes back`, { timeout: 180_000 }, async () => {
      const before = memory();
      const quiet = await serve(6000);
      const { all, ended } = await open(2000, bytes);
      // From the last of them: a busy machine opens them slowly.
      const began = performance.now();
      const fed = feed(all, more);
      const beside = await serve(6000);
      let most = memory();
      while (ended.length < 2000 && performance.now() - began < within + 15_000) {
        await pause(200);
        most = Math.max(most, memory());
      }
      const took = performance.now() - began;
      fed.end();
      const after = await serve(6000);
      const left = memory();
      const mb = (bytes: number): string => (bytes / megabyte).toFixed(0);
      const ratio = beside.p99 / Math.max(quiet.p99, after.p99);
      figure(
        'T13',
        `2000 ${name}, cut off within ${Math.round(took / 1000)} s`,
        beside.calls,
        `p99 ×${ratio.toFixed(2)}, +${mb(most - before)} MB, then +${mb(left - before)}`,
        '×2, 100 MB',
      );
      expect([...quiet.statuses, ...beside.statuses, ...after.statuses].every((status) => status === 200)).toBe(true);
      expect(ended.length).toBe(2000);
      expect(new Set(ended.map((line) => line.split(' ')[1] ?? ''))).toSatisfy((codes: Set<string>) =>
        [...codes].every((code) => ['408', '503', ''].includes(code)),
      );
      expect(took).toBeLessThan(within + 5000);
      expect(ratio).toBeLessThan(2);
      expect(most - before).toBeLessThan(100 * megabyte);
    });
  }

  it('T13: 2000 bodies of 200 kB of nobody’s that lack their last byte are not kept', { timeout: 120_000 }, async () => {
    const before = memory();
    const grown: number[] = [];
    const statuses = new Set<number>();
    for (let time = 0; time < 3; time++) {
      const { all } = await open(2000, () => `${head}Content-Length: 200001\r\n\r\n${'x'.repeat(200_000)}`);
      for (const status of (await serve(4000)).statuses) statuses.add(status);
      grown.push(memory() - before);
      for (const socket of all) socket.destroy();
      await serve(2000);
    }
    const shown = grown.map((bytes) => `+${(bytes / megabyte).toFixed(0)}`).join(', ');
    figure('T13', '2000 bodies of 200 kB of nobody’s, three times', 3, `${shown} MB`, '100 MB');
    expect([...statuses]).toEqual([200]);
    expect(Math.max(...grown)).toBeLessThan(100 * megabyte);
  });

  it(
    'T13: 20 bodies of 100 MB at once, with and without a length: 413, hardly read, and others are served',
    { timeout: 120_000 },
    async () => {
      const before = memory();
      const block = Buffer.alloc(64 * 1024, 'x');
      const upload = (chunked: boolean): Promise<{ status: number; sent: number }> =>
        new Promise((resolve) => {
          const asked = request(`${node.url}/v1/clients`, {
            method: 'POST',
            agent: false,
            headers: {
              authorization: `Bearer ${tenant.secretKey}`,
              'content-type': 'application/json',
              ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(100 * megabyte) }),
            },
          });
          let status = 0;
          let written = 0;
          let gone = false;
          const over = (): void => {
            gone = true;
            resolve({ status, sent: written });
          };
          asked.on('response', (answer) => {
            status = answer.statusCode!;
            answer.resume();
          });
          asked.on('error', over).on('close', over);
          const more = (): void => {
            while (!gone && written < 100 * megabyte) {
              written += block.length;
              if (!asked.write(block)) return void asked.once('drain', more);
            }
            if (!gone) asked.end();
          };
          more();
        });
      const uploads = Promise.all(Array.from({ length: 20 }, (_, at) => upload(at % 2 === 0)));
      const beside = await serve(3000);
      const answers = await uploads;
      const most = Math.max(...answers.map(({ sent }) => sent));
      figure(
        'T13',
        '20 bodies of 100 MB at once',
        20,
        `${(most / megabyte).toFixed(1)} MB taken of one, +${((memory() - before) / megabyte).toFixed(0)} MB`,
        '8 MB, 100 MB',
      );
      expect([...beside.statuses]).toEqual([200]);
      // Who is still writing when the line is closed may not hear why.
      expect(answers.every(({ status }) => status === 413 || status === 0)).toBe(true);
      expect(answers.some(({ status }) => status === 413)).toBe(true);
      expect(most).toBeLessThan(8 * megabyte);
      expect(memory() - before).toBeLessThan(100 * megabyte);
    },
  );
});
