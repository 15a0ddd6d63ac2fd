/** The shapes of the story. People, stages and milestones are named by short keys; the seed turns them into ids. */
import type { ContactRole, MemberRole } from '../../core/policy.ts';

/** In the project's language, and in English. */
export type Bilingual = readonly [zh: string, en: string];

export interface StoryMember {
  /** Also the key: the demo has one member of each role. */
  role: MemberRole;
  name: string;
  /** The name in Latin letters, for English pages. */
  latin: string;
  title: Bilingual;
  email: string;
}

export interface StoryClient {
  key: string;
  name: Bilingual;
}

export interface StoryContact {
  client: string;
  role: ContactRole;
  name: string;
  latin: string;
  title: Bilingual;
  email: string;
}

export interface StoryStage {
  key: string;
  name: Bilingual;
}

export interface StoryMilestone {
  /** Unique in the whole story. */
  key: string;
  stage: string;
  name: Bilingual;
  owner: MemberRole;
  /** The date that was promised first: the baseline. */
  due: string;
  visibility?: 'client' | 'internal';
  note?: string;
}

export interface StoryTask {
  /** Unique in the whole story. */
  key: string;
  /** Key of the group that it is in; groups come before what is in them. */
  under?: string;
  milestone: string;
  name: Bilingual;
  /** Groups have none, nor dates: theirs are those of their tasks. */
  owner?: MemberRole;
  start?: string;
  due?: string;
  visibility?: 'internal';
}

export interface StoryLink {
  predecessor: string;
  successor: string;
  type: 'FS' | 'SS' | 'FF' | 'SF';
  /** Minutes of work. */
  lag: number;
}

export interface StoryProject {
  key: string;
  client: string;
  name: Bilingual;
  manager: MemberRole;
  start: string;
  due: string;
  /** UTC instant at which the plan was put in. */
  plannedAt: string;
  stages: readonly StoryStage[];
  milestones: readonly StoryMilestone[];
  /** In the order of the outline. */
  tasks: readonly StoryTask[];
  links: readonly StoryLink[];
}

/** One command of the past: who changed what, and when. `set` is the input of the procedure without the id. */
export interface StoryCommand {
  /** UTC instant, at least some hours before today. */
  at: string;
  as: MemberRole;
  do: 'milestones.update';
  milestone: string;
  set: {
    status?: 'planned' | 'in_progress' | 'done';
    progress?: number;
    due?: string;
    atRisk?: boolean;
    reason?: string;
    translations?: Record<string, { name?: string; reason?: string }>;
    note?: string;
  };
}

/** A person of the story: a member by role, a contact by client and role. */
export type Speaker = MemberRole | `${string} ${ContactRole}`;

/** One command of the past beside the plan: what was asked, answered, submitted or decided. `set` is the input of the procedure without the ids. */
export interface StoryTalk {
  /** UTC instant, at least some hours before today. */
  at: string;
  by: Speaker;
  /** `changeRequests.approve` */
  do: `${string}.${string}`;
  /** Key of the project that it is for. */
  project?: string;
  /** Key of what it is about. */
  about?: string;
  /** The keys of what it makes, in order. */
  makes?: readonly string[];
  set?: Record<string, unknown>;
}

export interface Story {
  workspace: { name: string; latin: string; lang: string; timeZone: string };
  members: readonly StoryMember[];
  clients: readonly StoryClient[];
  contacts: readonly StoryContact[];
  projects: readonly StoryProject[];
  /** Oldest first. */
  history: readonly StoryCommand[];
  /** Oldest first. */
  talks: readonly StoryTalk[];
}
