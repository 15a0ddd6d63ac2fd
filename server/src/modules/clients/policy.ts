import { allow, policyRoles, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  'client.read': allow(policyRoles.members),
  'client.create': allow('admin', 'manager', 'sales'),
  'client.update': allow('admin', 'manager', 'sales'),
  'client.remove': allow('admin'),
};
