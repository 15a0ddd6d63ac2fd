import { standsForChange } from '../feed/event.ts';
import type { Consumer } from '../feed/dispatch.ts';
import { parseStream } from '../feed/streams.ts';
import { fanOut } from '../modules/index.ts';

/** Changes to the endpoints of the workspace; what is for the audit alone leaves the house by no webhook. */
export const webhooks: Consumer = {
  name: 'webhooks',
  consume: (runtime, events) =>
    fanOut(
      runtime,
      events.filter((event) => standsForChange(runtime, event) && parseStream(event.stream)?.audience !== 'audit'),
    ),
};
