import { expect, test } from 'vitest';
import { createRecords } from './records.ts';

const row = (rev: number) => ({ id: 'a', rev });

test('an older rev changes nothing, neither a row nor a tombstone; of the same rev the last word counts', () => {
  const records = createRecords();
  const shown = (): unknown[] => records.view('rows').value;
  expect([records.upsert('rows', 'a', 2, row(2)), records.upsert('rows', 'a', 1, row(1)), shown()]).toEqual([true, false, [row(2)]]);
  expect([records.upsert('rows', 'a', 3, null), records.upsert('rows', 'a', 2, row(2)), shown()]).toEqual([true, false, []]);
  expect([records.upsert('rows', 'a', 3, row(3)), shown()]).toEqual([true, [row(3)]]);
});

test('operations lie over the rows in the order they were made, outside the hash', () => {
  const records = createRecords();
  records.upsert('rows', 'a', 1, row(1));
  const first = records.begin('rows', 'a', { name: 'first', size: 1 });
  records.begin('rows', 'a', { name: 'second' });
  expect(records.view('rows').value).toEqual([{ ...row(1), name: 'second', size: 1 }]);
  records.undo(first);
  expect(records.view('rows').value).toEqual([{ ...row(1), name: 'second' }]);
  expect(records.entities()).toEqual({ rows: [row(1)] });
});

test('of two answers the newer one shows, whichever came first', () => {
  const records = createRecords();
  records.upsert('rows', 'a', 1, row(1));
  const [first, second] = [records.begin('rows', 'a', { size: 1 }), records.begin('rows', 'a', { size: 2 })];
  records.settle(first, row(3));
  records.settle(second, row(2));
  expect(records.view('rows').value).toEqual([row(3)]);
  records.upsert('rows', 'a', 3, row(3));
  expect(records.settled().size).toBe(0);
});
