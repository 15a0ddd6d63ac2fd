import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createConnection, type Connection, type Milestone } from './index.ts';
import { memoryServer, type MemoryServer } from './testing/index.ts';
import { plan } from './store/plan.fixture.ts';

/** As much of a page as the connection looks at. */
const page = { window: new EventTarget(), document: Object.assign(new EventTarget(), { visibilityState: 'visible' }) };
let server: MemoryServer;
let connection: Connection;

beforeEach(() => {
  vi.stubGlobal('document', page.document);
  vi.stubGlobal('addEventListener', page.window.addEventListener.bind(page.window));
  server = memoryServer({ entities: plan() });
  connection = createConnection(server.options);
});
afterEach(() => {
  connection.close();
  server.close();
  vi.unstubAllGlobals();
});

const patient = { interval: 2, timeout: 10_000 };
const becomes = (link: string): Promise<void> => vi.waitFor(() => expect(connection.link.value).toBe(link), patient);

test('what the browser says: off line at once, on line at once, and everything that was missed', async () => {
  const store = connection.project('prj_1');
  store.retain();
  await becomes('live');
  page.window.dispatchEvent(new Event('offline'));
  expect([connection.link.value, typeof connection.offlineSince.value, server.followed(), store.state.value]).toEqual([
    'offline',
    'number',
    [],
    'ready',
  ]);
  server.patch<Milestone>('milestones', 'mst_1', { progress: 12 });
  page.window.dispatchEvent(new Event('online'));
  await becomes('live');
  expect([store.milestones.value[2]?.progress, connection.offlineSince.value]).toEqual([12, null]);
});

test('a tab that is seen again asks what it has missed', async () => {
  const store = connection.project('prj_1');
  store.retain();
  await becomes('live');
  server.mangle(() => []);
  server.patch<Milestone>('milestones', 'mst_1', { progress: 12 });
  page.document.dispatchEvent(new Event('visibilitychange'));
  await vi.waitFor(() => expect(store.milestones.value[2]?.progress).toBe(12), patient);
});

test('the first load is tried again as soon as the browser is on line', async () => {
  server.fail({ status: 500, code: 'internal' });
  const store = connection.project('prj_1');
  store.retain();
  await vi.waitFor(() => expect(store.state.value).toBe('error'), patient);
  server.fail(null);
  page.window.dispatchEvent(new Event('online'));
  await vi.waitFor(() => expect(store.state.value).toBe('ready'), patient);
});

test('closed, it is deaf', async () => {
  connection.project('prj_1').retain();
  await becomes('live');
  connection.close();
  const before = server.requests.length;
  page.window.dispatchEvent(new Event('online'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect([connection.link.value, server.requests.length, server.followed()]).toEqual(['idle', before, []]);
  await expect(connection.call('sessions.me')).rejects.toMatchObject({ code: 'aborted' });
});

test('two connections on one page have nothing in common', async () => {
  const other = memoryServer({ entities: plan() });
  const second = createConnection({ ...other.options, id: 'second' });
  connection.project('prj_1').retain();
  second.project('prj_1').retain();
  await becomes('live');
  await vi.waitFor(() => expect(second.link.value).toBe('live'), patient);
  server.patch<Milestone>('milestones', 'mst_1', { progress: 12 });
  await vi.waitFor(() => expect(connection.project('prj_1').milestones.value[2]?.progress).toBe(12), patient);
  expect(second.project('prj_1').milestones.value[2]?.progress).toBe(0);
  second.close();
  expect(connection.link.value).toBe('live');
});
