/** A real mail server that takes, refuses or defers, and reads what it was sent. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Mail {
  to: string;
  raw: string;
  header(name: string): string;
  /** The decoded parts: plain text, then HTML. */
  parts: string[];
}

const decoded = (word: string): string =>
  word
    .replaceAll(/\r\n[ \t]/g, ' ')
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64').toString() : unquoted(text.replaceAll('_', ' ')),
    );
const unquoted = (text: string): string =>
  Buffer.from(
    text.replaceAll(/=\r\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

function parse(to: string, raw: string): Mail {
  const [, boundary = ''] = /boundary="([^"]+)"/.exec(raw) ?? [];
  const parts = raw
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = '', ...body] = part.split('\r\n\r\n');
      const text = body.join('\r\n\r\n').trimEnd();
      if (/encoding: base64/i.test(head)) return Buffer.from(text, 'base64').toString();
      return /encoding: quoted-printable/i.test(head) ? unquoted(text) : text;
    });
  const header = (name: string): string => decoded(new RegExp(`^${name}: ((?:.|\\r\\n[ \\t])*)$`, 'im').exec(raw)?.[1] ?? '');
  return { to, raw, header, parts: parts.map((part) => part.replaceAll('\r\n', '\n')) };
}

/** Listens on a port of its own on loopback; `refuse` maps an address to the code that its mail is answered with. */
export async function openMailServer() {
  const mails: Mail[] = [];
  const refuse = new Map<string, number>();
  const listen = async (port: number): Promise<SMTPServer> => {
    const server = new SMTPServer({
      authOptional: true,
      logger: false,
      onRcptTo({ address }, _session, done) {
        const code = refuse.get(address);
        done(code === undefined ? null : Object.assign(new Error('no'), { responseCode: code }));
      },
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          mails.push(parse(session.envelope.rcptTo.map(({ address }) => address).join(), Buffer.concat(chunks).toString()));
          done();
        });
      },
    });
    server.on('error', () => {});
    await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', () => resolve()));
    return server;
  };
  let server = await listen(0);
  const { port } = server.server.address() as AddressInfo;
  const down = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { url: `smtp://127.0.0.1:${port}`, mails, refuse, down, up: async () => void (server = await listen(port)) };
}
