/** Who is signed in to the vendor's own site, and which requests may change that. In the demo a cookie says it; a vendor has a login. */
import { isIP } from 'node:net';
import type { NextFunction, Request, Response } from 'express';
import type { ContactRole } from '../../core/policy.ts';

export type Visitor = ContactRole | 'nobody';

const roles: readonly string[] = ['owner', 'editor', 'viewer'];
const year = 365 * 24 * 3600 * 1000;

/** Value of a cookie by its exact name. */
function cookie(request: Request, name: string): string | undefined {
  const pair = request.headers.cookie?.split(/;\s*/).find((part) => part.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

/** A stranger to the demo is signed in as the client's owner, so that the first page is alive. */
export function visitor(request: Request): Visitor {
  const value = cookie(request, 'xc_person');
  return value === 'nobody' || (value !== undefined && roles.includes(value)) ? (value as Visitor) : 'owner';
}

export const remember = (response: Response, person: Visitor): unknown =>
  response.cookie('xc_person', person, { httpOnly: true, sameSite: 'strict', path: '/', maxAge: year });

export const isVisitor = (value: unknown): value is Visitor => value === 'nobody' || (typeof value === 'string' && roles.includes(value));

/** `light`, `dark`, or undefined for what the system says. The page's own script sets the cookie. */
export function theme(request: Request): 'light' | 'dark' | undefined {
  const value = cookie(request, 'xc_theme');
  return value === 'light' || value === 'dark' ? value : undefined;
}

/** Host name without the port; empty if the header makes no sense. */
export function hostName(host: string | undefined): string {
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return '';
  }
}

export const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.')) || address.startsWith('::ffff:127.');

/**
 * The demo hands out sessions to whoever asks, so it answers this machine only. The host name is checked as well:
 * a foreign name that resolves to 127.0.0.1 (DNS rebinding) would otherwise make any web page "same origin".
 */
export function loopbackOnly(request: Request, response: Response, next: NextFunction): void {
  if (isLoopback(request.socket.remoteAddress ?? '') && isLoopback(hostName(request.headers.host))) return next();
  refuse(response, 403, 'demo_only', 'The demo signs people in on this machine only.');
}

/** A page of another site must not sign anybody in, nor fetch a token. */
export function sameOrigin(request: Request, response: Response, next: NextFunction): void {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const foreign = (origin !== undefined && origin !== `${request.protocol}://${host}`) || (site !== undefined && site !== 'same-origin');
  if (!foreign) return next();
  refuse(response, 403, 'origin_not_allowed', 'This address answers pages of this site only.');
}

export function refuse(response: Response, status: number, code: string, detail: string): void {
  response
    .status(status)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title: code, status, code, detail }));
}
