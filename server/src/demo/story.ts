/** The demo's story as data: a vendor, its people and clients, two projects, and everything that happened to them until today. */
import { calendar } from './story/calendar.ts';
import { hengrui } from './story/hengrui.ts';
import { heyuan } from './story/heyuan.ts';
import { clients, contacts, members, workspace } from './story/people.ts';
import type { Story } from './story/types.ts';

export type * from './story/types.ts';

/**
 * The story as it stands on a day; every date in it is relative to that day and falls on a working day.
 * @param today civil date in the workspace's time zone
 */
export function story(today: string): Story {
  const days = calendar(today);
  const projects = [hengrui(days), heyuan(days)];
  const history = projects.flatMap((project) => project.history).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { workspace, members, clients, contacts, projects: projects.map(({ project }) => project), history };
}
