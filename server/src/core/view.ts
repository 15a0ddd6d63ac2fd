/**
 * Views that are columns and nothing more, as data: who sees which field is said once, and made of it are the object that events carry
 * and the text that a cold snapshot has of each row (`feed/row-text.ts`).
 */

/** One member of a view, and the column that it shows; with `called` it is a person, by the columns of their id and name. */
export interface Member {
  readonly name: string;
  readonly column: string;
  readonly called?: string;
}

export interface Plain {
  /** In the order of their names, as RFC 8785 has them. */
  readonly members: readonly Member[];
  /** Rows that have other values in these columns are not seen at all. */
  readonly only: readonly (readonly [column: string, value: unknown])[];
}

type Name<R> = keyof R & string;

/**
 * @param R the row, `V` what its audience is told of it
 * @param columns shown under their own names
 * @param people shown as `{ id, name }` of two columns, or null
 * @param only the rows that are shown at all, by the values of columns
 */
export function columnsView<R, V>({
  columns,
  people = {},
  only = {},
}: {
  columns: readonly (Name<R> & Name<V>)[];
  people?: { readonly [member in Name<V>]?: readonly [id: Name<R>, name: Name<R>] };
  only?: Partial<R>;
}) {
  const shown = columns.map((column): Member => ({ name: column, column }));
  const named = Object.entries<readonly [Name<R>, Name<R>] | undefined>(people).map(([name, both]): Member => ({
    name,
    column: both![0],
    called: both![1],
  }));
  const plain: Plain = {
    members: [...shown, ...named].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    only: Object.entries(only),
  };
  // A copy of something that has all members is made at once; put in one by one, each would move what is there already.
  const blank = Object.fromEntries(plain.members.map(({ name }) => [name, null]));
  return { plain, present: (row: object) => presented(plain, blank, row as Record<string, unknown>) };
}

function presented({ members, only }: Plain, blank: object, row: Record<string, unknown>): { id: string; rev: number } | null {
  for (const [column, value] of only) if (row[column] !== value) return null;
  const seen: Record<string, unknown> = { ...blank };
  for (const { name, column, called } of members) {
    const value = row[column];
    seen[name] = called === undefined || value === null ? value : { id: value, name: row[called] ?? '' };
  }
  return seen as { id: string; rev: number };
}

/** The columns that must be read for it; those that say which row it is, and whether it is seen, stand first. */
export const columnsFor = ({ members, only }: Plain): string[] => [
  'id',
  ...only.map(([column]) => column),
  ...members.flatMap(({ column, called }) => (called === undefined ? [column] : [column, called])),
];
