import { allow, policyRoles, type Policy } from '../../core/policy.ts';

const planners = ['admin', 'manager', 'lead'] as const;

export const policy: Policy = {
  'stage.read': allow(policyRoles.members, policyRoles.contacts),
  'stage.create': allow(planners),
  'stage.update': allow(planners),
  'stage.remove': allow(planners),
};
