import type { ProjectStore } from '@portico/sdk';

/** Hash of a store, once it has its data. */
export async function hashOf(store: ProjectStore): Promise<string> {
  const release = store.retain();
  try {
    await settled(store);
    return await store.hash();
  } finally {
    release();
  }
}

/** Resolves when the store has its data; rejects with its error. */
function settled(store: ProjectStore): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = store.state.subscribe((state) => {
      if (state === 'loading') return;
      queueMicrotask(() => stop()); // it is called once before there is a `stop`
      if (state === 'ready') resolve();
      else reject(store.error.peek() ?? new Error(state));
    });
  });
}
