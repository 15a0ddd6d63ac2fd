/** Where a request comes from, as far as it can be believed. */
import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/**
 * The connection's own address, or what the last of our proxies says it had one from: each proxy writes to the right end of
 * `X-Forwarded-For`, so what stands further left than our proxies reach is anybody's word.
 * @param hops how many proxies stand before this server
 * @returns an IPv4 address, or the /64 of an IPv6 address (one machine has as many of those as it likes); null for neither
 */
export function addressOf({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>, hops: number): string | null {
  const forwarded = hops === 0 ? [] : [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').slice(-hops);
  const told = forwarded.length === hops ? forwarded[0] : undefined;
  return machine(told?.trim()) ?? machine(socket.remoteAddress);
}

function machine(text: string | undefined): string | null {
  if (text === undefined || !ipaddr.isValid(text)) return null;
  const address = ipaddr.process(text);
  return address.kind() === 'ipv4' ? address.toString() : `${address.toNormalizedString().split(':').slice(0, 4).join(':')}::`;
}
