import { allow, policyRoles, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  'feed.read': allow(policyRoles.members, policyRoles.contacts),
};
