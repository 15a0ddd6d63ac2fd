/** The oracle bites: each thing that it is there to find is done once, and found. */
import { describe, expect, test } from 'vitest';
import { faultsOf, judge, type Fact, type Truth, type Verdict } from './oracle.ts';
import type { Write } from './journal.ts';
import { createWitness, type Witness } from './witness.ts';

const team = 'project:p:team';
const client = 'project:p:client';
const fact = (seq: number, name: string, rev = 1): Fact => ({ seq, id: `mst_${name}`, rev, name });
const write = (mark: string, more: Partial<Write> = {}): Write => ({
  mark,
  kind: 'milestone',
  projectId: 'p',
  askedAt: 1,
  answeredAt: 2,
  id: `mst_${mark}`,
  tries: 1,
  ...more,
});

/** Two milestones, one that only the team sees, a rename that nobody was told the end of, and a socket that saw all of the client's. */
function whole(): {
  writes: Write[];
  truth: Truth & { streams: Map<string, { head: number; events: Fact[] }>; names: string[]; keys: string[] };
  witness: Witness;
} {
  const shown = [fact(1, 'a'), fact(2, 'b'), { ...fact(3, 'r', 2), id: 'mst_a' }];
  const witness = createWitness('socket', client, 1);
  witness.apply(shown.slice(1).map((each) => ({ ...each, stream: client })));
  return {
    writes: [write('a'), write('b'), write('i', { kind: 'internal milestone' }), write('r', { kind: 'rename', answeredAt: null })],
    truth: {
      streams: new Map([
        [client, { head: 3, events: shown }],
        [team, { head: 4, events: [fact(1, 'a'), fact(2, 'i'), fact(3, 'b'), { ...fact(4, 'r', 2), id: 'mst_a' }] }],
      ]),
      names: ['r', 'a', 'b', 'i'],
      keys: ['a', 'b', 'i', 'r'],
      broken: [],
    },
    witness,
  };
}

type Whole = ReturnType<typeof whole>;

/** What is found after this was done to it. */
function found(harm: (all: Whole) => void): Verdict {
  const all = whole();
  harm(all);
  return judge(all.writes, all.truth, [all.witness]);
}
const kinds = (verdict: Verdict): string[] =>
  Object.entries(verdict).flatMap(([kind, list]: [string, string[]]) => (list.length > 0 ? [kind] : []));

describe('the oracle of the fault runs', () => {
  test('finds nothing where nothing is wrong', () => {
    expect(faultsOf(found(() => undefined))).toBe(0);
  });

  test.each<[string, string, (all: Whole) => void]>([
    ['an acknowledged write that was not done', 'lost', ({ writes }) => writes.push(write('never'))],
    ['a row that is not there', 'lost', ({ truth }) => truth.names.splice(1, 1)],
    ['a kept answer that is not there', 'lost', ({ truth }) => truth.keys.splice(0, 1)],
    ['a second row', 'doubled', ({ truth }) => truth.names.push('b')],
    ['a second kept answer', 'doubled', ({ truth }) => truth.keys.push('b')],
    [
      'a second event, even of a write that nobody was promised',
      'doubled',
      ({ truth }) => Object.assign(truth.streams.get(team)!, { head: 5, events: [...truth.streams.get(team)!.events, fact(5, 'r', 3)] }),
    ],
    ['an internal event in the stream of the client', 'doubled', ({ writes }) => Object.assign(writes[0]!, { kind: 'internal milestone' })],
    ['a gap in the feed', 'gaps', ({ truth }) => Object.assign(truth.streams.get(team)!.events[3]!, { seq: 5 })],
    ['a counter beyond its last event', 'gaps', ({ truth }) => Object.assign(truth.streams.get(team)!, { head: 5 })],
    ['a broken chain', 'gaps', ({ truth }) => Object.assign(truth, { broken: ['the data was changed'] })],
    ['an event that a socket dropped', 'missed', ({ witness }) => witness.seen.splice(0, 1)],
    ['a last event that never came', 'missed', ({ witness }) => witness.seen.pop()],
    ['an event that was applied twice', 'twice', ({ witness }) => witness.apply([{ ...fact(3, 'r', 2), id: 'mst_a', stream: client }])],
    ['an event with the contents of another', 'twice', ({ witness }) => Object.assign(witness.seen[0]!, { rev: 9 })],
    ['a lost place', 'twice', ({ witness }) => witness.faults.push('lost its place')],
  ])('%s is found as %s', (_, kind, harm) => {
    expect(kinds(found(harm))).toContain(kind);
  });

  test('a write that was never answered may be done or not, but not by half', () => {
    const none = found(({ writes }) => writes.push(write('unknown', { answeredAt: null })));
    expect(faultsOf(none)).toBe(0);
    expect(
      kinds(found(({ truth }) => Object.assign(truth.streams.get(client)!, { head: 2, events: [fact(1, 'a'), fact(2, 'b')] }))),
    ).toContain('lost');
  });
});
