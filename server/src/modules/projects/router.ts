import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { CreateProject, ListProjects, Project, ProjectId, UpdateProject } from './schema.ts';
import * as service from './service.ts';

export const projectsRouter = router({
  list: query(
    {
      action: 'project.read',
      route: 'GET /v1/projects',
      summary: 'Projects that the caller may see',
      in: ListProjects,
      out: pageOf(Project),
    },
    service.list,
  ),
  get: query({ action: 'project.read', route: 'GET /v1/projects/{id}', summary: 'One project', in: ProjectId, out: Project }, service.get),
  create: mutation(
    {
      action: 'project.create',
      route: 'POST /v1/projects',
      summary: 'Begin a project for a client',
      status: 201,
      in: CreateProject,
      out: Project,
    },
    service.create,
  ),
  update: mutation(
    { action: 'project.update', route: 'PATCH /v1/projects/{id}', summary: 'Change a project', in: UpdateProject, out: Project },
    service.update,
  ),
  remove: mutation(
    {
      action: 'project.remove',
      route: 'DELETE /v1/projects/{id}',
      summary: 'Remove a project without stages',
      in: ProjectId,
      out: z.object({ id: idOf('project') }),
    },
    service.remove,
  ),
});
