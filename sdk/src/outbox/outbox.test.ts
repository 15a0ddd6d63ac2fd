import { describe, expect, test, vi } from 'vitest';
import { PorticoError, type Connection } from '../index.ts';
import { createWorld, pass } from '../store/world.fixture.ts';
import { outbox, type Submission, type SubmitOptions } from './index.ts';
import { createPage } from './page.fixture.ts';

const world = createWorld();
const page = createPage();
const day = 24 * 3_600_000;

const submit = (connection: Connection, input: object, options?: SubmitOptions): Submission<any> =>
  outbox(connection).submit('changeRequests.submit' as never, input as never, options);
const sends = () => world.server.requests.filter(({ path }) => path === '/trpc/changeRequests.submit');
const rows = async () => (await world.server.snapshot('prj_1')).entities['changeRequests'] ?? [];
const outOf = () => Object.keys(page.stored()).filter((name) => name.startsWith('portico:1:out:'));

async function opened() {
  const connection = page.open(world.server);
  await connection.call('milestones.list', { project: 'prj_1' });
  return connection;
}

describe('a submission', () => {
  test('is written down before it is sent, sent with the instant of the tap, and gone when it is answered', async () => {
    const connection = await opened();
    world.server.delay(20);
    const tapped = new Date().toISOString();
    const one = submit(connection, { project: 'prj_1', title: '改期' }, { key: 'form', describe: 'A change' });
    expect([one.state.value, one.at, one.kept, sends().length]).toEqual(['sending', tapped, true, 0]);
    expect(outOf()).toEqual([`portico:1:out:default:con_1:${one.id}`]);
    expect(outbox(connection).pending.value).toEqual([one]);
    await pass(100);
    expect([one.state.value, one.error.value, outbox(connection).pending.value, outOf()]).toEqual(['sent', null, [], []]);
    expect(one.result.value).toMatchObject({ title: '改期', submittedAt: tapped });
    expect(sends()).toMatchObject([{ idempotencyKey: one.id, body: { project: 'prj_1', title: '改期', at: tapped } }]);
  });

  test('a double click is one, while the first is on its way and just after', async () => {
    const connection = await opened();
    world.server.delay(20);
    const first = submit(connection, { title: 'a' });
    expect(submit(connection, { title: 'a' })).toBe(first);
    await pass(100);
    expect(submit(connection, { title: 'a' })).toBe(first);
    expect(await rows()).toHaveLength(1);
    await pass(2000);
    expect(submit(connection, { title: 'a' })).not.toBe(first);
  });

  test('other words are another one, whatever their key', async () => {
    const connection = await opened();
    world.server.cut();
    const first = submit(connection, { title: 'a' }, { key: 'form' });
    const second = submit(connection, { title: 'b' }, { key: 'form' });
    expect(second).not.toBe(first);
    expect(outbox(connection).find('form')).toBe(second);
    world.server.restore();
    page.say('online');
    await pass(200);
    expect(await rows()).toMatchObject([{ title: 'a' }, { title: 'b' }]);
  });

  test('cut off at the moment of sending: it waits, and goes when the line is back, once, in order, with its time', async () => {
    const { store } = await world.live();
    world.server.cut();
    const tapped = new Date().toISOString();
    const titles = ['a', 'b', 'c'];
    const all = titles.map((title) => submit(world.connection, { title }));
    await pass(1000);
    expect(all.map(({ state }) => state.value)).toEqual(['waiting', 'waiting', 'waiting']);
    expect(all.map(({ error }) => error.value?.code)).toEqual(['network', 'network', 'network']);
    await pass(60_000);
    world.server.restore();
    await pass(5000);
    expect(all.map(({ state }) => state.value)).toEqual(['sent', 'sent', 'sent']);
    expect(await rows()).toMatchObject(titles.map((title) => ({ title, submittedAt: tapped })));
    expect(store.collection('changeRequests').value).toHaveLength(3);
  });

  test('an answer that is lost on its way back: asked for again under the same key, done once', async () => {
    const connection = await opened();
    world.server.delay(50);
    const one = submit(connection, { title: 'a' });
    await pass(70);
    world.server.cut();
    await pass(500);
    expect([one.state.value, (await rows()).length]).toEqual(['waiting', 1]);
    world.server.restore();
    page.say('online');
    await pass(500);
    expect([one.state.value, (await rows()).length, new Set(sends().map(({ idempotencyKey }) => idempotencyKey)).size]).toEqual([
      'sent',
      1,
      1,
    ]);
    expect(one.result.value).toMatchObject({ title: 'a' });
  });

  test('a request that hangs is given up when the browser says so, and made anew', async () => {
    const connection = await opened();
    world.server.delay(14_000);
    const one = submit(connection, { title: 'a' });
    await pass(100);
    page.say('offline');
    await pass(10);
    expect(one.state.value).toBe('waiting');
    world.server.delay(0);
    page.say('online');
    await pass(100);
    expect(one.state.value).toBe('sent');
  });

  test('goes after a reload, though nobody else on the page asks for a session', async () => {
    const before = await opened();
    world.server.cut();
    const { id, at } = submit(before, { title: 'a' }, { key: 'form', describe: 'A change' });
    await pass(100);
    page.shut(before);
    const after = page.open(world.server);
    const box = outbox(after);
    await pass(10_000);
    expect(sends().filter(({ token }) => token !== '')).toHaveLength(1);
    world.server.restore();
    await pass(20_000);
    expect(sends().at(-1)).toMatchObject({ idempotencyKey: id, body: { title: 'a', at } });
    expect([(await rows()).length, box.pending.value, outOf()]).toEqual([1, [], []]);
  });

  test('after a reload its form finds it again, waiting', async () => {
    const before = await opened();
    world.server.fail({ status: 503, code: 'unavailable' }, 'changeRequests');
    submit(before, { title: 'a' }, { key: 'form', describe: 'A change' });
    await pass(100);
    page.shut(before);
    const after = await opened();
    expect(outbox(after).find('form')).toMatchObject({ input: { title: 'a' }, describe: 'A change', state: { value: 'waiting' } });
    const again = submit(after, { title: 'a' }, { key: 'form' });
    expect(again).toBe(outbox(after).find('form'));
    world.server.fail(null);
    page.say('visibilitychange');
    await pass(200);
    expect([again.state.value, (await rows()).length]).toEqual(['sent', 1]);
  });
});

