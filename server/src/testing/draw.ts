/** Inputs whose ids are those of rows that are there. */
import type { Canaries } from './canaries.ts';
import type { Entry } from './census.ts';
import { fitted, ready } from './fitting.ts';
import type { Field, Procedure, Referent } from './procedures.ts';
import type { Random } from './random.ts';
import { sample, type Wish } from './sample.ts';

/** Where the ids of an input come from. */
export interface Draw extends Wish {
  workspaceId: string;
  /** Rows of this project, else of its client, else of the workspace. */
  projectId?: string | undefined;
  /** Only these rows. */
  among?: (entry: Entry) => boolean;
  /** The youngest row of each noun: it has nothing below it yet. */
  newest?: boolean;
  /** Stands in the forced field. */
  target?: string | undefined;
  /** Leaves alone who acts in the test, where the procedure might take them away. */
  careful?: boolean;
  /** Rather no input than one that names a row twice. */
  distinct?: boolean;
  /** Fields that are not left to chance. */
  fixed?: Record<string, unknown>;
}

/** A row that an input would need and that is not there. */
export class NoFixture extends Error {
  readonly names: Referent;
  /** Where it is needed. */
  readonly projectId: string | undefined;

  constructor(names: Referent, projectId: string | undefined, message: string) {
    super(message);
    this.names = names;
    this.projectId = projectId;
  }
}

/**
 * @param spared ids of who acts and watches
 * @throws {NoFixture} with the noun of which there is no row
 */
export function draw(
  of: Procedure,
  entries: readonly Entry[],
  { workspaceId, projectId, among, newest, target, careful, distinct, fixed = {}, ...wish }: Draw,
  { random, canaries, spared }: { random: Random; canaries: Canaries; spared: ReadonlySet<string> },
): Record<string, unknown> {
  const place = entries.find(({ id }) => id === projectId);
  // What is drawn first draws the rest near it, and two fields of one noun want two rows: a link of a thing with itself is none.
  let anchor = place;
  const used = new Set<string>();
  const begin = (): void => {
    anchor = place;
    used.clear();
  };
  const source = { random, begin, reference, canary: (path: string) => canaries.plant(workspaceId, of.path, path) };
  const input = { ...sample(of, source, wish), ...fixed };
  return fitted(of, input, entries, source, target !== undefined);

  function reference({ names, path }: Field): string {
    if (target !== undefined && path === wish.force) return target;
    const all = entries.filter(
      (entry) => entry.names === names && entry.workspaceId === workspaceId && !entry.deleted && !(careful && isSpared(entry)),
    );
    const wanted = among ? all.filter(among) : all;
    const possible = path === 'id' ? preferred(wanted, (entry) => ready(of, entry, entries)) : wanted;
    const others = possible.filter(({ id }) => !used.has(id));
    const near = nearest(others.length > 0 || distinct ? others : possible);
    // What belongs to a project is looked for in the project of what was drawn before it, if that matters.
    const astray = distinct && used.size > 0 && anchor?.projectId && near[0]?.projectId && near[0].projectId !== anchor.projectId;
    const from = newest && used.size === 0 ? others : near.length > 0 || distinct ? near : all;
    const entry = newest ? from.at(-1) : from.length > 0 ? random.pick(from) : undefined;
    if (!entry || astray)
      throw new NoFixture(
        names,
        anchor?.projectId ?? undefined,
        `${of.path} asks for ${used.size > 0 ? 'another' : 'a'} ${names} (${path}), and there is none.`,
      );
    if (entry.projectId !== null && used.size === 0) anchor = entry;
    used.add(entry.id);
    return entry.id;
  }

  /** Of the same project, else of the same client, else anywhere. */
  function nearest(rows: readonly Entry[]): readonly Entry[] {
    const inProject = rows.filter((entry) => entry.projectId === anchor?.projectId);
    return inProject.length > 0 ? inProject : preferred(rows, (entry) => entry.clientId === anchor?.clientId);
  }

  /** A procedure about the thing itself may take it away; one that only mentions it does not. */
  function isSpared(entry: Entry): boolean {
    return of.kind === 'mutation' && (!of.entity || of.entity === entry.entity) && spared.has(entry.holder ?? entry.id);
  }
}

function preferred(rows: readonly Entry[], by: (entry: Entry) => boolean): readonly Entry[] {
  const some = rows.filter(by);
  return some.length > 0 ? some : rows;
}
