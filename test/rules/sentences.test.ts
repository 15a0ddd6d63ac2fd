/** Every sentence by which the server refuses is there in Chinese too: a refusal in the wrong language is no help. */
import { expect, test } from 'vitest';
import { translated } from '../../server/src/core/sentences.ts';
import { sentences, words } from '../../server/src/core/sentences.zh-CN.ts';
import { lineOf, shipped, withoutComments } from './sources.ts';

/** What reports on a file of the vendor's, line by line, and what starts the server: read by staff and operators. */
const apart = /\/(?:cli|demo|parse|imports)\/|\/config\.ts$|\/addresses\.ts$|\.zh-CN\.ts$/;

const quoted = /'((?:[^'\\\n]|\\.)+)'|`((?:[^`\\]|\\.)+)`/g;
/** As a field is told what is wrong with it. */
const ofField = /^(?:must|is|are|has|have|stands) [^:]+$/;

const found = shipped('server/src')
  .filter(({ path }) => !apart.test(path))
  .flatMap(({ path, text }) => {
    const code = withoutComments(text);
    // The arguments of a problem, up to the end of the statement.
    const spans = [...code.matchAll(/\b(?:problem|PorticoProblem)\(([^]*?)(?:;\n|,\n? *\{|\),)/g)].map(({ index, 0: all }) => [
      index,
      index + all.length,
    ]);
    return [...code.matchAll(quoted)].flatMap((match) => {
      const literal = (match[1] ?? match[2]!).replace(/\\(.)/g, '$1').replace(/\$\{[^}]*\}/g, 'x');
      const thrown = spans.some(([from, to]) => match.index > from! && match.index < to!) && / /.test(literal);
      // A field before what was found to be wrong with it is put together of two.
      const composed = /^[\w.]+: x$/.test(literal);
      return !composed && (thrown || ofField.test(literal)) ? [{ where: `${path}:${lineOf(code, match.index)}`, literal }] : [];
    });
  });

test('a refusal that is thrown in English can be said in Chinese', () => {
  expect(found.length).toBeGreaterThan(120);
  const missing = found.filter(({ literal }) => translated(literal, 'zh-CN') === null);
  expect(
    missing.map(({ where, literal }) => `${where} ${literal}`),
    'write them into server/src/core/sentences.zh-CN.ts',
  ).toEqual([]);
});

test('every sentence of the file is Chinese, names each gap, and stands there once', () => {
  for (const [english, other] of sentences) {
    const gaps = english.split('{}').length - 1;
    expect(other, english).toMatch(/\p{Script=Han}/u);
    for (const [, at] of other.matchAll(/\{(\d)\}/g)) expect(Number(at), english).toBeLessThanOrEqual(gaps);
  }
  const all = [...sentences.map(([english]) => english), ...Object.keys(words)];
  expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([]);
});