describe('the server says', () => {
  test.each([
    [500, 'internal'],
    [503, 'unavailable'],
    [409, 'idempotency_in_progress'],
    [429, 'rate_limited'],
    [401, 'token_invalid'],
  ])('%i %s: not now, and it waits', async (status, code) => {
    const connection = await opened();
    world.server.fail({ status, code }, 'changeRequests');
    const one = submit(connection, { title: 'a' });
    await pass(3000);
    expect([one.state.value, one.error.value?.code]).toEqual(['waiting', code]);
    world.server.fail(null);
    await pass(20_000);
    expect([one.state.value, (await rows()).length]).toEqual(['sent', 1]);
  });

  test('a proxy’s 404 is not the server’s word', async () => {
    const connection = page.open({
      ...world.server,
      options: { ...world.server.options, fetch: async () => new Response('', { status: 404 }) },
    });
    const one = submit(connection, { title: 'a' });
    await pass(500);
    expect(one.state.value).toBe('waiting');
  });

  test('no: it is kept with its reason, over a reload, until it is mended', async () => {
    const refusal = {
      status: 400,
      code: 'invalid_input',
      detail: 'title: is too short',
      errors: [{ path: 'title', message: 'is too short' }],
    };
    world.server.fail(refusal, 'changeRequests');
    const before = await opened();
    const first = submit(before, { title: 'a' }, { key: 'form' });
    await pass(100);
    expect([first.state.value, first.error.value?.errors, outbox(before).pending.value]).toEqual(['refused', refusal.errors, []]);
    page.shut(before);
    world.server.fail(null);
    const after = await opened();
    await pass(30_000);
    expect(sends()).toHaveLength(1);
    expect(outbox(after).refused.value).toMatchObject([
      { id: first.id, input: { title: 'a' }, error: { value: { code: 'invalid_input', errors: refusal.errors } } },
    ]);
    const second = submit(after, { title: 'longer' }, { key: 'form' });
    await pass(100);
    expect([second.state.value, second.id === first.id, outbox(after).refused.value, outOf()]).toEqual(['sent', false, [], []]);
  });

  test('that `at` cannot be: the clock of this device is wrong, and the server’s own has to do', async () => {
    world.start({
      procedures: {
        'changeRequests.submit': (input: { at?: string; title: string }) => {
          if (input.at)
            throw new PorticoError({ status: 400, code: 'invalid_input', errors: [{ path: 'at', message: 'lies in the future' }] });
          return input;
        },
      },
    });
    const one = submit(await opened(), { title: 'a' });
    await pass(100);
    expect([one.state.value, one.result.value, one.input]).toEqual(['sent', { title: 'a' }, { title: 'a' }]);
  });

  test('nothing, for 7 days: it is not sent any more, and says so', async () => {
    const connection = await opened();
    world.server.cut();
    const one = submit(connection, { title: 'a' }, { key: 'form' });
    await pass(100);
    vi.setSystemTime(Date.now() + 7 * day + 1000);
    world.server.restore();
    page.say('online');
    await pass(100);
    expect([one.state.value, one.error.value?.code, (await rows()).length]).toEqual(['refused', 'too_late', 0]);
    one.discard();
    expect([outbox(connection).find('form'), outOf()]).toEqual([undefined, []]);
  });
});

