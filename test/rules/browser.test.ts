import { describe, expect, test } from 'vitest';
import { lineOf, shipped, withoutComments } from './sources.ts';

/** All that may end up in a page. */
const browser = shipped('widgets/src', 'sdk/src').filter(({ path }) => !path.startsWith('sdk/src/server/'));

/** `file:line what` for each place that matches. */
function places(pattern: RegExp, part: (text: string) => string = (text) => text): string[] {
  return browser.flatMap(({ path, text }) => {
    const code = part(withoutComments(text));
    return [...code.matchAll(pattern)].map((match) => `${path}:${lineOf(code, match.index)} ${match[0].trim()}`);
  });
}

/** The text of the style sheets alone; everything else becomes blank, so that lines keep their numbers. */
function styleSheets(text: string): string {
  let kept = text.replaceAll(/[^\n]/g, ' ');
  for (const match of text.matchAll(/\bcss`((?:[^`\\]|\\.)*)`/g)) {
    const start = match.index + 4;
    kept = kept.slice(0, start) + match[1] + kept.slice(start + match[1]!.length);
  }
  return kept;
}

/** The text of the HTML templates alone. */
function templates(text: string): string {
  return text.replaceAll(/\bcss`(?:[^`\\]|\\.)*`/g, (sheet) => sheet.replaceAll(/[^\n]/g, ' '));
}

describe('in the browser', () => {
  test('there is something to check', () => {
    expect(browser.length).toBeGreaterThan(20);
    expect(places(/display:/g, styleSheets).length).toBeGreaterThan(0);
  });

  test('no inline styles: a strict page refuses them', () => {
    expect(places(/\sstyle=["'$]|\bstyleMap\b|setAttribute\(\s*'style'|\.cssText\s*=/g, templates)).toEqual([]);
  });

  test('no markup from strings and no code from strings', () => {
    const sinks =
      /\b(?:unsafeHTML|unsafeSVG|unsafeStatic|insertAdjacentHTML|createContextualFragment|srcdoc)\b|\.(?:innerHTML|outerHTML)\b|\bdocument\.write|\beval\(|\bnew Function\b/g;
    expect(places(sinks)).toEqual([]);
  });

  test('no library that the bundle cannot afford', () => {
    expect(places(/(?:from|import)\s*\(?\s*'(?:zod|superjson|date-fns|dayjs|luxon|moment|lodash|axios)(?:\/[^']*)?'/g)).toEqual([]);
  });

  test('logical CSS only: the same sheet serves both writing directions', () => {
    const physical =
      /(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?\s*:|(?:left|right)\s*:|border-(?:top|bottom)-(?:left|right)-radius\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b)/g;
    expect(places(physical, styleSheets)).toEqual([]);
  });

  test('light or dark is decided by the page that embeds, not by the system alone', () => {
    expect(places(/prefers-color-scheme/g)).toEqual([]);
  });

  test('no console output but warnings and errors', () => {
    expect(places(/\bconsole\.(?:log|info|debug|trace)\b/g)).toEqual([]);
  });
});
