/** An endpoint of a vendor, at a real address, that verifies as the specification's own library does. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';

export interface Received {
  id: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Listens on loopback and answers `thanks`, unless told otherwise. */
export async function openReceiver() {
  const received: Received[] = [];
  let answer: (request: Received, response: ServerResponse) => void = (_, response) => void response.end('thanks');
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((request: IncomingMessage, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const one = {
          id: String(request.headers['webhook-id']),
          path: request.url!,
          headers: request.headers as Record<string, string>,
          body,
        };
        received.push(one);
        answer(one, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return server;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;
  const down = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answers: (to: typeof answer) => void (answer = to),
    down,
    up: async () => void (server = await listen(port)),
  };
}

/** The message. @throws if the signature is not that of its bytes */
export const verify = (secret: string, { headers, body }: Received): any => new Verifier(secret).verify(body, headers);
