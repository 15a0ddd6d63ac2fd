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

/** One row of the outline (WBS). Sort by `wbs`, part by part: 1.10 comes after 1.9. */
export interface Task extends Entity {
  projectId: string;
  /** The summary that it stands below; null at the top. */
  parentId: string | null;
  /** The milestone that it works towards. */
  milestoneId: string | null;
  /** Outline code, `1.2.3`: dense, and as many parts as it is deep. */
  wbs: string;
  name: string;
  translations: Translations<'name'>;
  status: MilestoneStatus;
  /** Percent complete, 0 to 100, whole; of a summary: of its leaves, weighted by duration. */
  percent: number;
  start: CivilDate | null;
  /** The date that it should be finished. */
  due: CivilDate | null;
  /** The finish that was planned first. */
  baseline: CivilDate | null;
  doneOn: CivilDate | null;
  /** Minutes of work. */
  duration: number | null;
  isMilestone: boolean;
  /** Has subtasks: its status, percent and dates are theirs. */
  isSummary: boolean;
  owner: Person | null;
  /** 0 to 1000, 500 is usual. */
  priority: number;
}

/** Team audience only. */
export interface TeamTask extends Task {
  visibility: 'client' | 'internal';
  /** ASAP, ALAP, MSO, MFO, SNET, SNLT, FNET, FNLT as in Microsoft Project; null is ASAP. */
  constraint: { type: string; date: CivilDate | null } | null;
  notes: string | null;
}

