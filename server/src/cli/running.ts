/** Runs something until it is told to end: SIGTERM, Ctrl-C, or a launcher that has gone. */

/**
 * Resolves when the process should stop. One Ctrl-C under npm arrives twice, so repeats within two seconds are the same;
 * a later one ends the process at once.
 */
export function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | null = null;
    const stop = (): void => {
      if (first === null) {
        first = performance.now();
        resolve();
        // Stopping may take less time than the repeat needs to arrive, and a process that is just leaving can no longer ignore it.
        setTimeout(() => {}, 300);
      } else if (performance.now() - first > 2000) {
        process.exit(130);
      }
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
    // `npm start` holds a channel to us: if the launcher dies, even by kill -9, nothing is left behind.
    if (process.channel) {
      process.on('disconnect', stop);
      process.channel.unref();
    }
  });
}
