import type { Connection } from '@portico/sdk';
import { isLeft } from '@portico/sdk/outbox';
import { later, type Later } from './later.ts';
import type * as sendingModule from './sending.ts';

/** What sends, and what is said of it: nobody needs it before a form can be filled in. */
export const sending: Later<typeof sendingModule> = later(() => import('./sending.ts'));

/** A form on the page that can show what becomes of it is given this long to take it up, in ms. */
const courtesy = 3000;

/** What an earlier page could not send goes out from any page of this person's, whether there is a form on it or not. */
export function wakeOutbox(connection: Connection): void {
  if (isLeft('out')) setTimeout(() => void sending.fetch().then(({ outbox }) => outbox(connection)), courtesy);
}