/** One task waits for another. Seen where both tasks are. */
export interface Dependency extends Entity {
  projectId: string;
  predecessorId: string;
  successorId: string;
  /** Finish to start, start to start, finish to finish, start to finish. */
  type: 'FS' | 'SS' | 'FF' | 'SF';
  /** Minutes, negative for a lead; percent of the predecessor's duration where `lagUnit` says so. */
  lag: number;
  /** The unit to show the lag in: minutes, hours, days, weeks, months, percent, and each with `elapsed_` before it. */
  lagUnit: string;
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
  tasks?: Task[];
  dependencies?: Dependency[];
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

/** One step in the life of a change request or a requirement. `reason` is for the client, `note` for the team alone. */
export interface Step {
  at: Instant;
  /** Null: it begins. */
  from: string | null;
  to: string;
  actor: Actor;
  reason: string | null;
  /** Team audience only. */
  note?: string | null;
}

export type ChangeRequestStatus = 'submitted' | 'in_review' | 'returned' | 'approved' | 'rejected' | 'withdrawn';

/** Collection `changeRequests`. */
export interface ChangeRequest extends Entity {
  projectId: string;
  /** Dense within the project, from 1. */
  number: number;
  /** What people call it, `CR-12`. */
  reference: string;
  title: string;
  description: string;
  category: 'scope' | 'schedule' | 'cost' | 'other';
  wantedBy: CivilDate | null;
  status: ChangeRequestStatus;
  /** The contact who asked; null: the vendor entered it. */
  author: Person | null;
  /** When it was tapped. */
  submittedAt: Instant;
  decidedAt: Instant | null;
  /** Cost in minor units and working days. Clients see it once it is approved. */
  impact: { cost: { amount: number; currency: string } | null; days: number | null } | null;
  trail: Step[];
}

interface QuestionBase {
  /** Word of its author, unique in the survey; answers are kept by it. */
  id: string;
  label: string;
  translations?: Translations<'label'>;
  required: boolean;
}
export interface SurveyOption {
  id: string;
  label: string;
  translations?: Translations<'label'>;
}
/** `nps` is answered with 0 to 10, `csat` with 1 to 5, `single` with the id of an option, `multiple` with ids (at most `max`), `text` with words. */
export type SurveyQuestion =
  | (QuestionBase & { kind: 'nps' | 'csat' | 'text' })
  | (QuestionBase & { kind: 'single'; options: SurveyOption[] })
  | (QuestionBase & { kind: 'multiple'; options: SurveyOption[]; max?: number });

/** Collection `surveys`. Clients see no drafts. */
export interface Survey extends Entity {
  projectId: string;
  title: string;
  intro: string | null;
  translations: Translations<'title' | 'intro'>;
  /** What this round of asking is called. */
  wave: string;
  questions: SurveyQuestion[];
  status: 'draft' | 'open' | 'closed';
  openedAt: Instant | null;
  closedAt: Instant | null;
}

/** By the id of the question. */
export type SurveyAnswers = Record<string, number | string | string[]>;

/** Collection `responses`, team audience only; a contact asks for their own with `responses.mine`. */
export interface SurveyResponse extends Entity {
  projectId: string;
  surveyId: string;
  surveyTitle: string;
  contact: Person;
  answers: SurveyAnswers;
  submittedAt: Instant;
}

export interface SurveyResults {
  surveyId: string;
  wave: string;
  invited: number;
  responses: number;
  /** Percent with one decimal; null of nobody. */
  rate: number | null;
  questions: {
    id: string;
    kind: SurveyQuestion['kind'];
    answered: number;
    /** `nps`: −100 to 100; `csat`: percent of 4 and 5. */
    score?: number | null;
    nps?: { promoters: number; passives: number; detractors: number };
    counts?: { value: string; count: number }[];
    texts?: { contact: Person; text: string }[];
  }[];
}

export type RequirementType = 'functional' | 'nonfunctional' | 'defect' | 'change' | 'question';
export type RequirementPriority = 'urgent' | 'high' | 'normal' | 'low';
export type RequirementStatus = 'new' | 'accepted' | 'declined' | 'duplicate' | 'done';
/** UTF-16 offsets in the text that was sent, the end excluded. */
export interface Span {
  start: number;
  end: number;
}

/** Collection `requirements`. */
export interface Requirement extends Entity {
  projectId: string;
  number: number;
  /** `REQ-7` */
  reference: string;
  title: string;
  /** The client's own words. */
  quote: string;
  type: RequirementType;
  priority: RequirementPriority;
  due: CivilDate | null;
  nfr: string | null;
  acceptance: string[];
  spans: (Partial<Record<'quote' | 'title' | 'type' | 'nfr' | 'priority' | 'due', Span>> & { acceptance?: Span[] }) | null;
  status: RequirementStatus;
  /** Id of the one that it repeats. */
  duplicateOf: string | null;
  source: 'widget' | 'api' | 'mail' | 'form';
  author: Person | null;
  submittedAt: Instant;
  trail: Step[];
  /** Team audience only. */
  note?: string | null;
}

export interface DraftQuestion {
  field: 'due' | 'type' | 'measure' | 'referent' | 'actor';
  /** In the client's language. */
  text: string;
  options: { label: string; value: string }[];
  span: Span;
}

/** A proposal of `requirements.parse`: nothing of it is stored before the client confirms it with `requirements.create`. */
export interface Draft {
  quote: string;
  span: Span;
  title: string;
  type: RequirementType;
  nfr?: string;
  typeCandidates: { type: RequirementType; score: number }[];
  margin: number;
  priority: RequirementPriority;
  due: { date: CivilDate; phrase: string; span: Span; kind: 'deadline'; grain: string; time?: string; confidence: number } | null;
  spans: { title: Span; type?: Span; nfr?: Span; priority?: Span; due?: Span; acceptance?: Span[] };
  acceptance?: string[];
  ambiguities: DraftQuestion[];
}

/** `POST /v1/requirements/parse` */
export interface ParsedText {
  lang: 'zh' | 'en';
  drafts: Draft[];
  /** What was read and is no request: greetings, signatures, quotes. */
  context: Span[];
  flags: { injection: boolean; truncated: boolean };
  /** At most three, each with the index of its draft. */
  questions: (DraftQuestion & { draft: number })[];
}

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
