/** Many pages that follow a project each: the SDK's own link, socket, polling and follower, and a witness behind each of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createSession, type Session } from '../../sdk/src/auth/session.ts';
import { createHttp } from '../../sdk/src/rpc/http.ts';
import { openSocket } from '../../sdk/src/realtime/index.ts';
import { createLink } from '../../sdk/src/store/link.ts';
import type { Link } from '../../sdk/src/types.ts';
import type { FeedEvent, StreamPosition, Token } from '../../sdk/src/wire.ts';
import { createWitness, type Witness } from './witness.ts';

/** Somebody who looks at pages; several sockets are theirs. */
export interface Onlooker {
  fetchToken(): Promise<Token>;
}

export interface Crowd {
  readonly witnesses: readonly Witness[];
  /** How many hear of changes at once, by a socket. */
  live(): number;
  close(): void;
}

/** Sockets that are opened at the same time, and how many milliseconds a next one waits for them. */
const atOnce = 50;
const longestWelcome = 10_000;

/**
 * @param place whose socket the nth is, and from where on it follows which stream
 * @param heard is told of each event that a socket is given
 */
export async function gather(
  url: string,
  size: number,
  place: (index: number) => { onlooker: Onlooker; from: StreamPosition },
  heard: (event: FeedEvent) => void,
): Promise<Crowd> {
  const sessions = new Map<Onlooker, Session>();
  const links: { close(): void; state: () => Link }[] = [];
  const witnesses: Witness[] = [];
  const standing = (): number => links.filter(({ state }) => state() === 'live').length;
  for (let index = 0; index < size; index++) {
    const { onlooker, from } = place(index);
    let session = sessions.get(onlooker);
    if (!session) sessions.set(onlooker, (session = createSession({ fetchToken: () => onlooker.fetchToken() }, () => undefined)));
    const witness = createWitness(`socket ${index}`, from.stream, from.seq);
    const link = box<Link>('idle');
    const live = createLink({
      url,
      openSocket,
      http: createHttp(url, fetch, session),
      session,
      link,
      offlineSince: box<number | null>(null),
    });
    live.follow(from, {
      apply(events) {
        witness.apply(events);
        for (const event of events) heard(event);
      },
      reset: () => witness.faults.push(`lost its place at ${witness.last}`),
      denied: (error) => witness.faults.push(`was shut out: ${error.code} ${error.message}`),
    });
    witnesses.push(witness);
    links.push({ close: live.close, state: () => link.value });
    // A crowd comes one after the other. Who is not let in is found missing at the end.
    const due = performance.now() + longestWelcome;
    while (links.length - standing() >= atOnce && performance.now() < due) await sleep(5);
  }
  return {
    witnesses,
    live: standing,
    close() {
      for (const { close } of links) close();
    },
  };
}

type Box<T> = Parameters<typeof createLink>[0]['link'] & { value: T };

/** Nothing is drawn here, so nobody has to be told. */
const box = <T>(value: T): Box<T> => ({ value }) as Box<T>;
