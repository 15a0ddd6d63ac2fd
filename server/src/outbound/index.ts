/** The ways out: consumers of the feed, in the order in which the dispatcher asks them (sockets it rings itself), and what they send with. */
import type { Config } from '../config.ts';
import type { Outbound } from '../core/outbound.ts';
import type { Consumer } from '../feed/dispatch.ts';
import { look } from './addresses.ts';
import { createMail } from './mail.ts';
import { notices } from './notices.ts';
import { createSafeFetch } from './safe-fetch.ts';
import { webhooks } from './webhooks.ts';

export const consumers: readonly Consumer[] = [webhooks, notices];

export function createOutbound({ mail, webhooks: allowed }: Pick<Config, 'mail' | 'webhooks'>): Outbound {
  const fetch = createSafeFetch({ allowed });
  return {
    fetch,
    refusal(url) {
      const found = look(url, allowed);
      return 'refused' in found ? found.refused : null;
    },
    mail: createMail(mail),
    close: () => fetch.close(),
  };
}
