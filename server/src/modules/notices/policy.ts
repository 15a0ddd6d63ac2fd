import { allow, policyRoles, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  'notice.read': allow(policyRoles.members),
  'notice.create': allow('admin', 'manager'),
  'notice.send': allow('admin', 'manager'),
};
