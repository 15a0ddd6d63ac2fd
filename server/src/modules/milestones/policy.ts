import { allow, policyRoles, type Policy } from '../../core/policy.ts';

const planners = ['admin', 'manager', 'lead'] as const;

export const policy: Policy = {
  'milestone.read': allow(policyRoles.members, policyRoles.contacts),
  'milestone.create': allow(planners),
  'milestone.update': allow(planners, 'engineer'),
  'milestone.remove': allow(planners),
};
