import { standsForChange } from '../feed/event.ts';
import type { Consumer } from '../feed/dispatch.ts';
import { enqueue } from '../jobs/jobs.ts';
import { news } from '../modules/index.ts';

/** A job for each change that may be news to somebody; the job finds out to whom, and in which words. */
export const notices: Consumer = {
  name: 'notices',
  async consume(runtime, events) {
    const told = events.filter((event) => runtime.modules.notices.has(event.type) && standsForChange(runtime, event));
    const jobs = (await news(runtime, told)).map(({ workspaceId, stream, seq }) => ({
      kind: 'notices.write',
      workspaceId,
      payload: { stream, seq },
      key: `notice ${stream} ${seq}`,
    }));
    if (jobs.length > 0) await enqueue(runtime, jobs);
  },
};
