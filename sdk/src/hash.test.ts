import { expect, test } from 'vitest';
import { canonical, hashEntities } from './hash.ts';

// Section 3.2.3 of RFC 8785 and its number samples.
test('is the canonical form of RFC 8785', () => {
  const sample = JSON.parse(
    String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`,
  );
  expect(canonical(sample)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
  expect(canonical({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 })).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
  );
});

test('neither the order of rows and members nor empty collections matter; every value does', async () => {
  const hash = await hashEntities({ a: [{ id: '1', name: 'x' }, { id: '2' }] as never });
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashEntities({ b: [], a: [{ id: '2' }, { name: 'x', id: '1' }] as never })).toBe(hash);
  expect(await hashEntities({ a: [{ id: '1', name: 'y' }, { id: '2' }] as never })).not.toBe(hash);
});
