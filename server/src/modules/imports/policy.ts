import { allow, policyRoles, type Policy } from '../../core/policy.ts';

const planners = ['admin', 'manager', 'lead'] as const;

export const policy: Policy = {
  'import.read': allow(policyRoles.members),
  'import.create': allow(planners),
};
