import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import { connect, type AddressInfo, type Socket as TcpSocket } from 'node:net';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { Server } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { openLine, until } from '../testing/line.ts';
import { createEngine, type Engine } from './engine.ts';

const rhythm = { interval: 250, timeout: 250 };

describe('the engine', () => {
  let http: HttpServer;
  let io: Server;
  let engine: Engine;
  let port: number;
  /** What Socket.IO was handed, in order. */
  let heard: (string | Buffer)[];

  beforeEach(async () => {
    heard = [];
    http = createServer((_request, response) => response.writeHead(404).end());
    io = new Server({ serveClient: false });
    engine = createEngine(http, { path: '/socket.io/', most: 4096, ...rhythm });
    engine.on('connection', (connection) => connection.on('data', (data: string | Buffer) => heard.push(data)));
    io.bind(engine);
    io.on('connection', (socket) => socket.on('echo', (said: unknown, answer: (said: unknown) => void) => answer(said)));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    ({ port } = http.address() as AddressInfo);
  });
  afterEach(async () => {
    await io.close();
    http.close();
    await until(() => engine.clientsCount === 0);
  });

  const path = '/socket.io/?EIO=4&transport=websocket';
  const lines = (more: string[] = [], to = path): string =>
    [`GET ${to} HTTP/1.1`, 'Host: x', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13']
      .concat(more.some((line) => line.startsWith('Sec-WebSocket-Key')) ? [] : ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='])
      .concat(more, '', '')
      .join('\r\n');
  /** Bytes that are no client's, and what came of them until the server ended. */
  async function raw(request: string | Buffer): Promise<{ tcp: TcpSocket; said(): string; ended: Promise<unknown> }> {
    const tcp = connect({ port, host: '127.0.0.1' });
    let said = '';
    tcp.setEncoding('latin1').on('data', (text: string) => (said += text));
    tcp.on('error', () => undefined);
    const ended = Promise.race([once(tcp, 'end'), once(tcp, 'close')]);
    tcp.write(request);
    await Promise.race([ended, until(() => said.includes('\r\n\r\n'))]);
    return { tcp, said: () => said, ended };
  }
  const masked = (head: number[], text: Buffer | string, mask = [1, 2, 3, 4]): Buffer =>
    Buffer.from([...head, ...mask, ...Buffer.from(text).map((byte, at) => byte ^ mask[at % 4]!)]);

  it('shakes hands as RFC 6455 and the protocol say, in one write, and takes no other request', async () => {
    const line = await raw(lines(['Sec-WebSocket-Protocol: chat, more', 'Sec-WebSocket-Extensions: permessage-deflate']));
    const [head, packet] = line.said().split('\r\n\r\n') as [string, string];
    expect(head.split('\r\n')).toEqual([
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      // The example of the RFC, 1.3.
      'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
      'Sec-WebSocket-Protocol: chat',
    ]);
    expect(packet.charCodeAt(1)).toBe(packet.length - 2);
    expect(packet[2]).toBe('0');
    expect(JSON.parse(packet.slice(3))).toEqual({
      sid: expect.any(String),
      upgrades: [],
      pingInterval: rhythm.interval,
      pingTimeout: rhythm.timeout,
      maxPayload: 4096,
    });
    line.tcp.destroy();
    const refused: [string, string][] = [
      [lines([], '/socket.io/?EIO=3&transport=websocket'), '400'],
      [lines([], '/socket.io/?EIO=4&transport=polling'), '400'],
      [lines([], `${path}&sid=1`), '400'],
      [lines(['Sec-WebSocket-Key: short']), '400'],
      [lines(['Sec-WebSocket-Protocol: a b']), '400'],
      [lines().replace('Version: 13', 'Version: 7'), '400'],
      [lines().replace('Upgrade: websocket', 'Upgrade: h2c'), '400'],
      [lines().replace('GET', 'POST'), '400'],
    ];
    for (const [request, status] of refused) {
      const { said, ended } = await raw(request);
      await ended;
      expect(said(), request).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(said(), request).toContain('Connection: close');
    }
    // Elsewhere there is nothing to upgrade to.
    for (const to of ['/elsewhere', '/socket.iox?EIO=4&transport=websocket', '/']) {
      const { tcp, said } = await raw(lines([], to).replace('Upgrade: websocket', to === '/' ? 'Upgrade: h2c' : 'Upgrade: websocket'));
      expect(said(), to).toMatch(/^HTTP\/1.1 404 /);
      tcp.destroy();
    }
    await until(() => engine.clientsCount === 0);
  });

  it('carries texts of every length and alphabet both ways, for the client that everybody has', async () => {
    const line = await openLine(`http://127.0.0.1:${port}`, {});
    for (const length of [0, 1, 100, 110, 130, 3000])
      for (const letter of ['x', '里', 'é', '🙂'.slice(0, 2)]) {
        const said = letter.repeat(length / letter.length / 3);
        expect(await line.ask('echo', said)).toBe(said);
      }
    line.close();
  });

  it('hears what `ws` hears, however frames are cut up, joined and mixed with fragments, pings and binary', async () => {
    const text = (value: string): Buffer[] => {
      const bytes = Buffer.from(`4${value}`);
      const head = bytes.length < 126 ? [0x80 | bytes.length] : [0xfe, bytes.length >> 8, bytes.length & 0xff];
      return [masked([0x81, ...head], bytes)];
    };
    const fragments = (value: string): Buffer[] => {
      const bytes = Buffer.from(`4${value}`).subarray(0, 250);
      const half = bytes.length >> 1;
      const [a, b] = [bytes.subarray(0, half), bytes.subarray(half)];
      return [masked([0x01, 0x80 | a.length], a), masked([0x89, 0x80 | 3], 'hey'), masked([0x80, 0x80 | b.length], b)];
    };
    const part = fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }).map((value) => ({ value, frames: text(value) })) },
      fc.string({ maxLength: 40 }).map((value) => ({ value, frames: fragments(value) })),
      fc.uint8Array({ maxLength: 100 }).map((bytes) => ({
        value: Buffer.from(bytes),
        frames: [masked([0x82, 0x80 | bytes.length], Buffer.from(bytes))],
      })),
      fc.constant({ value: null, frames: [masked([0x89, 0x84], 'ping'), masked([0x8a, 0x80], '')] }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 90 })), async (parts, cuts) => {
        // Socket.IO decides on what the packets say; here it would end most of them.
        const seen: (string | Buffer)[] = [];
        engine.removeAllListeners('connection');
        engine.once('connection', (connection) => connection.on('data', (data: string | Buffer) => seen.push(data)));
        const { tcp } = await raw(lines());
        const bytes = Buffer.concat(parts.flatMap(({ frames }) => frames));
        tcp.setNoDelay(true);
        let at = 0;
        for (const cut of cuts) {
          tcp.write(bytes.subarray(at, at + cut));
          at += cut;
          await new Promise(setImmediate);
        }
        tcp.write(bytes.subarray(at));
        const wanted = parts.flatMap(({ value }) => (value === null ? [] : [value]));
        await until(() => seen.length >= wanted.length);
        expect(seen).toEqual(wanted);
        tcp.destroy();
      }),
      { numRuns: 25 },
    );
  });

  it('ends, each with its code, what breaks the rules, and answers a farewell', async () => {
    const long = Buffer.alloc(5000, '4');
    const cases: [string, Buffer, number | null][] = [
      ['unmasked', Buffer.from([0x81, 1, 0x34]), 1002],
      ['a reserved bit', masked([0xc1, 0x81], '4'), 1002],
      ['an unknown kind of frame', masked([0x83, 0x81], '4'), 1002],
      ['a continuation of nothing', masked([0x80, 0x81], '4'), 1002],
      ['a ping in parts', masked([0x09, 0x81], '4'), 1002],
      ['no UTF-8', masked([0x81, 0x83], Buffer.from([0x34, 0xff, 0xfe])), 1007],
      ['no UTF-8, in parts', Buffer.concat([masked([0x01, 0x82], Buffer.from([0x34, 0xff])), masked([0x80, 0x81], 'x')]), 1007],
      ['too long', masked([0x81, 0xfe, 5000 >> 8, 5000 & 0xff], long), 1009],
      ['too long by its own word', masked([0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0], ''), 1009],
      [
        'too long in parts',
        Buffer.concat([1, 0].map((kind) => masked([kind, 0xfe, 3000 >> 8, 3000 & 0xff], long.subarray(0, 3000)))),
        1009,
      ],
      ['a ping of Engine.IO, which is the server’s', masked([0x81, 0x81], '2'), 1002],
      ['an unknown packet', masked([0x81, 0x81], '9'), 1002],
      ['nothing at all', masked([0x81, 0x80], ''), 1002],
      ['a farewell', masked([0x88, 0x82], Buffer.from([0x03, 0xe8])), 1000],
      ['a farewell without a word', masked([0x88, 0x80], ''), null],
      ['a farewell of Engine.IO', masked([0x81, 0x81], '1'), null],
    ];
    for (const [what, bytes, code] of cases) {
      const { tcp, said, ended } = await raw(lines());
      tcp.write(bytes);
      await ended;
      const end = code === null ? '\x88\0' : `\x88\x02${String.fromCharCode(code >> 8, code & 0xff)}`;
      expect(said().endsWith(end), what).toBe(true);
      tcp.destroy();
    }
    await until(() => engine.clientsCount === 0);
    expect(heard).toEqual([]);
  });

  it('keeps who answers its pings, and lets go of who does not, and of who does not take leave', async () => {
    const line = await openLine(`http://127.0.0.1:${port}`, {});
    const [silent, talking] = [await raw(lines()), await raw(lines())];
    let pings = 0;
    line.socket.io.engine.on('ping', () => void pings++);
    const began = performance.now();
    talking.tcp.write(masked([0x81, 0x82], '40'));
    const busy = setInterval(() => talking.tcp.write(masked([0x81, 0x87], '42["x"]')), 30);
    await Promise.all([silent.ended, talking.ended]);
    clearInterval(busy);
    expect(performance.now() - began).toBeGreaterThan(rhythm.interval);
    expect(silent.said()).toContain('\x81\x012');
    await until(() => pings >= 2);
    expect(engine.clientsCount).toBe(1);
    // A farewell that nobody answers.
    const deaf = await raw(lines());
    await until(() => engine.clientsCount === 2);
    deaf.tcp.pause();
    engine.close();
    expect(engine.clientsCount).toBe(0);
    expect(await line.ended).toBe('transport close');
    await until(async () => (await promisify(http.getConnections.bind(http))()) === 0);
    deaf.tcp.destroy();
  });

  it('reads what comes right behind the upgrade, and works with `ws` as its client', async () => {
    const first = await raw(Buffer.concat([Buffer.from(lines()), masked([0x81, 0x82], '40')]));
    await until(() => first.said().includes('40{"sid"'));
    first.tcp.destroy();
    const client = new WebSocket(`ws://127.0.0.1:${port}${path}`);
    const said: string[] = [];
    client.on('message', (data) => said.push(String(data)));
    await once(client, 'open');
    client.send('40');
    await until(() => said.length === 2);
    client.ping('still there?');
    expect(String((await once(client, 'pong'))[0])).toBe('still there?');
    client.send('420["echo","里"]');
    await until(() => said.includes('430["里"]'));
    client.close(1000);
    expect((await once(client, 'close'))[0]).toBe(1000);
  });
});
