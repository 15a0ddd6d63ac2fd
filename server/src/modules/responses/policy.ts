import { allow, policyRoles, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  // Whoever is asked may answer: a viewer has an opinion too.
  'response.submit': allow(policyRoles.contacts),
  'response.mine': allow(policyRoles.contacts),
  'response.read': allow(policyRoles.members),
  'response.results': allow(policyRoles.members),
};
