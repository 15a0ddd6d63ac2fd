/** `ws` with a ring of ready frames for each project: who names a project and a number gets what came after it, in one write. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { serve } from '../child.ts';

const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
let rings = new Map<string, Buffer[]>();

type Sender = { _sender: { sendFrame(list: Buffer[]): void } };

function frameOf(text: string): Buffer {
  const body = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 126, body.length >> 8, body.length & 0xff]), body]);
}

server.on('connection', (client) => {
  client.on('message', (data: Buffer) => {
    const { project, seq } = JSON.parse(data.toString()) as { project: string; seq: number };
    const missed = rings.get(project)!.slice(seq);
    (client as unknown as Sender)._sender.sendFrame([Buffer.concat(missed)]);
  });
});

serve({
  start: () =>
    new Promise((resolve) =>
      http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => resolve((http.address() as AddressInfo).port)),
    ),
  async stop() {
    for (const client of server.clients) client.terminate();
    http.closeAllConnections();
  },
  fill({ projects, texts }: { projects: string[]; texts: string[] }) {
    rings = new Map(projects.map((project) => [project, texts.map(frameOf)]));
  },
});
