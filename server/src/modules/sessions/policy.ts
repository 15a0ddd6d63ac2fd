import { allow, allowKey, policyRoles, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  'session.mint': allowKey,
  'session.revoke': allow('admin'),
  'session.read': allow(policyRoles.members, policyRoles.contacts),
};
