/**
 * How modules tell the check who a person or key is. The predicates of `repo()` do not hold yet, so only these run before a Scope.
 * Each answers many at once: they are read anew for every request, and requests that wait at the same moment share the statement.
 */
import type { Sequelize } from 'sequelize';
import { gather } from '../gather.ts';
import type { Steady } from '../clock.ts';
import type { Statement } from '../../db/statements.ts';
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

/** Which row: ids are told apart by their workspace. */
export interface Whose {
  workspaceId: string;
  id: string;
}

export const nameOf = ({ workspaceId, id }: Whose): string => `${workspaceId} ${id}`;

export type Identity =
  | {
      kind: 'contact' | 'member';
      /** Those of these people who are still there, by `nameOf()`. */
      find(sequelize: Sequelize, whose: readonly Whose[]): Promise<ReadonlyMap<string, KnownPerson>>;
      /** A condition that holds while this is what `find` finds of them. */
      still(whose: Whose, known: KnownPerson): Statement;
    }
  | {
      kind: 'key';
      /** Those of these keys that are good at `now`, by digest. */
      findByDigest(sequelize: Sequelize, digests: readonly string[], now: Date): Promise<ReadonlyMap<string, KnownKey>>;
      /** Which of these keys are good at `now`, by `nameOf()`. */
      good(sequelize: Sequelize, whose: readonly Whose[], now: Date): Promise<ReadonlyMap<string, true>>;
      /** A condition that holds while this key is good; with its name, while it is called so too. */
      still(whose: Whose, name: string | null, now: Date): Statement;
    };

/** The same questions for one at a time. */
export interface Identities {
  person(kind: 'contact' | 'member', whose: Whose): Promise<KnownPerson | undefined>;
  key(digest: string): Promise<KnownKey | undefined>;
  keyIsGood(whose: Whose): Promise<boolean>;
  /** A condition that holds while this person is who they were, and the key of their session good. */
  personIsStill(kind: 'contact' | 'member', whose: Whose, known: KnownPerson, key: string): Statement;
  keyIsStill(key: KnownKey): Statement;
}

/** @param modules how each kind is found */
export function createIdentities(sequelize: Sequelize, modules: readonly Identity[], steady: Steady): Identities {
  const of = <K extends Identity['kind']>(kind: K): Extract<Identity, { kind: K }> =>
    modules.find((one): one is Extract<Identity, { kind: K }> => one.kind === kind)!;
  const now = (): Date => new Date(steady.near());
  const people = (kind: 'contact' | 'member') => gather(nameOf, (whose: readonly Whose[]) => of(kind).find(sequelize, whose));
  const find = { contact: people('contact'), member: people('member') };
  const good = gather(nameOf, (whose: readonly Whose[]) => of('key').good(sequelize, whose, now()));
  return {
    person: (kind, whose) => find[kind](whose),
    key: gather(
      (digest: string) => digest,
      (digests) => of('key').findByDigest(sequelize, digests, now()),
    ),
    keyIsGood: async (whose) => (await good(whose)) === true,
    personIsStill(kind, whose, known, key) {
      const person = of(kind).still(whose, known);
      const minter = of('key').still({ workspaceId: whose.workspaceId, id: key }, null, now());
      return { sql: `${person.sql} AND ${minter.sql}`, values: [...person.values, ...minter.values] };
    },
    keyIsStill: (key) => of('key').still(key, key.name, now()),
  };
}
