import { afterEach, expect, it } from 'vitest';
import { openLine, until, type Line } from '../testing/line.ts';
import { onEachDialect } from '../testing/suite.ts';

onEachDialect('subscriptions in the handshake', (given) => {
  const lines: Line[] = [];
  afterEach(() => {
    for (const line of lines.splice(0)) line.close();
  });
  const stream = () => `project:${given.tenant.projectId}:team`;
  const open = async (token: string, subscriptions: unknown): Promise<Line> => {
    const line = await openLine(given.world.url, { token, subscriptions });
    lines.push(line);
    return line;
  };
  const touch = (note: string) => given.tenant.key.ok(`PATCH /v1/milestones/${given.tenant.milestoneIds[0]}`, { note });

  it('are answered as `subscribe` is, each with its own word, and followed', async () => {
    const { token } = await given.tenant.as('manager');
    const asking = await open(token!, []);
    const neighbour = await given.world.tenant('handshakes');
    const workspace = `workspace:${given.tenant.workspaceId}`;
    const { epoch } = await asking.ask('subscribe', { stream: stream(), epoch: '', seq: 0 });
    const positions = [
      { stream: stream(), epoch, seq: 1 },
      { stream: workspace, epoch: 'another', seq: 1 },
      { stream: `project:${neighbour.projectId}:team`, epoch: '', seq: 0 },
      { stream: `project:${given.tenant.projectId}:client`, epoch: '', seq: 0 },
    ];
    const line = await open(token!, positions);
    await until(() => line.subscribed.length === positions.length);
    for (const position of positions) {
      const { stream: of, error, ...answer } = line.subscribed.find(({ stream }) => stream === position.stream);
      const { stream: _, error: refused, ...asked } = await asking.ask('subscribe', position);
      expect({ ...answer, code: error?.code }, of).toEqual({ ...asked, code: refused?.code });
    }
    expect(line.subscribed.filter(({ error }) => error).map(({ error }) => error.code)).toEqual(['not_found', 'not_found']);
    await neighbour.key.ok(`PATCH /v1/milestones/${neighbour.milestoneIds[0]}`, { note: 'not theirs' });
    await touch('live');
    await until(() => line.events.length > 0);
    expect(line.events).toMatchObject([{ stream: stream(), data: { note: 'live' } }]);
  });

  it('of a wrong shape are refused', async () => {
    const { token } = await given.tenant.as('manager');
    const one = { stream: stream(), epoch: '', seq: 0 };
    for (const wrong of ['all', [{ ...one, seq: -1 }], [{ ...one, more: 1 }], Array.from({ length: 21 }, () => one)])
      await expect(open(token!, wrong)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('miss nothing and repeat nothing that is committed meanwhile', async () => {
    const { token } = await given.tenant.as('manager');
    const { subscribed } = await open(token!, [{ stream: stream(), epoch: '', seq: 0 }]);
    await until(() => subscribed.length === 1);
    const [{ epoch, head }] = subscribed;
    const writing = (async () => {
      for (let nth = 0; nth < 40; nth++) await touch(`n${nth}`);
    })();
    const coming: Line[] = [];
    for (let nth = 0; nth < 20; nth++) coming.push(await open(token!, [{ stream: stream(), epoch, seq: head }]));
    await writing;
    for (const line of coming) {
      const seqs = (): number[] =>
        [...(line.subscribed[0]?.events ?? []), ...line.events]
          .map(({ seq }: { seq: number }) => seq)
          // What was told both ways is told apart by its number.
          .filter((seq, index, all) => all.indexOf(seq) === index);
      await until(() => seqs().length >= 40);
      expect(seqs().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => head + 1 + index));
    }
  });

  it('are answered with the same, letter for letter, whether it was kept or is read again', async () => {
    const { token } = await given.tenant.as('manager');
    const first = await open(token!, [{ stream: stream(), epoch: '', seq: 0 }]);
    await until(() => first.subscribed.length === 1);
    const [{ epoch, head: seq }] = first.subscribed;
    for (const note of ['“里程碑” \\ "\n', '🙂 é \u2028', '</script>']) await touch(note);
    const answers = [];
    for (const again of [false, true]) {
      if (again) given.world.portico.runtime.recent.clear();
      const { subscribed } = await open(token!, [{ stream: stream(), epoch, seq }]);
      await until(() => subscribed.length === 1);
      answers.push(subscribed[0]);
    }
    expect(answers[0].events).toHaveLength(3);
    expect(answers[1]).toEqual(answers[0]);
    await until(() => first.events.length === 3);
    expect(answers[0].events).toEqual(first.events);
  });

  it('are answered by a node that others follow the stream on, though it has not heard of what another node committed', async () => {
    const { token } = await given.tenant.as('manager');
    const here = await open(token!, [{ stream: stream(), epoch: '', seq: 0 }]);
    await until(() => here.subscribed.length === 1);
    const [{ epoch, head }] = here.subscribed;
    const other = await given.node();
    await other.caller(given.tenant.secretKey).ok(`PATCH /v1/milestones/${given.tenant.milestoneIds[0]}`, { note: 'elsewhere' });
    const [ahead, level] = await Promise.all([head + 1, head].map((seq) => open(token!, [{ stream: stream(), epoch, seq }])));
    await until(() => ahead!.subscribed.length + level!.subscribed.length === 2);
    expect(ahead!.subscribed).toMatchObject([{ epoch, head: head + 1, events: [], more: false }]);
    // Answered or rung, and everybody hears it.
    const heard = (line: Line): number[] => [...line.subscribed.flatMap(({ events }) => events), ...line.events].map(({ seq }) => seq);
    await until(() => heard(level!).includes(head + 1) && here.events.length > 0);
    expect(new Set(heard(level!))).toEqual(new Set([head + 1]));
  });
});
