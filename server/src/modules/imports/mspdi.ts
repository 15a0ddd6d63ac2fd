/** Microsoft Project XML (MSPDI) → a plan. The format is Microsoft's “Project XML Data Interchange Schema”, mspdi_pj*.xsd. */
import { constraints, mostLevels, mostTasks } from '../tasks/index.ts';
import { dateOf, lines, minutesOf, oneLine, quoted } from './fields.ts';
import { closeLinks, type Placed } from './links.ts';
import { blankTask, FileRefused, type PlannedLink, type PlannedTask, type Reading, type Remark } from './plan.ts';
import { plain, readXml, type XmlElement } from './xml.ts';

/** By `PredecessorLink/Type`. */
const types = ['FF', 'FS', 'SF', 'SS'] as const;

/** By `PredecessorLink/LagFormat`; the same with 32 more is an estimate. */
const units: Record<number, PlannedLink['lagUnit']> = {
  3: 'minutes',
  4: 'elapsed_minutes',
  5: 'hours',
  6: 'elapsed_hours',
  7: 'days',
  8: 'elapsed_days',
  9: 'weeks',
  10: 'elapsed_weeks',
  11: 'months',
  12: 'elapsed_months',
  19: 'percent',
  20: 'elapsed_percent',
};

const mostNotes = 4000;

/**
 * @param timeZone of the project: wall-clock times are read in it
 * @param progress is told the part that was read, 0 to 1
 * @throws {FileRefused} with the line and the field of everything that cannot be read
 */
