import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Entity } from '../core/module.ts';
import { columnsFor } from '../core/view.ts';
import { collection } from '../db/collection.ts';
import type { SentRow } from '../db/sent-rows.ts';
import { encode, type Column } from '../db/table.ts';
import { registry } from '../modules/index.ts';
import { entityTexts } from './entity-text.ts';
import { rowTexts, turnPage } from './row-text.ts';

const odd = fc.constantFrom(
  '',
  '"',
  '\\',
  '\n',
  '\u0000',
  '\u001f',
  '\u007f',
  '验收',
  '🚀',
  '\u2028',
  '{"a":1}',
  'x'.repeat(250),
  'é'.repeat(40_000),
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(odd, { maxLength: 3 }).map((parts) => parts.join('')),
);

/** A value as the code has it. */
function valueOf({ kind, nullable }: Column<unknown>): fc.Arbitrary<unknown> {
  const some: fc.Arbitrary<unknown> =
    kind === 'integer'
      ? fc.maxSafeInteger()
      : kind === 'boolean'
        ? fc.boolean()
        : kind === 'instant'
          ? fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString())
          : kind === 'json'
            ? fc
                .jsonValue({ maxDepth: 3 })
                .filter((value) => value !== null)
                .map((value) => JSON.parse(JSON.stringify(value)))
            : text;
  return nullable ? fc.option(some, { nil: null }) : some;
}

/** A value as a server sends it. */
function sent({ kind }: Column<unknown>, value: unknown): Buffer {
  if (value === null) return Buffer.from([0xfb]);
  const encoded = encode(kind, value);
  const written =
    kind === 'boolean'
      ? value
        ? '1'
        : '0'
      : encoded instanceof Date
        ? encoded.toISOString().replace('T', ' ').slice(0, -1)
        : String(encoded);
  const bytes = Buffer.from(written);
  const { length } = bytes;
  const head =
    length < 251 ? [length] : length < 65536 ? [0xfc, length & 255, length >> 8] : [0xfd, length & 255, (length >> 8) & 255, length >> 16];
  return Buffer.concat([Buffer.from(head), bytes]);
}

const plain = [...registry.entities.values()].flatMap((entity: Entity) =>
  Object.entries(entity.views).flatMap(([audience, view]) => (view?.plain ? [{ entity, audience, view, plain: view.plain }] : [])),
);

it('there are views that are columns and nothing more', () => {
  expect(plain.length).toBeGreaterThan(8);
});

it.each(plain)(
  'rows of $entity.collection are written for $audience as the view shows them, whatever is in them',
  ({ entity, view, plain: of }) => {
    const { table } = entity;
    const columns = [...new Set([entity.project!, ...columnsFor(of)])];
    const read = collection({} as never, table, columns);
    const texts = rowTexts(table, of, columns);
    const row = fc.record(
      Object.fromEntries(
        columns.map((column) => {
          const one = of.only.find(([name]) => name === column);
          return [column, one ? fc.oneof(fc.constant(one[1]), valueOf(table.columns[column]!)) : valueOf(table.columns[column]!)];
        }),
      ),
    );
    fc.assert(
      fc.property(fc.uniqueArray(row, { maxLength: 4, selector: (each) => each['id'] }), fc.nat(5), (rows, before) => {
        const from = rows.map((each): SentRow => {
          const values = columns.map((column) => sent(table.columns[column]!, each[column]));
          return { bytes: Buffer.concat([Buffer.alloc(before, 0xff), ...values]), at: before };
        });
        expect(from.map((each) => view.present(read.row(each) as never))).toEqual(rows.map((each) => view.present(each as never)));
        const shown = rows.flatMap((each) => view.present(each as never) ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1));
        turnPage();
        const both = [texts(from), texts(from)];
        for (const { ids, bytes } of both) {
          expect(ids).toEqual(shown.map(({ id }) => id));
          expect(bytes.toString()).toBe(entityTexts(shown));
        }
      }),
      { numRuns: 60 },
    );
  },
);
