/** Consumers of the feed, in the order in which the dispatcher asks them. Sockets are rung by the dispatcher itself. */
import type { Consumer } from '../feed/dispatch.ts';

export const consumers: readonly Consumer[] = [];
