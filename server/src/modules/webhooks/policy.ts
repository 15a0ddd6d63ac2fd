import { allow, type Policy } from '../../core/policy.ts';

export const policy: Policy = {
  'webhook.read': allow('admin'),
  'webhook.create': allow('admin'),
  'webhook.update': allow('admin'),
  'webhook.rotate': allow('admin'),
  'webhook.remove': allow('admin'),
};
