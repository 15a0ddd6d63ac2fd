/** What no schema can say of an input: which rows a command fits, by the machines of the modules, and what it must say of them. */
import { registry } from '../modules/index.ts';
import type { Answer } from '../modules/responses/index.ts';
import type { Question } from '../modules/surveys/index.ts';
import type { Entry } from './census.ts';
import type { Procedure } from './procedures.ts';
import type { Source } from './sample.ts';

const machineOf = ({ module }: Procedure) => registry.list.find(({ name }) => name === module)?.machine ?? [];
const verbOf = ({ path }: Procedure): string => path.split('.')[1]!;
const statusOf = ({ row }: Entry): unknown => row?.['status' as 'id'];

/** Is this row in a state in which the command is possible? */
export function ready(of: Procedure, entry: Entry, entries: readonly Entry[]): boolean {
  if (!upheld(entry, entries)) return false;
  if (of.path === 'responses.submit' && entry.names === 'survey') return statusOf(entry) === 'open';
  if (of.entity?.table.noun !== entry.names) return true;
  const moves = machineOf(of).filter(({ on }) => on === verbOf(of));
  return moves.length === 0 || moves.some(({ from }) => from === statusOf(entry));
}

const indexes = new WeakMap<readonly Entry[], ReadonlyMap<string, Entry>>();
function byId(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  if (!indexes.has(entries)) indexes.set(entries, new Map(entries.map((entry) => [entry.id, entry])));
  return indexes.get(entries)!;
}

/** Is what this row belongs to still there, and in use? */
function upheld({ row }: Entry, entries: readonly Entry[]): boolean {
  const known = byId(entries);
  const above = Object.entries(row ?? {}).flatMap(([column, value]) => (column.endsWith('Id') ? (known.get(value as string) ?? []) : []));
  return above.every((one) => !one.deleted && one.row?.['enabled' as 'id'] !== (false as never));
}

/** Commands that bring a new row to where this one is possible, in their order; empty if it is possible at once or never. */
function wayTo(of: Procedure): string[] {
  const machine = machineOf(of);
  const goals = new Set(machine.filter(({ on }) => on === verbOf(of)).map(({ from }) => from));
  const begin = machine.find(({ from }) => from === null)?.to;
  const ways: { state: string; verbs: string[] }[] = begin === undefined ? [] : [{ state: begin, verbs: [] }];
  const seen = new Set<string>();
  for (let way = ways.shift(); way; way = ways.shift()) {
    if (goals.has(way.state)) return way.verbs;
    seen.add(way.state);
    for (const { from, on, to } of machine) if (from === way.state && !seen.has(to)) ways.push({ state: to, verbs: [...way.verbs, on] });
  }
  return [];
}

/** Commands of other modules that come first, where no machine says so. */
const elsewhere: Record<string, string[]> = {
  'responses.submit': ['surveys.create', 'surveys.open'],
  'deliveries.replay': ['webhooks.create', 'deliveries.create'],
};

/** Commands after which this one is possible on the youngest row, in their order. */
export const before = (of: Procedure): string[] => elsewhere[of.path] ?? wayTo(of).map((verb) => `${of.module}.${verb}`);

/**
 * The input with what must fit the rows that it names.
 * @param keep it stands for somebody who tries: no id of it may change
 */
export function fitted(
  of: Procedure,
  input: Record<string, unknown>,
  entries: readonly Entry[],
  source: Source,
  keep: boolean,
): Record<string, unknown> {
  if (of.path === 'responses.submit') {
    const survey = entries.find(({ id }) => id === input['id']);
    if (!survey?.row) return input;
    const questions = survey.row['questions' as 'id'] as unknown as Question[];
    // As the key asks: for somebody who has not answered yet.
    const answered = new Set(
      entries.flatMap(({ names, row }) =>
        names === 'response' && row!['surveyId' as 'id'] === survey.id ? [row!['contactId' as 'id']] : [],
      ),
    );
    const silent = entries.filter(
      ({ names, id, clientId, deleted }) => names === 'contact' && clientId === survey.clientId && !deleted && !answered.has(id),
    );
    const contact = silent.length > 0 ? source.random.pick(silent).id : input['contact'];
    return {
      ...input,
      answers: Object.fromEntries(questions.map((question) => [question.id, answer(question, source)])),
      ...(keep ? {} : { contact }),
    };
  }
  if (of.path === 'responses.mine' && !keep) {
    // As the key asks: for a contact who has answered.
    const asked = entries.find(({ id }) => id === input['id']);
    const given = entries.filter(
      (entry) => entry.names === 'response' && !entry.deleted && entry.workspaceId === asked?.workspaceId && upheld(entry, entries),
    );
    if (given.length === 0) return input;
    const { row } = source.random.pick(given);
    return { ...input, id: row!['surveyId' as 'id'], contact: row!['contactId' as 'id'] };
  }
  return input;
}

function answer(question: Question, { random, canary }: Source): Answer {
  if (question.kind === 'nps') return random.int(0, 10);
  if (question.kind === 'csat') return random.int(1, 5);
  if (question.kind === 'text') return canary(`answers.${question.id}`);
  const [one] = random.shuffled(question.options.map(({ id }) => id));
  return question.kind === 'single' ? one! : [one!];
}
