import { allow, policyRoles, type Policy } from '../../core/policy.ts';

const planners = ['admin', 'manager', 'lead'] as const;

export const policy: Policy = {
  'dependency.read': allow(policyRoles.members, policyRoles.contacts),
  'dependency.create': allow(planners),
  'dependency.remove': allow(planners),
};
