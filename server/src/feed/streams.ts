/** Names of streams and who may follow them. */
import type { Audience } from '../core/module.ts';
import type { Scope } from '../core/scope.ts';

/** Both streams of a project: what clients may see is appended to each, in that audience's own view. */
export const projectStreams = (projectId: string): string[] => [`project:${projectId}:client`, `project:${projectId}:team`];
export const workspaceStream = (workspaceId: string): string => `workspace:${workspaceId}`;
export const contactStream = (contactId: string): string => `contact:${contactId}`;
/** Nobody subscribes to it: what must be kept and verified but shown to no screen. */
export const auditStream = (workspaceId: string): string => `audit:${workspaceId}`;

export interface StreamName {
  audience: Audience;
  /** Of the project, contact or workspace. */
  id: string;
}

/** The parts of a stream's name, or null if it is none. */
export function parseStream(stream: string): StreamName | null {
  const [, project, view] = /^project:(prj_[0-9a-z]{26}):(client|team)$/.exec(stream) ?? [];
  if (project) return { audience: view as 'client' | 'team', id: project };
  const [, kind, id] = /^(workspace|contact|audit):((?:wks|con)_[0-9a-z]{26})$/.exec(stream) ?? [];
  return id ? { audience: kind as Audience, id } : null;
}

/** May this person follow this stream? A foreign one and one that never was look the same. */
export function mayFollow(scope: Scope, stream: string): boolean {
  const name = parseStream(stream);
  if (!name) return false;
  if (name.audience === 'client' || name.audience === 'team') {
    return name.audience === scope.audience && (scope.projects === '*' || scope.projects.has(name.id));
  }
  if (name.audience === 'contact') return scope.actor.kind === 'contact' && scope.actor.id === name.id;
  return name.audience === 'workspace' && scope.audience === 'team' && scope.projects === '*' && name.id === scope.workspaceId;
}
