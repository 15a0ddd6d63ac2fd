/** The store of one project, or of what a person follows beside projects: a snapshot kept live by the feed, with this page's own writes laid over it. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { type PorticoError, toError } from '../errors.ts';
import type { Http } from '../rpc/http.ts';
import { backOff } from '../rpc/wait.ts';
import type { Entity, FeedEvent, LoadState, Milestone, Project, ProjectStore, Snapshot, Stage, StreamPosition } from '../types.ts';
import type { Follower } from './follower.ts';
import type { LiveLink } from './link.ts';
import { createRecords } from './records.ts';

/** What belongs to the person who looks at the page, and ends with them. */
export interface Person {
  http: Http;
  /** How to hear of changes, once its code is there; nothing, where nobody wants to hear. Rejects when the person is gone before. */
  live(): Promise<LiveLink> | undefined;
}

export interface Store extends ProjectStore {
  /** Forget everything; load again for the new person if somebody still looks. */
  restart(): void;
  /** Load now if the last try failed. */
  wake(): void;
  /** Forget everything for good. */
  end(): void;
}

const grace = 5000;
const glow = 10_000;

/** @param path of the snapshot */
export function createStore(id: string, person: () => Person, path = `/v1/projects/${encodeURIComponent(id)}/snapshot`): Store {
  const records = createRecords();
  const state = signal<LoadState>('loading');
  const failure = signal<PorticoError | null>(null);
  const touched = signal<ReadonlyMap<string, number>>(new Map());
  let retained = 0;
  let followers: Follower[] = [];
  /** Where the snapshot stands: what counts until somebody follows. */
  let start: StreamPosition[] = [];
  /** Ends when the data is dropped: late answers belong to nobody. */
  let visit = new AbortController();
  let loading: Promise<void> | undefined;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let leave: ReturnType<typeof setTimeout> | undefined;

  const view = <T extends Entity>(name: string): ReadonlySignal<T[]> => records.view(name) as ReadonlySignal<never[]>;
  const projects = view<Project>('projects');
  const stages = computed(() => view<Stage>('stages').value.toSorted((a, b) => a.position - b.position));
  const milestones = computed(() => {
    const order = new Map(stages.value.map((stage, index) => [stage.id, index]));
    const place = (milestone: Milestone): number => order.get(milestone.stageId) ?? order.size;
    return view<Milestone>('milestones').value.toSorted((a, b) => place(a) - place(b) || a.position - b.position);
  });

  function touch(ids: string[]): void {
    const now = performance.now();
    if (ids.length)
      touched.value = new Map([...[...touched.value].filter(([, at]) => now - at < glow), ...ids.map((id) => [id, now] as const)]);
  }

  const sink = {
    apply: (events: FeedEvent[]): void =>
      batch(() => touch(events.filter(({ entity, id, rev, data }) => records.upsert(entity, id, rev, data)).map((event) => event.id))),
    reset: (): void => void load(),
    denied: deny,
  };

  /** Ends the visit: nothing of it may be seen again. */
  function drop(next: LoadState, error: PorticoError | null = null): void {
    visit.abort();
    visit = new AbortController();
    loading = undefined;
    failures = 0;
    clearTimeout(retry);
    for (const follower of followers.splice(0)) follower.stop();
    start = [];
    batch(() => {
      records.clear();
      touched.value = new Map();
      state.value = next;
      failure.value = error;
    });
  }

  function deny(error: PorticoError): void {
    drop('forbidden', error);
  }

  const load = (): Promise<void> => (loading ??= fetchSnapshot(person(), visit.signal));

  async function fetchSnapshot({ http, live }: Person, signal: AbortSignal): Promise<void> {
    clearTimeout(retry);
    const confirmed = records.settled();
    try {
      const { streams, entities } = await http<Snapshot>({ path, signal });
      if (signal.aborted) return;
      failures = 0;
      loading = undefined;
      // A reload may be overtaken by live events: what is shown is newer, and provably whole.
      const ahead = followers.some(
        ({ ended, position: { stream, epoch, seq } }) =>
          !ended && streams.some((other) => other.stream === stream && other.epoch === epoch && other.seq < seq),
      );
      if (ahead) return;
      batch(() => {
        const changed = records.replace(entities, confirmed);
        if (state.value === 'ready') touch(changed);
        state.value = 'ready';
        failure.value = null;
      });
      start = streams;
      follow(streams, live(), signal).catch(() => undefined);
    } catch (cause) {
      if (!signal.aborted) fail(toError(cause));
    }
  }

  /** In place of whoever followed before. */
  async function follow(streams: StreamPosition[], live: ReturnType<Person['live']>, signal: AbortSignal): Promise<void> {
    const link = await live;
    if (!link || signal.aborted) return;
    const before = followers;
    followers = streams.map((position) => link.follow(position, sink));
    for (const follower of before) follower.stop();
  }

  function fail(error: PorticoError): void {
    loading = undefined;
    if (error.denied) return deny(error);
    // Data that is there stays on the screen; the link tells that it is old.
    if (state.value !== 'ready') {
      batch(() => {
        state.value = 'error';
        failure.value = error;
      });
    }
    if (error.retryable || state.value === 'ready') retry = setTimeout(() => void load(), 500 + backOff((failures += 1)));
  }

  return {
    id,
    state,
    error: failure,
    touched,
    stages,
    milestones,
    project: computed(() => projects.value.find((project) => project.id === id) ?? null),
    collection: view,
    retain() {
      clearTimeout(leave);
      retained += 1;
      if (!followers.length && state.value === 'loading') void load();
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        retained -= 1;
        if (!retained) leave = setTimeout(() => drop('loading'), grace);
      };
    },
    reload() {
      if (state.value !== 'ready') {
        batch(() => {
          state.value = 'loading';
          failure.value = null;
        });
      }
      return load();
    },
    hash: async () => (await import('../hash.ts')).hashEntities(records.entities()),
    position: () => (followers[0] ?? { position: start[0] }).position ?? null,
    async optimistic(collection, id, patch, send) {
      const operation = records.begin(collection, id, patch);
      const mine = visit;
      try {
        const answer = await send();
        if (mine === visit) records.settle(operation, answer);
        return answer;
      } catch (cause) {
        if (mine === visit) records.undo(operation);
        throw cause;
      }
    },
    restart() {
      drop('loading');
      if (retained) void load();
    },
    wake() {
      if (retained && !loading && (state.value === 'error' || failures)) void load();
    },
    end() {
      clearTimeout(leave);
      drop('loading');
    },
  };
}
