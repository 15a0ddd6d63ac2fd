/**
 * Where Portico goes when a person gives it an address: to public machines by https, and to what the operator has listed.
 *
 * An address is checked as it is written and, after looking it up, as the machine that it leads to; a name with one
 * forbidden machine among several is forbidden.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What the operator has listed beyond public machines on port 443. */
export interface Allowed {
  /** Scheme, host and port: `http://127.0.0.1:5005`. What stands here is allowed whatever machine it is. */
  origins: readonly string[];
  /** Networks in which machines may be reached by https; never loopback and link-local ones. */
  networks: readonly string[];
  /** Further ports of public machines. */
  ports: readonly number[];
  /** The demo: this very machine, by its plain names, and no other. */
  onlyLoopback: boolean;
}

/**
 * `WEBHOOK_ALLOW`, separated by commas or spaces: origins (`http://10.0.0.8:5005`), networks (`10.2.0.0/16`) and ports (`:8443`).
 * @returns a string: what is wrong with it
 */
export function readAllowed(text: string): Allowed | string {
  const allowed = { origins: [] as string[], networks: [] as string[], ports: [] as number[], onlyLoopback: false };
  for (const entry of text.split(/[\s,]+/).filter((entry) => entry !== '')) {
    const url = URL.parse(entry);
    const port = Number(/^:(\d{1,5})$/.exec(entry)?.[1] ?? 0);
    if (port > 0 && port < 65_536) allowed.ports.push(port);
    else if (ipaddr.isValidCIDR(entry)) allowed.networks.push(entry);
    else if (url && /^https?:$/.test(url.protocol) && (entry === url.origin || entry === `${url.origin}/`))
      allowed.origins.push(url.origin);
    else
      return `must list origins (https://hooks.example.com:8443), networks (10.2.0.0/16) or ports (:8443), and ${entry.slice(0, 100)} is none of these`;
  }
  return allowed;
}

/** Names to addresses; throws if there are none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (hostname) =>
  (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);

/** Names that never lead to a public machine (RFC 2606, 6761, 6762, 8375, 9476; ICANN's `internal`). */
const reserved = /(?:^|\.)(?:localhost|local|internal|home\.arpa|test|example|invalid|onion|alt)\.?$/i;

/** Ports of databases and caches, which listen on many a developer's own machine. */
const services = new Set([3306, 5432, 6379, 9200, 11211, 27017]);

/** Is it an address of the public internet? IPv6: 2000::/3 alone, for ipaddr.js takes `::127.0.0.1` for unicast. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const machine = ipaddr.process(address);
  if (machine.range() !== 'unicast') return false;
  return machine.kind() === 'ipv4' || machine.match(ipaddr.parseCIDR('2000::/3'));
}

/** Of a listed network; what is loopback or link-local must be listed by its own name. */
function isListed(address: string, networks: readonly string[]): boolean {
  const machine = ipaddr.process(address);
  if (['loopback', 'linkLocal', 'unspecified', 'multicast', 'broadcast'].includes(machine.range())) return false;
  return networks.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === machine.kind() && machine.match(base, bits);
  });
}

/** `127.0.0.1`, `localhost` and `[::1]` as they are written, on a port that a developer's own receiver would have. */
function isPlainLoopback(url: URL, written: string): boolean {
  const named = /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:[/?#]|$)/i.test(written);
  const port = Number(url.port);
  return named && port >= 1024 && !services.has(port);
}

/** What was found about an address as it is written. */
export type Looked = { refused: string } | { url: URL; trusted: boolean };

/** Looks at an address without asking anybody. */
export function look(written: string, allowed: Allowed): Looked {
  const url = URL.parse(written);
  if (!url || url.hostname === '') return { refused: 'This is not an address such as https://example.com/hook.' };
  if (url.username !== '' || url.password !== '') return { refused: 'The address must hold no user name or password.' };
  if (allowed.origins.includes(url.origin)) return { url, trusted: true };
  if (allowed.onlyLoopback) {
    return isPlainLoopback(url, written)
      ? { url, trusted: true }
      : { refused: 'The demo sends to this machine only: http://127.0.0.1 and a port above 1023.' };
  }
  if (url.protocol !== 'https:') return { refused: 'The address must begin with https://.' };
  const port = Number(url.port || 443);
  if (port !== 443 && !allowed.ports.includes(port))
    return { refused: `Port ${port} is not allowed; 443 is. The operator may list others in WEBHOOK_ALLOW.` };
  const literal = literalOf(url);
  if (literal !== null && !isPublic(literal) && !isListed(literal, allowed.networks)) return { refused: inside };
  return { url, trusted: false };
}

const inside = 'The address does not lead to a public machine. The operator may list it in WEBHOOK_ALLOW.';

/** The address of an IP literal (the URL parser has normalised all its spellings), null for a name. */
export function literalOf({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) ? bare : null;
}

/** The machines that an address leads to, each of which was checked; connect to one of these and to nothing else. */
export async function machinesOf(
  found: { url: URL; trusted: boolean },
  allowed: Allowed,
  resolve: Resolve,
): Promise<{ refused: string } | readonly string[]> {
  const { url, trusted } = found;
  const literal = literalOf(url);
  if (literal !== null) return [literal];
  if (!trusted && reserved.test(url.hostname) && allowed.networks.length === 0) return { refused: inside };
  const addresses = await resolve(url.hostname);
  if (addresses.length === 0) throw new Error('no address');
  const good = trusted || addresses.every((address) => isIP(address) !== 0 && (isPublic(address) || isListed(address, allowed.networks)));
  return good ? addresses : { refused: inside };
}
