import { allow, policyRoles, type Policy } from '../../core/policy.ts';

const deciders = ['admin', 'manager', 'lead'] as const;
const authors = ['owner', 'editor'] as const;

export const policy: Policy = {
  'requirement.read': allow(policyRoles.members, policyRoles.contacts),
  // The message around a quote may say more than what became a requirement.
  'requirement.origin': allow(policyRoles.members),
  'requirement.parse': allow(deciders, authors),
  'requirement.create': allow(authors),
  'requirement.update': allow(deciders),
  'requirement.accept': allow(deciders),
  'requirement.decline': allow(deciders),
  'requirement.duplicate': allow(deciders),
  'requirement.complete': allow(deciders),
  'requirement.reopen': allow('admin', 'manager'),
};
