import { allow, policyRoles, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  'member.read': allow(policyRoles.members),
  'member.create': allow('admin'),
  'member.update': allow('admin'),
  'member.remove': allow('admin'),
};
