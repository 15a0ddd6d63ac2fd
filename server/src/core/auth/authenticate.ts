/** Who are you, and what may you reach: the one place that turns credentials into a Scope. */
import { PorticoProblem, problem } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { Scope, type RequestFacts } from '../scope.ts';
import { admittedAs, type Admission } from './ahead.ts';
import type { KnownPerson } from './identity.ts';
import { digestOf, isSecretKey } from './keys.ts';
import { verifySession, type Claims } from './session.ts';

export interface Credentials {
  /** Of `Authorization: Bearer`. */
  token: string | null;
  /** The `Origin` header, null if there is none. */
  origin: string | null;
  /** Where it comes from, as far as it can be believed. */
  address: string | null;
}

/** @throws {PorticoProblem} 401 or 403, each with its own code; `rate_limited` for who asks, or guesses, too often */
export async function authenticate(runtime: Runtime, credentials: Credentials, request: RequestFacts): Promise<Scope> {
  const name = admittedAs(credentials);
  try {
    const admission = await recognize(runtime, credentials, request);
    request.quota ??= runtime.limits.spend(admission.scope);
    runtime.admitted.set(name, admission);
    return admission.scope;
  } catch (error) {
    runtime.admitted.delete(name);
    if (isGuess(error)) runtime.limits.stranger(credentials.address);
    throw error;
  }
}

/** A token whose signature was ours once is no guess, whatever has become of it since; so people behind one address do not shut each other out. */
export const isGuess = (error: unknown): boolean =>
  error instanceof PorticoProblem && (error.code === 'unauthenticated' || error.code === 'token_invalid');

async function recognize(runtime: Runtime, credentials: Credentials, request: RequestFacts): Promise<Admission> {
  if (!credentials.token) throw problem('unauthenticated', 'Send a session token or a secret key as Authorization: Bearer ….');
  if (credentials.token.startsWith('ptk_')) return authenticateKey(runtime, credentials.token, credentials, request);
  const claims = await verifySession(runtime, credentials.token);
  const { scope, person } = await authenticateSession(runtime, claims, credentials.origin, request);
  const still = () => runtime.identities.personIsStill(claims.kind, { workspaceId: claims.ws, id: claims.sub }, person, claims.key);
  return { scope, still, until: claims.exp * 1000 };
}

async function authenticateKey(runtime: Runtime, key: string, { origin, address }: Credentials, request: RequestFacts): Promise<Admission> {
  if (!isSecretKey(key)) throw problem('token_invalid', 'The secret key is mistyped or cut off: its checksum does not fit.');
  const digest = digestOf(key);
  const known = await runtime.limits.guess(address, digest, () => runtime.identities.key(digest));
  if (!known) throw problem('token_revoked', 'The secret key is not known here, or it was revoked or has expired.');
  const actor = { kind: 'key' as const, id: known.id, name: known.name };
  if (origin !== null) {
    runtime.limits.turnedAway({ workspaceId: known.workspaceId, actor });
    throw problem(
      'origin_not_allowed',
      'A secret key came from a browser. Keys are for servers: mint a session there and revoke this key, it has been shown.',
    );
  }
  const reach = {
    workspaceId: known.workspaceId,
    actor,
    role: 'key' as const,
    projects: '*' as const,
    clientId: null,
    widgets: '*' as const,
  };
  return { scope: Scope.of(runtime, reach, request), still: () => runtime.identities.keyIsStill(known), until: Infinity };
}

/** Checks a verified token against the person as they are now. */
export async function authenticateSession(
  runtime: Runtime,
  claims: Claims,
  origin: string | null,
  request: RequestFacts,
): Promise<{ scope: Scope; person: KnownPerson }> {
  const [person, keyIsGood] = await Promise.all([
    runtime.identities.person(claims.kind, { workspaceId: claims.ws, id: claims.sub }),
    runtime.identities.keyIsGood({ workspaceId: claims.ws, id: claims.key }),
  ]);
  const actor = { kind: claims.kind, id: claims.sub, name: person?.name ?? '' };
  if (!person || !keyIsGood || Number(person.sessionVersion) !== claims.sv) {
    runtime.limits.turnedAway({ workspaceId: claims.ws, actor });
    throw problem('token_revoked', 'The session was revoked. Fetch a new token from your own back end.');
  }
  if (origin !== null && !claims.org.includes(origin)) {
    runtime.limits.turnedAway({ workspaceId: claims.ws, actor });
    throw problem(
      'origin_not_allowed',
      `The session was not minted for ${origin}. Add this origin to the workspace, or to "origins" when minting.`,
    );
  }
  const projects = claims.prj === '*' ? ('*' as const) : new Set(claims.prj);
  if (projects === '*' && claims.kind === 'contact') throw problem('token_invalid', 'A contact cannot hold every project.');
  const reach = { workspaceId: claims.ws, actor, role: person.role, projects, clientId: person.clientId, widgets: claims.wid };
  return { scope: Scope.of(runtime, reach, request), person };
}
