import { allow, policyRoles, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  'contact.read': allow(policyRoles.members, policyRoles.contacts),
  'contact.create': allow('admin', 'manager', 'sales'),
  'contact.update': allow('admin', 'manager', 'sales'),
  'contact.remove': allow('admin', 'manager'),
};
