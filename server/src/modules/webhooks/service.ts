import type { z } from 'zod';
import { transact } from '../../core/command.ts';
import { problem } from '../../core/errors.ts';
import { authorize } from '../../core/policy.ts';
import { seenBy } from '../../core/present.ts';
import { repo, type Page } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { record } from '../../feed/append.ts';
import { auditStream } from '../../feed/streams.ts';
import { WebhookTable, type WebhookRow } from './model.ts';
import { webhooks } from './present.ts';
import type { CreateWebhook, ListWebhooks, NewWebhook, UpdateWebhook, Webhook } from './schema.ts';
import { newSecret } from './secret.ts';

type In<T extends z.ZodType> = z.output<T>;
const see = (scope: Scope, row: WebhookRow): Webhook => seenBy(scope, webhooks, row, 'audit') as Webhook;

/** Hours that two secrets sign after a rotation. */
const overlap = 24 * 3_600_000;

export async function list(scope: Scope, page: In<typeof ListWebhooks>): Promise<Page<Webhook>> {
  const { items, next } = await repo(scope, WebhookTable).page({}, page);
  return { items: items.map((row) => see(scope, row)), next };
}

export async function get(scope: Scope, { id }: { id: string }): Promise<Webhook> {
  return see(scope, await repo(scope, WebhookTable).get(id));
}

export async function create(scope: Scope, { url, description, types }: In<typeof CreateWebhook>): Promise<NewWebhook> {
  checkUrl(scope, url);
  checkTypes(scope, types);
  return transact(scope, [auditStream(scope.workspaceId)], async (scope) => {
    authorize(scope, 'webhook.create');
    const { secret, sealed } = newSecret(scope.runtime, scope.workspaceId);
    const row = await repo(scope, WebhookTable).create({
      url,
      description,
      types: types.join(' '),
      enabled: true,
      disabled: null,
      secret: sealed,
      oldSecret: null,
      oldUntil: null,
      failingSince: null,
    });
    record(scope, 'webhook.created', WebhookTable, row, null);
    return { ...see(scope, row), secret };
  });
}

export async function update(scope: Scope, { id, types, ...sent }: In<typeof UpdateWebhook>): Promise<Webhook> {
  if (sent.url !== undefined) checkUrl(scope, sent.url);
  if (types) checkTypes(scope, types);
  return transact(scope, [auditStream(scope.workspaceId)], async (scope) => {
    const webhook = await repo(scope, WebhookTable).get(id);
    authorize(scope, 'webhook.update', webhook);
    // Switched on again, or sent elsewhere: its past failures count no more.
    const anew = sent.enabled === true || sent.url !== undefined ? { disabled: null, failingSince: null } : {};
    const next = await repo(scope, WebhookTable).update(webhook, { ...sent, ...anew, ...(types ? { types: types.join(' ') } : {}) });
    record(scope, 'webhook.updated', WebhookTable, next, webhook);
    return see(scope, next);
  });
}

/** For a day messages carry both signatures, so that the receiver can change over without losing one. */
export async function rotate(scope: Scope, { id }: { id: string }): Promise<NewWebhook> {
  return transact(scope, [auditStream(scope.workspaceId)], async (scope) => {
    const webhook = await repo(scope, WebhookTable).get(id);
    authorize(scope, 'webhook.rotate', webhook);
    const now = scope.runtime.clock.now();
    if (webhook.oldUntil && Date.parse(webhook.oldUntil) > now) {
      throw problem(
        'conflict',
        `The secret was rotated already and the one before it is good until ${webhook.oldUntil}. Rotate again after that.`,
      );
    }
    const { secret, sealed } = newSecret(scope.runtime, scope.workspaceId);
    const changes = { secret: sealed, oldSecret: webhook.secret, oldUntil: new Date(now + overlap).toISOString() };
    const next = await repo(scope, WebhookTable).update(webhook, changes);
    record(scope, 'webhook.rotated', WebhookTable, next, webhook);
    return { ...see(scope, next), secret };
  });
}

export async function remove(scope: Scope, { id }: { id: string }): Promise<{ id: string }> {
  return transact(scope, [auditStream(scope.workspaceId)], async (scope) => {
    const webhook = await repo(scope, WebhookTable).get(id);
    authorize(scope, 'webhook.remove', webhook);
    record(scope, 'webhook.removed', WebhookTable, await repo(scope, WebhookTable).remove(webhook), webhook);
    return { id };
  });
}

/** As it is written; the machines that it leads to are checked at each sending. */
function checkUrl({ runtime }: Scope, url: string): void {
  const refusal = runtime.outbound.refusal(url);
  if (refusal) throw problem('invalid_input', `url: ${refusal}`, { errors: [{ path: 'url', message: refusal }] });
}

function checkTypes({ runtime }: Scope, types: readonly string[]): void {
  const known = runtime.modules.list.flatMap(({ events }) => events);
  const nouns = new Set(known.map((type) => type.split('.')[0]!));
  const at = types.findIndex((type) => type !== '*' && !known.includes(type) && !(type.endsWith('.*') && nouns.has(type.slice(0, -2))));
  if (at < 0) return;
  const message = `${types[at]} is no event type. The nouns are ${[...nouns].toSorted().join(', ')}.`;
  throw problem('invalid_input', `types.${at}: ${message}`, { errors: [{ path: `types.${at}`, message }] });
}

/** Does this endpoint want events of this type? */
export const listens = ({ types }: Pick<WebhookRow, 'types'>, type: string): boolean =>
  types.split(' ').some((wanted) => wanted === '*' || wanted === type || (wanted.endsWith('.*') && type.startsWith(wanted.slice(0, -1))));
