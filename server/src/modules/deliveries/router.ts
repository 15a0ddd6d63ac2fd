import { pageOf } from '../../core/page.ts';
import { mutation, query, router } from '../../core/procedure.ts';
import { Delivery, DeliveryId, ListDeliveries, ListedDelivery, OfWebhook, Replayed, ReplayMany } from './schema.ts';
import * as service from './service.ts';

export const deliveriesRouter = router({
  list: query(
    {
      action: 'delivery.read',
      route: 'GET /v1/webhooks/{webhook}/deliveries',
      summary: 'What was sent to an endpoint, the newest first',
      in: ListDeliveries,
      out: pageOf(ListedDelivery),
    },
    service.list,
  ),
  get: query(
    { action: 'delivery.read', route: 'GET /v1/deliveries/{id}', summary: 'One delivery with its attempts', in: DeliveryId, out: Delivery },
    service.get,
  ),
  create: mutation(
    {
      action: 'delivery.create',
      route: 'POST /v1/webhooks/{webhook}/deliveries',
      summary: 'Send a test message, webhook.test',
      status: 201,
      in: OfWebhook,
      out: Delivery,
    },
    service.create,
  ),
  replay: mutation(
    {
      action: 'delivery.replay',
      route: 'POST /v1/deliveries/{id}/replay',
      summary: 'Send it again, from the beginning of the schedule',
      in: DeliveryId,
      out: Delivery,
    },
    service.replay,
  ),
  replayMany: mutation(
    {
      action: 'delivery.replay',
      route: 'POST /v1/webhooks/{webhook}/replay',
      summary: 'Send again what failed, the oldest first',
      in: ReplayMany,
      out: Replayed,
    },
    service.replayMany,
  ),
});
