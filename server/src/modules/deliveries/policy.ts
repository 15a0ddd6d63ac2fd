import { allow, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  'delivery.read': allow('admin'),
  'delivery.create': allow('admin'),
  'delivery.replay': allow('admin'),
};
