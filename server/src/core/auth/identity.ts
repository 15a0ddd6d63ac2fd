/** How modules tell the check who a person or key is. The predicates of `repo()` do not hold yet, so only these run before a Scope. */
import type { Sequelize } from 'sequelize';
import type { Role } from '../policy.ts';

/** What a session is checked against on every request. */
export interface KnownPerson {
  name: string;
  role: Role;
  /** Of a contact. */
  clientId: string | null;
  /** Goes up by one to end all sessions. */
  sessionVersion: number;
}

export interface KnownKey {
  id: string;
  workspaceId: string;
  name: string;
}

export type Identity =
  | {
      kind: 'contact' | 'member';
      find(sequelize: Sequelize, workspaceId: string, id: string): Promise<KnownPerson | null>;
      /** Session versions of those of these people who are still there; for the sweep over open sockets. */
      versions(sequelize: Sequelize, workspaceId: string, ids: readonly string[]): Promise<ReadonlyMap<string, number>>;
    }
  | {
      kind: 'key';
      /** A key that is good at `now`. */
      findByDigest(sequelize: Sequelize, digest: string, now: Date): Promise<KnownKey | null>;
      /** Which of these keys are good at `now`. */
      good(sequelize: Sequelize, workspaceId: string, ids: readonly string[], now: Date): Promise<ReadonlySet<string>>;
    };
