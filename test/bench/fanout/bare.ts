/** `ws` with a frame that is made once and written to each socket: what a server costs that does nothing else. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { serve } from '../child.ts';

const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
/** `ws` writes frames that are ready by this, and so does engine.io. */
type Sender = WebSocket & { _sender: { sendFrame(list: Buffer[]): void } };

function frameOf(text: string): Buffer {
  const body = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 126, body.length >> 8, body.length & 0xff]), body]);
}

serve({
  start: () =>
    new Promise((resolve) =>
      http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => resolve((http.address() as AddressInfo).port)),
    ),
  async stop() {
    for (const client of server.clients) client.terminate();
    http.closeAllConnections();
  },
  /** Each of these texts to everybody, one after the other. */
  tell(texts: string[]) {
    for (const text of texts) {
      const list = [frameOf(text)];
      for (const client of server.clients) (client as Sender)._sender.sendFrame(list);
    }
  },
});