describe('whose it is', () => {
  test('what one person has sent is not sent by the next, and goes when the first is back', async () => {
    const connection = await opened();
    world.server.cut();
    submit(connection, { title: 'mine' });
    await pass(100);
    world.server.restore();
    world.server.signIn('con_2');
    connection.reset();
    await connection.call('milestones.list', { project: 'prj_1' });
    await pass(30_000);
    expect([await rows(), outbox(connection).pending.value, outOf().length]).toEqual([[], [], 1]);
    world.server.signIn('con_1');
    connection.reset();
    await connection.call('milestones.list', { project: 'prj_1' });
    await pass(500);
    expect([await rows(), outOf()]).toMatchObject([[{ title: 'mine' }], []]);
  });

  test('a session of another person, fetched in the middle, sends nothing', async () => {
    const connection = await opened();
    world.server.cut();
    const one = submit(connection, { title: 'mine' });
    await pass(100);
    world.server.restore();
    world.server.signIn('con_2');
    world.server.expire();
    page.say('online');
    await pass(1000);
    expect([await rows(), one.state.value, outbox(connection).pending.value]).toEqual([[], 'waiting', []]);
  });

  test('submitted before the person is known: theirs as soon as they are, and written down before it is sent', async () => {
    const connection = page.open(world.server);
    const stored: number[] = [];
    const { fetch } = world.server.options;
    world.server.options.fetch = (...line) => (stored.push(outOf().length), fetch!(...line));
    const one = submit(connection, { title: 'a' });
    expect([one.kept, outOf()]).toEqual([false, []]);
    await pass(100);
    expect([one.state.value, one.kept, outOf()]).toEqual(['sent', true, []]);
    const second = page.open(world.server);
    world.server.cut();
    const other = submit(second, { title: 'b' });
    await pass(100);
    second.reset();
    world.server.restore();
    await pass(30_000);
    expect([other.state.value, (await rows()).length]).toEqual(['refused', 1]);
  });

  test.each(['full', 'denied'] as const)('where storage is %s it is sent all the same, from this page', async (how) => {
    page.refuse(how);
    const connection = await opened();
    world.server.cut();
    const one = submit(connection, { title: 'a' });
    await pass(100);
    expect([one.kept, one.state.value]).toEqual([false, 'waiting']);
    world.server.restore();
    page.say('online');
    await pass(100);
    expect(one.state.value).toBe('sent');
  });
});

describe('two tabs', () => {
  test('what one has sent or refused, the other hears; a form in both is submitted once', async () => {
    const [one, two] = [await opened(), await opened()];
    outbox(two);
    world.server.cut();
    const here = submit(one, { title: 'a' }, { key: 'form' });
    await pass(50);
    const there = outbox(two).find('form')!;
    expect([there.state.value, submit(two, { title: 'a' }, { key: 'form' }) === there]).toEqual(['waiting', true]);
    world.server.restore();
    page.say('online');
    await pass(200);
    expect([here.state.value, there.state.value, (await rows()).length]).toEqual(['sent', 'sent', 1]);
    expect(there.result.value).toEqual(here.result.value);

    world.server.fail({ status: 403, code: 'forbidden' }, 'changeRequests');
    const refused = submit(one, { title: 'b' }, { key: 'form' });
    await pass(200);
    expect(outbox(two).refused.value).toMatchObject([{ id: refused.id, error: { value: { code: 'forbidden' } } }]);
    refused.discard();
    await pass(50);
    expect(outbox(two).refused.value).toEqual([]);
  });

  test('one is shut in the middle: the other sends it', async () => {
    const [one, two] = [await opened(), await opened()];
    outbox(two);
    world.server.cut();
    submit(one, { title: 'a' });
    await pass(50);
    page.shut(one);
    world.server.restore();
    await pass(10_000);
    expect([(await rows()).length, outbox(two).pending.value, outOf()]).toEqual([1, [], []]);
  });

  test('the site’s data is cleared: what is on its way is still sent', async () => {
    const connection = await opened();
    world.server.cut();
    const one = submit(connection, { title: 'a' });
    await pass(50);
    localStorage.removeItem(outOf()[0]!);
    world.server.restore();
    page.say('online');
    await pass(200);
    expect((await rows()).length).toBeLessThanOrEqual(1);
    expect(one.state.value).not.toBe('waiting');
  });
});
