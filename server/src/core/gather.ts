/** Questions of requests that wait at the same moment share one statement. */

/**
 * Makes a question that is asked for one key out of one that answers many. Whoever asks is answered by a statement that begins after
 * they asked, so that they read what they have written. One statement is under way at a time (or as many as `lanes`); meanwhile the
 * next one fills, so that the database is asked no more often than it answers, however many requests there are.
 * @param nameOf tells keys apart; `ask` answers by it
 * @param most keys in one statement: SQLite nests no deeper than a thousand conditions
 */
export function gather<K, V>(
  nameOf: (key: K) => string,
  ask: (keys: readonly K[]) => Promise<ReadonlyMap<string, V>>,
  most = 256,
  lanes = 1,
): (key: K) => Promise<V | undefined> {
  type Waiting = { key: K; answer: PromiseWithResolvers<V | undefined> };
  let waiting = new Map<string, Waiting>();
  let busy = 0;

  async function round(): Promise<void> {
    if (waiting.size === 0) {
      // Another one took them along.
      busy--;
      return;
    }
    const taken = [...waiting].slice(0, most);
    waiting = new Map([...waiting].slice(most));
    const answered = await ask(taken.map(([, { key }]) => key)).then(
      (found) => () => {
        for (const [name, { answer }] of taken) answer.resolve(found.get(name));
      },
      (error: unknown) => () => {
        for (const [, { answer }] of taken) answer.reject(error);
      },
    );
    // The database is asked for the next ones first: it does not wait while something is made of these.
    void round();
    answered();
  }

  return (key) => {
    const name = nameOf(key);
    const same = waiting.get(name);
    if (same) return same.answer.promise;
    const answer = Promise.withResolvers<V | undefined>();
    waiting.set(name, { key, answer });
    if (busy < lanes) {
      busy++;
      // After the requests that this turn of the event loop has brought.
      setImmediate(() => void round());
    }
    return answer.promise;
  };
}
