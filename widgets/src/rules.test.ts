/// <reference types="vite/client" />
import { expect, test } from 'vitest';

/*
 * What must not get into browser code, because a strict policy would refuse it, because it costs too much, or because it breaks
 * right to left. Read from the sources, so that a new file cannot forget it.
 */
const sources = Object.entries(import.meta.glob<string>('./**/*.ts', { query: '?raw', import: 'default', eager: true })).filter(
  ([path]) => !/\.test\.ts$|\/testing\/|\.fixtures\.ts$/.test(path),
);

const bans: [string, RegExp][] = [
  ['a style attribute in a template', /\sstyle=[$"'{]/],
  ['styleMap', /from 'lit\/directives\/style-map/],
  ['unsafeHTML, unsafeSVG, unsafeStatic', /unsafe(HTML|SVG|Static)|static-html/],
  ['innerHTML and friends', /\.(inner|outer)HTML\s*=|insertAdjacentHTML|document\.write/],
  ['eval in any form', /\beval\(|new Function\(/],
  ['script.src, which Trusted Types refuse', /createElement\('script'\)/],
  ['a validator, a date library or superjson', /from '(zod|valibot|superjson|date-fns|luxon|dayjs)/],
  [
    'a physical side in CSS',
    /(margin|padding|border)-(left|right|top|bottom)\b|[\s{;](left|right):|text-align: (left|right)|(?<![-\w])(min-|max-)?(width|height):\s*[\d(c]/,
  ],
  ['a viewport query', /@media \(?(min|max)-(width|height)/],
  ['storage, where a token could be left behind', /(local|session)Storage|document\.cookie|indexedDB/],
];

test.each(bans)('no source has %s', (_what, ban) => {
  expect(sources.length).toBeGreaterThan(20);
  // Container queries are the one place where a width is a width.
  const found = sources
    .filter(([, text]) => ban.test(text.replace(/@container[^{]*/g, '').replace(/\/\*[^]*?\*\//g, '')))
    .map(([path]) => path);
  expect(found).toEqual([]);
});

test('only the files called index and the loader do something when they are imported', () => {
  const acting = sources.filter(
    ([path, text]) => /^(define|customElements\.define|discover|warmWith)\(/m.test(text) && !/\/index\.ts$|\/loader\//.test(path),
  );
  expect(acting.map(([path]) => path)).toEqual([]);
});
