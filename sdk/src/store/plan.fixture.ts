import type { Milestone, Project, ProjectEntities, Stage } from '../types.ts';

const project = (id: string): Project => ({
  id,
  rev: 1,
  clientId: 'cli_1',
  name: id,
  translations: null,
  status: 'active',
  lang: 'en',
  timeZone: 'Europe/Berlin',
  start: '2026-09-01',
  due: '2027-02-26',
  manager: null,
});
const stage = (id: string, projectId: string, position: number): Stage => ({
  id,
  rev: 1,
  projectId,
  name: id,
  translations: null,
  position,
});
const milestone = (id: string, projectId: string, stageId: string, position: number): Milestone => ({
  id,
  rev: 1,
  projectId,
  stageId,
  name: id,
  translations: null,
  position,
  status: 'planned',
  progress: 0,
  due: '2026-12-01',
  baseline: '2026-12-01',
  doneOn: null,
  owner: null,
  atRisk: false,
  reason: null,
});

/** Two projects; in `prj_1` the second stage has the id that sorts first. */
export const plan = (): ProjectEntities => ({
  projects: [project('prj_1'), project('prj_2')],
  stages: [stage('stg_b', 'prj_1', 1), stage('stg_a', 'prj_1', 2), stage('stg_c', 'prj_2', 1)],
  milestones: [
    milestone('mst_1', 'prj_1', 'stg_a', 1),
    milestone('mst_2', 'prj_1', 'stg_b', 2),
    milestone('mst_3', 'prj_1', 'stg_b', 1),
    milestone('mst_4', 'prj_2', 'stg_c', 1),
  ],
});
