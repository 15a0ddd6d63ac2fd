import { pageOf } from '../../core/page.ts';
import { mutation, query, router, type Route } from '../../core/procedure.ts';
import {
  CreateRequirements,
  DuplicateRequirement,
  ListRequirements,
  MoveRequirement,
  Origin,
  Parsed,
  ParseText,
  Requirement,
  RequirementId,
  Requirements,
  UpdateRequirement,
} from './schema.ts';
import * as service from './service.ts';

const one = '/v1/requirements/{id}';
/** `POST /v1/requirements/{id}/accept`, the action of the same name. */
const command = (verb: string, summary: string) => ({
  action: `requirement.${verb}`,
  route: `POST ${one}/${verb}` as Route,
  summary,
  out: Requirement,
});

export const requirementsRouter = router({
  list: query(
    {
      action: 'requirement.read',
      route: 'GET /v1/projects/{project}/requirements',
      summary: 'Requirements of a project',
      in: ListRequirements,
      out: pageOf(Requirement),
    },
    service.list,
  ),
  get: query(
    { action: 'requirement.read', route: `GET ${one}`, summary: 'One requirement', in: RequirementId, out: Requirement },
    service.get,
  ),
  origin: query(
    {
      action: 'requirement.origin',
      route: `GET ${one}/origin`,
      summary: 'The message that a requirement was cut from',
      in: RequirementId,
      out: Origin,
    },
    service.origin,
  ),
  parse: mutation(
    {
      limited: true,
      action: 'requirement.parse',
      route: 'POST /v1/requirements/parse',
      summary: 'Drafts of requirements from a text; nothing is stored',
      stateless: true,
      in: ParseText,
      out: Parsed,
    },
    service.parse,
  ),
  create: mutation(
    {
      limited: true,
      action: 'requirement.create',
      route: 'POST /v1/requirements',
      summary: 'Store what the client confirmed, all or nothing',
      status: 201,
      in: CreateRequirements,
      out: Requirements,
    },
    service.create,
  ),
  update: mutation(
    { action: 'requirement.update', route: `PATCH ${one}`, summary: 'Change a requirement', in: UpdateRequirement, out: Requirement },
    service.update,
  ),
  accept: mutation({ ...command('accept', 'Accept a requirement'), in: MoveRequirement }, service.accept),
  decline: mutation({ ...command('decline', 'Decline a requirement'), in: MoveRequirement }, service.decline),
  duplicate: mutation(
    { ...command('duplicate', 'Mark a requirement as a repetition of another'), in: DuplicateRequirement },
    service.duplicate,
  ),
  complete: mutation({ ...command('complete', 'Mark an accepted requirement as done'), in: MoveRequirement }, service.complete),
  reopen: mutation(
    { ...command('reopen', 'Decide anew on a requirement that was declined or a duplicate'), in: MoveRequirement },
    service.reopen,
  ),
});
