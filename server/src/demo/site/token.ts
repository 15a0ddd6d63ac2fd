/** The vendor's token addresses: the page asks its own site, the site asks Portico with its secret key. */
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import type { Token } from '@portico/sdk/server';
import type { Demo } from './demo.ts';
import { loopbackOnly, refuse, sameOrigin, visitor } from './session.ts';

/** A person of the vendor or of a client, and the one project that the session is for. */
export type MintRequest = ({ contact: string } | { member: string }) & { project?: string };
export type Mint = (request: MintRequest) => Promise<Token>;

/** `POST /token { project }` for the client who is signed in, `POST /staff-token?member=` for the demo's back office. */
export function tokenRoutes(demo: Demo, mint: Mint): Router {
  const routes = express.Router();
  const members: readonly unknown[] = Object.values(demo.members);
  routes.use(loopbackOnly, sameOrigin, jsonOnly, express.json({ limit: '4kb' }));

  routes.post('/token', async (request, response) => {
    const person = visitor(request);
    if (person === 'nobody') return refuse(response, 401, 'signed_out', 'Nobody is signed in.');
    const project = (request.body as { project?: unknown } | undefined)?.project;
    await answer(response, mint({ contact: demo.contacts[person], ...(typeof project === 'string' && { project }) }));
  });

  routes.post('/staff-token', async (request, response) => {
    const { member } = request.query;
    if (!members.includes(member)) return refuse(response, 404, 'not_found', 'There is no such member.');
    await answer(response, mint({ member: member as string }));
  });

  routes.use(malformed);
  return routes;
}

function jsonOnly(request: Request, response: Response, next: () => void): void {
  if (request.method !== 'POST') return refuse(response.set('allow', 'POST'), 405, 'method_not_allowed', 'Use POST.');
  // A form of another site can post text, but JSON needs a preflight that nobody answers.
  if (!request.is('application/json')) return refuse(response, 415, 'unsupported_media_type', 'Send JSON.');
  next();
}

async function answer(response: Response, minted: Promise<Token>): Promise<void> {
  try {
    response.set('cache-control', 'no-store').json(await minted);
  } catch (cause) {
    const { code, status } = cause as { code?: string; status?: number };
    // What the server says about the request is passed on; that it cannot be reached is the site's own trouble.
    if (typeof code === 'string' && status !== undefined && status >= 400 && status < 500)
      return refuse(response, status, code, 'No session for this person and project.');
    refuse(response, 503, 'unavailable', 'The portal does not answer just now.');
  }
}

const malformed: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const { status = 400 } = error as { status?: number };
  if (status === 413) return refuse(response, 413, 'too_large', 'The body is too large.');
  refuse(response, status < 500 ? 400 : 500, status < 500 ? 'malformed_json' : 'internal', 'The request cannot be read.');
};
