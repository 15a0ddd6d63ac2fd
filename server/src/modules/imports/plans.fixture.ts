/** Small plan files for tests, and a reader of plan files that shares nothing with the importer. */
import { existsSync, readFileSync } from 'node:fs';

/** A real plan of Microsoft Project, or null where the machine has none: its tests are skipped by name. */
export function realPlan(name: string): string | null {
  const path = new URL(`../../../../../shared/data/${name}`, import.meta.url);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

export const realPlanPath = (name: string): string => new URL(`../../../../../shared/data/${name}`, import.meta.url).pathname;

export interface Plain {
  [field: string]: string;
}

const elements = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, inner]) => inner!);
const unescaped = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&amp;/g, '&');
const fields = (text: string): Plain =>
  Object.fromEntries([...text.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name!, unescaped(value!.trim())]));

/** Tasks and links of a file by regular expressions alone; `Summary` is what the file says. */
export function grepPlan(xml: string): { tasks: Plain[]; links: Plain[] } {
  const whole = elements(elements(xml, 'Tasks')[0]!, 'Task').map((task) => ({
    own: fields(task.replace(/<PredecessorLink>.*?<\/PredecessorLink>/gs, '')),
    links: elements(task, 'PredecessorLink'),
  }));
  const real = whole.filter(({ own }) => own['UID'] !== '0');
  return {
    tasks: real.map(({ own }) => own),
    links: real.flatMap(({ own, links }) => links.map((link) => ({ ...fields(link), SuccessorUID: own['UID']! }))),
  };
}

/** One task a line: `level name` and further fields; uids from 1 in order unless `UID` is given. */
export function mspdi(tasks: readonly Record<string, string | number | undefined>[], more = ''): string {
  const written = tasks.map((task, index) => {
    const { Links = '', ...rest } = {
      UID: index + 1,
      ID: index + 1,
      Name: `Task ${index + 1}`,
      OutlineLevel: 1,
      Start: '2026-03-02T08:00:00',
      Finish: '2026-03-06T17:00:00',
      Duration: 'PT40H0M0S',
      ...task,
    };
    return `<Task>\n${Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `<${name}>${value}</${name}>\n`)
      .join('')}${Links}</Task>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Project xmlns="http://schemas.microsoft.com/project">\n<Title>Plan</Title>\n${more}<Tasks>\n${written.join('')}</Tasks>\n</Project>\n`;
}

export const link = (uid: number, type = 1, lag = 0, format = 7): string =>
  `<PredecessorLink><PredecessorUID>${uid}</PredecessorUID><Type>${type}</Type><LinkLag>${lag}</LinkLag><LagFormat>${format}</LagFormat></PredecessorLink>\n`;
