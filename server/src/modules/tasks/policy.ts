import { allow, policyRoles, type Policy } from '../../core/policy.ts';

const planners = ['admin', 'manager', 'lead'] as const;

export const policy: Policy = {
  'task.read': allow(policyRoles.members, policyRoles.contacts),
  'task.create': allow(planners),
  'task.update': allow(planners, 'engineer'),
  'task.move': allow(planners),
  'task.remove': allow(planners),
};
