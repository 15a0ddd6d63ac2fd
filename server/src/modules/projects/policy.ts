import { allow, policyRoles, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  'project.read': allow(policyRoles.members, policyRoles.contacts),
  'project.create': allow('admin', 'manager', 'sales'),
  'project.update': allow('admin', 'manager'),
  'project.remove': allow('admin'),
};
