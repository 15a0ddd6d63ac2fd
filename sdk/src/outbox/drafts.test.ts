import { effect } from '@preact/signals-core';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createWorld } from '../store/world.fixture.ts';
import { drafts } from './index.ts';
import { createPage } from './page.fixture.ts';

const world = createWorld();
const page = createPage();
const day = 24 * 3_600_000;

/** A page whose visitor is known. */
async function opened() {
  const connection = page.open(world.server);
  await connection.call('milestones.list', { project: 'prj_1' });
  return connection;
}

describe('a draft', () => {
  test('survives a reload', async () => {
    const before = await opened();
    expect(drafts(before).write('form', { text: '下周一前' })).toBe(true);
    page.shut(before);
    const after = drafts(await opened());
    expect([after.read('form'), after.read('other')]).toEqual([{ text: '下周一前' }, undefined]);
    after.clear('form');
    expect([after.read('form'), page.stored()]).toEqual([undefined, {}]);
  });

  test('lies under the documented name, and a token is never kept', async () => {
    const connection = await opened();
    drafts(connection).write('a:b', 1);
    expect(Object.keys(page.stored())).toEqual(['portico:1:draft:default:con_1:prj_1:a%3Ab:']);
    for (const token of world.server.tokens) expect(JSON.stringify(page.stored())).not.toContain(token);
  });

  test('is of one project and one connection', async () => {
    const connection = await opened();
    drafts(connection).write('form', 1);
    expect(drafts(connection, 'prj_2').read('form')).toBeUndefined();
    expect(drafts({ ...connection, id: 'second' }).read('form')).toBeUndefined();
  });

  test('is not shown to the next person, and is there when the first one is back', async () => {
    const connection = await opened();
    const mine = drafts(connection);
    mine.write('form', 'con_1 wrote this');
    const seen: unknown[] = [];
    const stop = effect(() => void seen.push(mine.read('form')));
    for (const person of ['con_2', 'con_1']) {
      world.server.signIn(person);
      connection.reset();
      await connection.call('milestones.list', { project: 'prj_1' });
    }
    stop();
    expect(seen).toEqual(['con_1 wrote this', undefined, undefined, undefined, 'con_1 wrote this']);
  });

  test('typed before the person is known is theirs once they are, and nobody else’s', async () => {
    const connection = page.open(world.server);
    const mine = drafts(connection);
    expect(mine.write('form', 'early')).toBe(false);
    expect([drafts(connection).read('form'), page.stored()]).toEqual(['early', {}]);
    await connection.call('milestones.list', { project: 'prj_1' });
    expect(mine.read('form')).toBe('early');
    expect(Object.keys(page.stored())).toHaveLength(1);

    const second = page.open(world.server);
    const theirs = drafts(second);
    theirs.write('other', 'early');
    second.reset();
    await second.call('milestones.list', { project: 'prj_1' });
    expect(theirs.read('other')).toBeUndefined();
  });

  test('goes after 7 days', async () => {
    const connection = await opened();
    drafts(connection).write('form', 1);
    vi.setSystemTime(Date.now() + 7 * day - 1000);
    expect(drafts(connection).read('form')).toBe(1);
    vi.setSystemTime(Date.now() + 2000);
    expect(drafts(connection).read('form')).toBeUndefined();
    expect(page.stored()).toEqual({});
  });

  test.each(['full', 'denied'] as const)('where storage is %s it lives as long as the page', async (how) => {
    const connection = await opened();
    const mine = drafts(connection);
    mine.write('form', 'older');
    page.refuse(how);
    expect([mine.write('form', 'newer'), mine.read('form')]).toEqual([false, 'newer']);
    mine.clear('form');
    expect(mine.read('form')).toBeUndefined();
  });

  test('what is in storage may be anything', async () => {
    const connection = await opened();
    localStorage.setItem('portico:1:draft:default:con_1:prj_1:form:', 'not JSON');
    localStorage.setItem('portico:1:draft:default:con_1:prj_1:more:', 'null');
    expect(drafts(connection).read('form')).toBeUndefined();
    expect(drafts(connection).read('more')).toBeUndefined();
  });

  test('all of a person’s stay within their room; the newest stay', async () => {
    const mine = drafts(await opened());
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 0, max: 60_000 })), { minLength: 1, maxLength: 40 }),
        async (writes) => {
          for (const [key, size] of writes) {
            vi.setSystemTime(Date.now() + 1);
            mine.write(String(key), 'x'.repeat(size));
          }
          const [key, size] = writes.at(-1)!;
          expect(mine.read(String(key))).toHaveLength(size);
          expect(Object.values(page.stored()).join('').length).toBeLessThan(600 * 1024);
          const order = writes.map(([one]) => one).toReversed();
          const left = [...new Set(order)].map((one) => mine.read(String(one)) !== undefined);
          expect(left.lastIndexOf(true)).toBeLessThan(left.includes(false) ? left.lastIndexOf(false) + 31 : left.length);
          expect(mine.read(String([...new Set(order)][0]))).toBeDefined();
          for (const one of new Set(order)) mine.clear(String(one));
        },
      ),
      { numRuns: 20 },
    );
  });
});
