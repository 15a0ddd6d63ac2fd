import type { z } from 'zod';
import type { CachedAnswer } from '../../core/module.ts';
import type { Scope } from '../../core/scope.ts';
import { since as eventsSince, type Missed } from '../../feed/since.ts';
import { snapshotOf, type Snapshot } from '../../feed/snapshot.ts';
import { contactStream, projectStreams, workspaceStream } from '../../feed/streams.ts';
import type { Since } from './schema.ts';

export async function since(scope: Scope, { limit, ...position }: z.output<typeof Since>): Promise<Missed> {
  return eventsSince(scope, position, Math.min(limit, scope.runtime.config.limits.feedEvents));
}

/** The project as the caller's audience sees it. */
export const projectBytes = (scope: Scope, { id }: { id: string }): Promise<CachedAnswer> =>
  snapshotOf(scope, projectStreams(id)[scope.audience === 'client' ? 0 : 1]!);

/** What the caller follows beside projects: a contact themself, a member or a key the workspace. */
export const ownBytes = (scope: Scope): Promise<CachedAnswer> =>
  snapshotOf(scope, scope.actor.kind === 'contact' ? contactStream(scope.actor.id) : workspaceStream(scope.workspaceId));

const parsed = async (answer: Promise<CachedAnswer>): Promise<Snapshot> => JSON.parse((await answer).body.toString()) as Snapshot;

export const project = (scope: Scope, input: { id: string }): Promise<Snapshot> => parsed(projectBytes(scope, input));
export const own = (scope: Scope): Promise<Snapshot> => parsed(ownBytes(scope));
