import { allow, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  'key.read': allow('admin'),
  'key.create': allow('admin'),
  'key.rotate': allow('admin'),
  'key.revoke': allow('admin'),
};
