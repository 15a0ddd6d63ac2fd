/** Session tokens: HS256 JWTs of a few minutes, for one person, bound to projects, widgets and origins. A missing claim is a denial. */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { problem } from '../errors.ts';
import type { Runtime } from '../runtime.ts';

const issuer = 'portico';
const audience = 'portico-session';

/** Milliseconds by which the clock of another node may be ahead. What it mints beyond that would live for longer than it was meant to. */
const tolerance = 5 * 60_000;

const Claims = z.object({
  /** Workspace. */
  ws: z.string(),
  sub: z.string(),
  kind: z.enum(['contact', 'member']),
  /** The secret key that minted it: revoking the key ends its sessions. */
  key: z.string(),
  /** Session version of the person. */
  sv: z.number().int(),
  /** Projects; `*` is every project of the workspace and only ever minted for a member. */
  prj: z.union([z.array(z.string()), z.literal('*')]),
  wid: z.union([z.array(z.string()), z.literal('*')]),
  org: z.array(z.string()),
  jti: z.string(),
  iat: z.number(),
  exp: z.number(),
});
export type Claims = z.infer<typeof Claims>;

/** @param ttl seconds */
export async function signSession(
  runtime: Runtime,
  claims: Omit<Claims, 'jti' | 'iat' | 'exp'>,
  ttl: number,
): Promise<{ token: string; expiresAt: string }> {
  const issued = Math.floor(runtime.steady.now() / 1000);
  const token = await new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt(issued)
    .setExpirationTime(issued + ttl)
    .sign(runtime.secrets.session);
  return { token, expiresAt: runtime.steady.shown((issued + ttl) * 1000) };
}

/**
 * Tokens whose signature was found good, for it costs more than all else that a hot read does. A signature stays what it is; what
 * does not (time, person, key) is checked at every request, so that nothing is to be dropped here when somebody is revoked.
 */
export const createVerified = (): LRUCache<string, Claims> =>
  new LRUCache({ maxSize: 8 * 1024 * 1024, sizeCalculation: (_claims, token) => token.length });

/** `{"alg":"HS256","typ":"JWT"}`: the one header that this server writes. */
const ownHeader = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9';

/**
 * What a token says that is letter for letter as this server writes them, signed by it and still good; null for every other, which `jose`
 * decides on. `jose` hands each signature to another thread: for a thousand pages that come back at once that is most of what a restart costs.
 */
function ownPayload({ secrets }: Runtime, token: string, now: number): JWTPayload | null {
  const [header, body, signature, ...rest] = token.split('.');
  if (header !== ownHeader || !body || !signature || rest.length > 0) return null;
  const given = Buffer.from(signature);
  const due = Buffer.from(createHmac('sha256', secrets.session).update(`${header}.${body}`).digest('base64url'));
  if (given.length !== due.length || !timingSafeEqual(given, due)) return null;
  const payload = JSON.parse(Buffer.from(body, 'base64url').toString()) as JWTPayload;
  const good = payload.iss === issuer && payload.aud === audience && payload.nbf === undefined;
  return good && typeof payload.exp === 'number' && payload.exp > Math.floor(now / 1000) ? payload : null;
}

/** @throws {PorticoProblem} `token_expired` or `token_invalid` */
export async function verifySession(runtime: Runtime, token: string): Promise<Claims> {
  const known = runtime.verified.get(token);
  if (known && known.exp > Math.floor(runtime.steady.now() / 1000)) return known;
  const now = runtime.steady.now();
  try {
    const payload =
      ownPayload(runtime, token, now) ??
      (
        await jwtVerify(token, runtime.secrets.session, {
          issuer,
          audience,
          algorithms: ['HS256'],
          currentDate: new Date(now),
        })
      ).payload;
    const claims = Claims.parse(payload);
    if (claims.iat * 1000 > now + tolerance) throw new Error('minted in the future');
    runtime.verified.set(token, claims);
    return claims;
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw problem('token_expired', 'The session has expired. Fetch a new token from your own back end.');
    throw problem('token_invalid', 'The bearer token is neither a session of this server nor a secret key.');
  }
}
