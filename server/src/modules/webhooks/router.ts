import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { CreateWebhook, ListWebhooks, NewWebhook, UpdateWebhook, Webhook, WebhookId } from './schema.ts';
import * as service from './service.ts';

const one = 'GET /v1/webhooks/{id}' as const;
const once = ['secret'];

export const webhooksRouter = router({
  list: query(
    {
      action: 'webhook.read',
      route: 'GET /v1/webhooks',
      summary: 'Endpoints that events are sent to',
      in: ListWebhooks,
      out: pageOf(Webhook),
    },
    service.list,
  ),
  get: query({ action: 'webhook.read', route: one, summary: 'One endpoint', in: WebhookId, out: Webhook }, service.get),
  create: mutation(
    {
      action: 'webhook.create',
      route: 'POST /v1/webhooks',
      summary: 'Add an endpoint; its secret is shown this once',
      status: 201,
      once,
      in: CreateWebhook,
      out: NewWebhook,
    },
    service.create,
  ),
  update: mutation(
    {
      action: 'webhook.update',
      route: 'PATCH /v1/webhooks/{id}',
      summary: 'Change an endpoint, switch it off or on',
      in: UpdateWebhook,
      out: Webhook,
    },
    service.update,
  ),
  rotate: mutation(
    {
      action: 'webhook.rotate',
      route: 'POST /v1/webhooks/{id}/rotate',
      summary: 'A new secret; the old one signs beside it for a day',
      once,
      in: WebhookId,
      out: NewWebhook,
    },
    service.rotate,
  ),
  remove: mutation(
    {
      action: 'webhook.remove',
      route: 'DELETE /v1/webhooks/{id}',
      summary: 'Remove an endpoint',
      in: WebhookId,
      out: z.object({ id: idOf('webhook') }),
    },
    service.remove,
  ),
});
