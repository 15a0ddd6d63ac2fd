import type { z } from 'zod';
import { instantOf } from '../../core/clock.ts';
import { transact } from '../../core/command.ts';
import { guardRevision } from '../../core/conflict.ts';
import { problem } from '../../core/errors.ts';
import { stepBy, transition } from '../../core/machine.ts';
import { tapAt } from '../../core/moment.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { projectStreams } from '../../feed/streams.ts';
import { speaker } from '../contacts/index.ts';
import { ProjectTable } from '../projects/index.ts';
import { machine } from './machine.ts';
import { ChangeRequestTable, type ChangeRequestRow } from './model.ts';
import { changeRequests } from './present.ts';
import type {
  ChangeRequest,
  EstimateChangeRequest,
  ListChangeRequests,
  MoveChangeRequest,
  RefuseChangeRequest,
  ResubmitChangeRequest,
  SubmitChangeRequest,
  WithdrawChangeRequest,
} from './schema.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: ChangeRequestRow): ChangeRequest => seenBy(scope, changeRequests, row) as ChangeRequest;

/** What a request may carry of its past stays small enough to travel with it. */
const mostReturns = 3;

export async function list(scope: Scope, { project, status, ...page }: In<typeof ListChangeRequests>): Promise<Page<ChangeRequest>> {
  await repo(scope, ProjectTable).get(project);
  const { items, next } = await repo(scope, ChangeRequestTable).page({ projectId: project, ...(status ? { status } : {}) }, page, [
    'number',
  ]);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<ChangeRequest> {
  return see(scope, await repo(scope, ChangeRequestTable).get(id));
}

export async function submit(
  scope: Scope,
  { project: projectId, contact, at, wantedBy = null, ...asked }: In<typeof SubmitChangeRequest>,
): Promise<ChangeRequest> {
  return transact(scope, projectStreams(projectId), async (scope) => {
    const project = await repo(scope, ProjectTable).get(projectId);
    authorize(scope, 'change_request.submit', project);
    const submittedAt = tapAt(scope.runtime.clock, at);
    const author = await speaker(scope, project.clientId, contact);
    const row = await repo(scope, ChangeRequestTable).create({
      projectId,
      // The project's streams are locked, and nothing is ever taken away.
      number: (await repo(scope, ChangeRequestTable).count({ projectId })) + 1,
      ...asked,
      wantedBy,
      status: 'submitted',
      authorId: author?.id ?? null,
      authorName: author?.name ?? null,
      submittedAt,
      decidedAt: null,
      costAmount: null,
      costCurrency: null,
      days: null,
      trail: [stepBy(scope, { from: null, to: 'submitted' }, { at: submittedAt })],
    });
    record(scope, 'change_request.submitted', ChangeRequestTable, row, null);
    return see(scope, row);
  });
}

export const triage = (scope: Scope, input: In<typeof MoveChangeRequest>): Promise<ChangeRequest> => move(scope, 'triage', input);
export const approve = (scope: Scope, input: In<typeof MoveChangeRequest>): Promise<ChangeRequest> => move(scope, 'approve', input);
export const reject = (scope: Scope, input: In<typeof RefuseChangeRequest>): Promise<ChangeRequest> => move(scope, 'reject', input);
export const sendBack = (scope: Scope, input: In<typeof RefuseChangeRequest>): Promise<ChangeRequest> => move(scope, 'return', input);
export const withdraw = (scope: Scope, input: In<typeof WithdrawChangeRequest>): Promise<ChangeRequest> => move(scope, 'withdraw', input);
export const resubmit = (scope: Scope, input: In<typeof ResubmitChangeRequest>): Promise<ChangeRequest> => move(scope, 'resubmit', input);

const happened = {
  triage: 'change_request.triaged',
  approve: 'change_request.approved',
  reject: 'change_request.rejected',
  return: 'change_request.returned',
  withdraw: 'change_request.withdrawn',
  resubmit: 'change_request.resubmitted',
} as const;

type Move = In<typeof MoveChangeRequest> & In<typeof ResubmitChangeRequest>;

/** One command of the table, with what it says and, on resubmitting, what it puts right. */
async function move(
  scope: Scope,
  on: keyof typeof happened,
  { id, at, reason, note, ...righted }: Partial<Move> & { id: string },
): Promise<ChangeRequest> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const request = await repo(scope, ChangeRequestTable).get(id);
      const { from, to } = transition(scope, machine, on, changeRequests, request);
      if (on === 'return' && request.trail.filter((step) => step.to === 'returned').length === mostReturns) {
        throw problem(
          'conflict',
          `This change request was returned ${mostReturns} times. Approve or reject it; a new one can be submitted.`,
          { current: see(scope, request) },
        );
      }
      const next = await repo(scope, ChangeRequestTable).update(request, {
        ...righted,
        status: to,
        decidedAt: to === 'approved' || to === 'rejected' || to === 'withdrawn' ? instantOf(scope.runtime.clock) : null,
        trail: [
          ...request.trail,
          stepBy(scope, { from, to }, { at: at === undefined ? at : tapAt(scope.runtime.clock, at), reason, note }),
        ],
      });
      record(scope, happened[on], ChangeRequestTable, next, request);
      return see(scope, next);
    },
  );
}

export async function estimate(scope: Scope, { id, impact, rev }: In<typeof EstimateChangeRequest>): Promise<ChangeRequest> {
  return transact(
    scope,
    () => streamsOf(scope, id),
    async (scope) => {
      const request = await repo(scope, ChangeRequestTable).get(id);
      transition(scope, machine, 'estimate', changeRequests, request);
      await guardRevision(scope, changeRequests, request, rev, { impact }, projectStreams(request.projectId)[1]!);
      if (request.status !== 'in_review') {
        throw problem('conflict', 'The impact is set while the change request is in review. Triage it first; what was decided stays.', {
          current: see(scope, request),
        });
      }
      const changes = {
        costAmount: impact?.cost?.amount ?? null,
        costCurrency: impact?.cost?.currency ?? null,
        days: impact?.days ?? null,
      };
      if (Object.entries(changes).every(([name, value]) => request[name as keyof typeof changes] === value)) return see(scope, request);
      const next = await repo(scope, ChangeRequestTable).update(request, changes);
      record(scope, 'change_request.estimated', ChangeRequestTable, next, request);
      return see(scope, next);
    },
  );
}

/** Asked within the command, as everywhere. */
const streamsOf = async (scope: Scope, id: string): Promise<string[]> =>
  projectStreams(await repo(scope, ChangeRequestTable).projectOf(id));
