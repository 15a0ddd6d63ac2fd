import { allow, policyRoles, type Policy } from '../../core/policy.ts';

const askers = ['admin', 'manager', 'sales'] as const;

export const policy: Policy = {
  'survey.read': allow(policyRoles.members, policyRoles.contacts),
  'survey.create': allow(askers),
  'survey.update': allow(askers),
  'survey.open': allow(askers),
  'survey.close': allow(askers),
};
