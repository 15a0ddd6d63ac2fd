import { allow, policyRoles, type Policy } from '../../core/policy.ts';

const deciders = ['admin', 'manager', 'lead'] as const;
const authors = ['owner', 'editor'] as const;

export const policy: Policy = {
  'change_request.read': allow(policyRoles.members, policyRoles.contacts),
  'change_request.submit': allow(authors),
  'change_request.resubmit': allow(authors),
  'change_request.withdraw': allow(authors),
  'change_request.triage': allow(deciders),
  'change_request.estimate': allow(deciders),
  'change_request.approve': allow(deciders, 'executive'),
  'change_request.reject': allow(deciders),
  'change_request.return': allow(deciders),
};
