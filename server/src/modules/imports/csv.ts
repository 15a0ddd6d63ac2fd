/** CSV → a plan. The first row names the columns, in English or Chinese; comma, semicolon or tab between them. */
import { parse, type CsvError } from 'csv-parse/sync';
import { mostLevels, mostTasks } from '../tasks/index.ts';
import { columnOf, dateCell, durationCell, flagCell, linkCell, percentCell, type Column } from './columns.ts';
import { lines, oneLine, quoted } from './fields.ts';
import { closeLinks, type Placed } from './links.ts';
import { blankTask, FileRefused, type PlannedTask, type Reading, type Remark } from './plan.ts';

interface Line {
  line: number;
  cells: string[];
}

/** Records with the line that each begins in. */
function recordsOf(text: string): Line[] {
  try {
    const options = { bom: true, delimiter: [',', ';', '\t'], relax_column_count: true as const, max_record_size: 200_000 };
    const records = parse(text, { ...options, info: true }) as unknown as { record: string[]; info: { lines: number } }[];
    return records
      .map(({ record }, index) => ({ line: (records[index - 1]?.info.lines ?? 0) + 1, cells: record }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  } catch (error) {
    const { message, lines: line } = error as CsvError & { lines?: number };
    throw new FileRefused([{ line: line ?? 0, field: '', message: `cannot be read as CSV: ${message}` }]);
  }
}

/**
 * @param timeZone of the project: wall-clock times are read in it
 * @throws {FileRefused} with the line and the column of everything that cannot be read
 */
export function readCsv(text: string, timeZone: string, progress: (part: number) => void = () => {}): Reading {
  const [head, ...rows] = recordsOf(text);
  const errors: Remark[] = [];
  const warnings: Remark[] = [];
  if (!head) throw new FileRefused([{ line: 1, field: '', message: 'is empty; its first row should name the columns' }]);
  const headers = head.cells.map((cell) => cell.trim());
  const columns = new Map<Column, number>();
  for (const [index, header] of headers.entries()) {
    const column = columnOf(header);
    if (column && columns.has(column))
      errors.push({ line: head.line, field: header, message: `names the same as ${quoted(headers[columns.get(column)!]!)}` });
    else if (column) columns.set(column, index);
    else if (header !== '') warnings.push({ line: head.line, field: header, message: 'is a column that is not read' });
  }
  if (!columns.has('name')) errors.push({ line: head.line, field: '', message: 'no column is named Name or 名称' });
  if (!columns.has('uid') && !columns.has('wbs'))
    errors.push({
      line: head.line,
      field: '',
      message: 'no column is named ID, 编号 or WBS: without it a second run could not tell the tasks',
    });
  if (errors.length > 0) throw new FileRefused(errors);
  if (rows.length === 0) throw new FileRefused([{ line: head.line, field: '', message: 'holds no task below the names of the columns' }]);
  if (rows.length > mostTasks)
    throw new FileRefused([{ line: 0, field: '', message: `holds ${rows.length} tasks; at most ${mostTasks} are taken` }]);

  const tasks: PlannedTask[] = [];
  const links: Placed[] = [];
  const fields: Record<string, unknown> = {};
  const uids = new Map<string, number>();
  const codes = new Map<string, string>();
  for (const [index, row] of rows.entries()) {
    readRow(row);
    if (index % 500 === 0) progress(index / rows.length);
  }
  // Predecessors may be named by outline code where there are ids of another kind.
  for (const link of links) if (!uids.has(link.predecessor)) link.predecessor = codes.get(link.predecessor) ?? link.predecessor;
  const closed = closeLinks(tasks, links, new Set(), errors, warnings);
  if (errors.length > 0) throw new FileRefused(errors.toSorted((a, b) => a.line - b.line));
  progress(1);
  return {
    plan: {
      name: null,
      start: null,
      due: null,
      tasks,
      links: closed,
      kept: { properties: {}, calendars: [], resources: [], assignments: [], tasks: fields },
    },
    warnings,
  };

  function readRow({ line, cells }: Line): void {
    const called = (column: Column): string => headers[columns.get(column)!]!;
    const said = (column: Column): string => (columns.has(column) ? (cells[columns.get(column)!] ?? '').trim() : '');
    const wrong = (column: Column, message: string): null => (errors.push({ line, field: called(column), message }), null);
    const value = <T>(column: Column, read: (text: string) => T | null, what: string): T | null => {
      const text = said(column);
      return text === '' ? null : (read(text) ?? wrong(column, `${quoted(text)} is not ${what}`));
    };
    const date = (column: Column) => value(column, (text) => dateCell(text, timeZone), 'a date such as 2026-03-01');
    const whole = (column: Column, least: number, most: number) =>
      value(
        column,
        (text) => (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : null),
        `a whole number from ${least} to ${most}`,
      );

    const wbs = said('wbs');
    const key: Column = columns.has('uid') ? 'uid' : 'wbs';
    const uid = said(key);
    if (uid === '') return void wrong(key, 'is empty');
    if (uid.length > 60) return void wrong(key, 'has more than 60 characters');
    if (uids.has(uid)) return void wrong(key, `${quoted(uid)} is that of line ${uids.get(uid)} too`);
    uids.set(uid, line);
    if (wbs !== '') codes.set(wbs, uid);
    const name = oneLine(said('name'));
    if (name === '') wrong('name', 'is empty');
    if (name.length > 255) wrong('name', `has ${name.length} characters; at most 255 are taken`);
    const notes = lines(said('notes'));
    if (notes.length > 4000) wrong('notes', `has ${notes.length} characters; at most 4000 are taken`);
    const deepest = (tasks.at(-1)?.level ?? 0) + 1;
    const told = whole('level', 1, mostLevels) ?? (wbs === '' ? 1 : wbs.replace(/\.+$/, '').split('.').length);
    if (told > deepest)
      wrong(said('level') === '' ? 'wbs' : 'level', `level ${told} follows level ${deepest - 1}: the task above it is missing`);
    const start = date('start');
    const due = date('due');
    if (start !== null && due !== null && due < start) wrong('due', `${due} is before the start, ${start}`);
    const duration = value('duration', durationCell, 'a duration such as 5d or 5 个工作日');
    const percent = value('percent', percentCell, 'a percentage from 0 to 100') ?? 0;
    tasks.push({
      ...blankTask,
      uid,
      level: told,
      name,
      start,
      due,
      baseline: due,
      doneOn: percent === 100 ? due : null,
      duration,
      percent,
      // Without a column of its own it is what takes no time, as in Microsoft Project.
      isMilestone: columns.has('milestone') ? value('milestone', flagCell, 'yes or no (是 or 否)') === true : duration === 0,
      priority: whole('priority', 0, 1000) ?? 500,
      notes: notes || null,
      owner: oneLine(said('owner')) || null,
    });
    fields[uid] = Object.fromEntries(headers.flatMap((header, index) => (header !== '' && cells[index] ? [[header, cells[index]]] : [])));
    for (const part of said('predecessors')
      .split(/[,;，；、]/)
      .filter((part) => part.trim() !== '')) {
      const link = linkCell(part);
      if (!link) wrong('predecessors', `${quoted(part.trim())} is not a predecessor such as 3, 3SS or 3FS+2d`);
      else links.push({ ...link, successor: uid, line, field: called('predecessors') });
    }
  }
}
