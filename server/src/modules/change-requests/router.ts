import { pageOf } from '../../core/page.ts';
import { mutation, query, router, type Route } from '../../core/procedure.ts';
import {
  ChangeRequest,
  ChangeRequestId,
  EstimateChangeRequest,
  ListChangeRequests,
  MoveChangeRequest,
  RefuseChangeRequest,
  ResubmitChangeRequest,
  SubmitChangeRequest,
  WithdrawChangeRequest,
} from './schema.ts';
import * as service from './service.ts';

const one = '/v1/change-requests/{id}';
/** `POST /v1/change-requests/{id}/approve`, the action of the same name. */
const command = (verb: string, summary: string) => ({
  action: `change_request.${verb}`,
  route: `POST ${one}/${verb}` as Route,
  summary,
  out: ChangeRequest,
});

export const changeRequestsRouter = router({
  list: query(
    {
      action: 'change_request.read',
      route: 'GET /v1/projects/{project}/change-requests',
      summary: 'Change requests of a project, by number',
      in: ListChangeRequests,
      out: pageOf(ChangeRequest),
    },
    service.list,
  ),
  get: query(
    { action: 'change_request.read', route: `GET ${one}`, summary: 'One change request', in: ChangeRequestId, out: ChangeRequest },
    service.get,
  ),
  submit: mutation(
    {
      limited: true,
      action: 'change_request.submit',
      route: 'POST /v1/change-requests',
      summary: 'Ask for a change',
      status: 201,
      in: SubmitChangeRequest,
      out: ChangeRequest,
    },
    service.submit,
  ),
  triage: mutation({ ...command('triage', 'Take a change request into review'), in: MoveChangeRequest }, service.triage),
  estimate: mutation(
    {
      action: 'change_request.estimate',
      route: `PATCH ${one}`,
      summary: 'Set the impact of a change request in review',
      in: EstimateChangeRequest,
      out: ChangeRequest,
    },
    service.estimate,
  ),
  approve: mutation({ ...command('approve', 'Approve a change request'), in: MoveChangeRequest }, service.approve),
  reject: mutation({ ...command('reject', 'Reject a change request, with the reason'), in: RefuseChangeRequest }, service.reject),
  return: mutation(
    { ...command('return', 'Send a change request back for more, with the reason'), in: RefuseChangeRequest },
    service.sendBack,
  ),
  resubmit: mutation(
    { ...command('resubmit', 'Put a returned change request right and submit it again'), in: ResubmitChangeRequest },
    service.resubmit,
  ),
  withdraw: mutation(
    { ...command('withdraw', 'Withdraw a change request before it is decided'), in: WithdrawChangeRequest },
    service.withdraw,
  ),
});