export function readMspdi(text: string, timeZone: string, progress?: (part: number) => void): Reading {
  const project = readXml(text, progress);
  const errors: Remark[] = [];
  const warnings: Remark[] = [];
  const at = (element: XmlElement, name: string): XmlElement | undefined => element.children.find((child) => child.name === name);
  const said = (element: XmlElement, name: string): string => at(element, name)?.text.trim() ?? '';
  const list = (name: string, item: string): XmlElement[] => (at(project, name)?.children ?? []).filter((child) => child.name === item);
  const wrong = ({ line }: XmlElement, field: string, message: string): null => (errors.push({ line, field, message }), null);

  /** A field as a value; `NA` and nothing at all are null. */
  function value<T>(element: XmlElement, name: string, read: (text: string) => T | null, what: string): T | null {
    const field = at(element, name);
    const text = field?.text.trim() ?? '';
    if (!field || text === '' || text === 'NA') return null;
    return read(text) ?? wrong(field, name, `${quoted(text)} is not ${what}`);
  }
  const date = (element: XmlElement, name: string) =>
    value(element, name, (text) => dateOf(text, timeZone), 'a date such as 2026-03-01T08:00:00');
  const minutes = (element: XmlElement, name: string) => value(element, name, minutesOf, 'a duration such as PT8H0M0S');
  const whole = (element: XmlElement, name: string, least: number, most: number) =>
    value(
      element,
      name,
      (text) => (/^-?\d+$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : null),
      `a whole number from ${least} to ${most}`,
    );
  const flag = (element: XmlElement, name: string) =>
    value(element, name, (text) => ({ 0: false, 1: true, false: false, true: true })[text] ?? null, '0 or 1');

  if (project.name !== 'Project')
    throw new FileRefused([
      { line: project.line, field: project.name, message: 'is not Microsoft Project XML, whose first element is Project' },
    ]);
  const tasks: PlannedTask[] = [];
  const links: Placed[] = [];
  const kept: Reading['plan']['kept'] = {
    properties: Object.fromEntries(
      project.children.filter(({ children }) => children.length === 0).map(({ name, text }) => [name, text.trim()]),
    ),
    calendars: list('Calendars', 'Calendar').map(plain),
    resources: list('Resources', 'Resource').map(plain),
    assignments: list('Assignments', 'Assignment').map(plain),
    tasks: {},
  };
  const seen = new Map<string, number>();
  const left = new Set<string>();
  let name = oneLine(said(project, 'Title')) || oneLine(said(project, 'Name')).replace(/\.(?:xml|mpp)$/i, '');
  if (!at(project, 'Tasks')) throw new FileRefused([{ line: project.line, field: 'Tasks', message: 'is missing' }]);
  for (const element of list('Tasks', 'Task')) readTask(element);
  if (tasks.length === 0 && errors.length === 0) wrong(at(project, 'Tasks')!, 'Tasks', 'holds no task');
  if (tasks.length > mostTasks)
    throw new FileRefused([{ line: 0, field: 'Tasks', message: `holds ${tasks.length} tasks; at most ${mostTasks} are taken` }]);
  const start = date(project, 'StartDate');
  const due = date(project, 'FinishDate');
  const closed = closeLinks(tasks, links, left, errors, warnings);
  if (errors.length > 0) throw new FileRefused(errors.toSorted((a, b) => a.line - b.line));
  return { plan: { name: name || null, start, due, tasks, links: closed, kept }, warnings };

  function readTask(element: XmlElement): void {
    const uid = said(element, 'UID');
    if (!/^\d{1,12}$/.test(uid))
      return void wrong(at(element, 'UID') ?? element, 'UID', uid === '' ? 'is missing' : `${quoted(uid)} is not a whole number`);
    if (seen.has(uid)) return void wrong(at(element, 'UID')!, 'UID', `${uid} is that of the task in line ${seen.get(uid)} too`);
    seen.set(uid, element.line);
    // Task 0 stands for the project itself, as in Microsoft Project; a null task is an empty row.
    if (uid === '0' || said(element, 'OutlineLevel') === '0') {
      name ||= oneLine(said(element, 'Name'));
      kept.tasks[uid] = plain(element);
      return void left.add(uid);
    }
    if (flag(element, 'IsNull') === true) return void left.add(uid);
    if (flag(element, 'ExternalTask') === true) {
      warnings.push({
        line: element.line,
        field: 'ExternalTask',
        message: `${quoted(said(element, 'Name'))} belongs to another project and is left out, with its links`,
      });
      return void left.add(uid);
    }
    const level = whole(element, 'OutlineLevel', 1, mostLevels);
    const deepest = (tasks.at(-1)?.level ?? 0) + 1;
    if (level === null && !errors.some(({ field }) => field === 'OutlineLevel')) wrong(element, 'OutlineLevel', 'is missing');
    if (level !== null && level > deepest)
      wrong(at(element, 'OutlineLevel')!, 'OutlineLevel', `${level} follows level ${deepest - 1}: the task above it is missing`);
    tasks.push({ ...blankTask, uid, level: level ?? 1, ...scheduled(element), ...described(element) });
    kept.tasks[uid] = plain({ ...element, children: element.children.filter((child) => child.name !== 'PredecessorLink') });
    for (const link of element.children) if (link.name === 'PredecessorLink') readLink(link, uid);
  }

  function described(element: XmlElement): Pick<PlannedTask, 'name' | 'notes' | 'priority' | 'isMilestone' | 'isCancelled'> {
    const name = oneLine(said(element, 'Name'));
    if (name.length > 255) wrong(at(element, 'Name')!, 'Name', `has ${name.length} characters; at most 255 are taken`);
    if (name === '') warnings.push({ line: element.line, field: 'Name', message: 'is empty; a dash stands for it' });
    const notes = lines(said(element, 'Notes'));
    if (notes.length > mostNotes)
      warnings.push({
        line: at(element, 'Notes')!.line,
        field: 'Notes',
        message: `is cut to ${mostNotes} characters on the task; the whole text stays with the import`,
      });
    return {
      name: name || '–',
      notes: notes === '' ? null : notes.length > mostNotes ? `${notes.slice(0, mostNotes - 1)}…` : notes,
      priority: whole(element, 'Priority', 0, 1000) ?? 500,
      isMilestone: flag(element, 'Milestone') === true,
      // Inactive in Microsoft Project: still shown, no longer meant to be done.
      isCancelled: flag(element, 'Active') === false,
    };
  }

  function scheduled(
    element: XmlElement,
  ): Pick<PlannedTask, 'start' | 'due' | 'baseline' | 'doneOn' | 'duration' | 'percent' | 'constraint'> {
    const start = date(element, 'Start');
    const due = date(element, 'Finish');
    if (start !== null && due !== null && due < start) wrong(at(element, 'Finish')!, 'Finish', `${due} is before the start, ${start}`);
    const percent = whole(element, 'PercentComplete', 0, 100) ?? 0;
    const first = element.children.find((child) => child.name === 'Baseline' && ['', '0'].includes(said(child, 'Number')));
    // The list stands in the order of the format's numbers.
    const type = constraints[whole(element, 'ConstraintType', 0, 7) ?? 0]!;
    return {
      start,
      due,
      baseline: (first && date(first, 'Finish')) ?? due,
      doneOn: percent === 100 ? (date(element, 'ActualFinish') ?? due) : null,
      duration: minutes(element, 'Duration'),
      percent,
      constraint: type === 'ASAP' ? null : { type, date: type === 'ALAP' ? null : date(element, 'ConstraintDate') },
    };
  }

  function readLink(element: XmlElement, successor: string): void {
    const predecessor = said(element, 'PredecessorUID');
    if (flag(element, 'CrossProject') === true) {
      warnings.push({
        line: element.line,
        field: 'CrossProject',
        message: `a link to a task of ${quoted(said(element, 'CrossProjectName') || 'another project')} is left out`,
      });
      return;
    }
    const lagUnit = units[(whole(element, 'LagFormat', 0, 63) ?? 7) & ~32] ?? 'days';
    // Tenths of a minute; percent are percent.
    const lag = whole(element, 'LinkLag', -100_000_000, 100_000_000) ?? 0;
    const type = types[whole(element, 'Type', 0, 3) ?? 1]!;
    links.push({
      predecessor,
      successor,
      type,
      lag: lagUnit.endsWith('percent') ? lag : Math.round(lag / 10),
      lagUnit,
      line: element.line,
      field: 'PredecessorUID',
    });
  }
}
