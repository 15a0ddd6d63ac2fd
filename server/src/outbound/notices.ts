import { standsForChange } from '../feed/event.ts';
import type { Consumer } from '../feed/dispatch.ts';
import { enqueue } from '../jobs/jobs.ts';

/** A job for each change that somebody may have to be told of; the job finds out whom, and in which words. */
export const notices: Consumer = {
  name: 'notices',
  async consume(runtime, events) {
    const jobs = events
      .filter((event) => runtime.modules.notices.has(event.type) && standsForChange(runtime, event))
      .map(({ workspaceId, stream, seq }) => ({
        kind: 'notices.write',
        workspaceId,
        payload: { stream, seq },
        key: `notice ${stream} ${seq}`,
      }));
    if (jobs.length > 0) await enqueue(runtime, jobs);
  },
};
