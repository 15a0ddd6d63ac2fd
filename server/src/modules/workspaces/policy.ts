import { allow, policyRoles, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  'workspace.read': allow(policyRoles.members),
  'workspace.update': allow('admin'),
};
