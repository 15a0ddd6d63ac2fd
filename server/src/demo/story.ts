/** The demo's story as data: a vendor, its people and clients, two projects, and everything that happened to them until today. */
import { calendar } from './story/calendar.ts';
import { hengrui } from './story/hengrui.ts';
import { heyuan } from './story/heyuan.ts';
import { requests } from './story/requests.ts';
import { clients, contacts, members, workspace } from './story/people.ts';
import { surveys } from './story/surveys.ts';
import type { Story } from './story/types.ts';
import { wishes } from './story/wishes.ts';

export type * from './story/types.ts';

/**
 * The story as it stands on a day; every date in it is relative to that day and falls on a working day.
 * @param today civil date in the workspace's time zone
 */
export function story(today: string): Story {
  const days = calendar(today);
  const projects = [hengrui(days), heyuan(days)];
  const history = projects.flatMap((project) => project.history).toSorted(inTime);
  const talks = [...projects.flatMap((project) => project.talks), ...requests(days), ...surveys(days), ...wishes(days)].toSorted(inTime);
  return { workspace, members, clients, contacts, projects: projects.map(({ project }) => project), history, talks };
}

const inTime = (a: { at: string }, b: { at: string }): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
