/** The shapes that travel on the wire, as an audience sees them. Nothing here knows the server's router. */

/** A civil date, `YYYY-MM-DD`, in the project's time zone. */
export type CivilDate = string;
/** A UTC instant with milliseconds, `2026-11-22T08:00:00.000Z`. */
export type Instant = string;

/** The same texts in other languages, keyed by BCP 47 tag; the plain field is in the project's own `lang`. */
export type Translations<Field extends string> = Record<string, Partial<Record<Field, string>>> | null;

export interface Person {
  id: string;
  name: string;
}

export interface Entity {
  id: string;
  /** Revision of this entity, from 1. */
  rev: number;
}

export interface Project extends Entity {
  clientId: string;
  name: string;
  translations: Translations<'name'>;
  status: 'planned' | 'active' | 'paused' | 'done';
  /** BCP 47 tag of the language that `name` and the names in the plan are written in. */
  lang: string;
  /** IANA time zone that civil dates are read in. */
  timeZone: string;
  start: CivilDate | null;
  due: CivilDate | null;
  manager: Person | null;
}

export interface Stage extends Entity {
  projectId: string;
  name: string;
  translations: Translations<'name'>;
  /** Order within the project. */
  position: number;
}

export type MilestoneStatus = 'planned' | 'in_progress' | 'done' | 'cancelled';

export interface Milestone extends Entity {
  projectId: string;
  stageId: string;
  name: string;
  translations: Translations<'name' | 'reason'>;
  /** Order within the stage. */
  position: number;
  status: MilestoneStatus;
  /** Percent, 0 to 100, whole. */
  progress: number;
  /** The date that is promised now. */
  due: CivilDate | null;
  /** The date that was promised first; `due - baseline` is the slip. */
  baseline: CivilDate | null;
  /** The date it was done, in the project's time zone. */
  doneOn: CivilDate | null;
  owner: Person | null;
  /** Someone who knows says that `due` is in danger. */
  atRisk: boolean;
  /** Why it is late, slipped or at risk, in words for the client. */
  reason: string | null;
}

/** Team audience only: what the client never sees. */
export interface TeamMilestone extends Milestone {
  visibility: 'client' | 'internal';
  note: string | null;
}

export interface StreamPosition {
  stream: string;
  epoch: string;
  /** The last event that is contained, 0 before the first. */
  seq: number;
}

export interface ProjectEntities {
  projects: Project[];
  stages: Stage[];
  milestones: Milestone[];
}

/** `GET /v1/projects/{id}/snapshot` */
export interface Snapshot {
  streams: StreamPosition[];
  entities: ProjectEntities & Record<string, Entity[]>;
  /** {@link hashEntities} of `entities`. */
  hash: string;
}

export interface Actor {
  kind: 'member' | 'contact' | 'key' | 'system';
  id?: string;
  name?: string;
}

/** One row of the feed. `data` is the whole entity as this audience sees it, `null` when it is gone from its view. */
export interface FeedEvent extends StreamPosition {
  /** `<noun>.<past verb>`, `milestone.updated`. */
  type: string;
  /** The collection that it belongs to: `milestones`. */
  entity: string;
  id: string;
  rev: number;
  data: Entity | null;
  at: Instant;
  actor: Actor;
}

/** What was missed since a position: the answer to `subscribe` and to `GET /v1/feed`. */
export type Missed =
  | { stream: string; epoch: string; head: number; events: FeedEvent[]; more: boolean; reset?: false }
  /** The position is of another epoch or has been trimmed: take a new snapshot. */
  | { stream: string; epoch: string; head: number; reset: true };

/** RFC 9457 problem details, the body of every error. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Stable word to branch on. */
  code: string;
  requestId: string;
  /** `invalid_input`: which fields, and what is wrong. */
  errors?: { path: string; message: string }[];
  /** `conflict`: the entity as it is now. */
  current?: unknown;
  /** `conflict`: who changed the fields in question, and when. */
  changedBy?: { actor: Actor; at: Instant; fields: string[] }[];
  /** Seconds. */
  retryAfter?: number;
}

export interface Token {
  token: string;
  expiresAt: Instant;
}
