import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, chromiumSwitches } from '../test/services/places.ts';
import { goTo, open, serve, stories } from './site.ts';

/* Over the static build: every story comes to its state, writes no error, and axe finds nothing in it. */

const ids = stories().map(({ id }) => id);

let site: Awaited<ReturnType<typeof serve>>;
let browser: Browser;

beforeAll(async () => {
  site = await serve();
  browser = await chromium.launch({ executablePath: chromiumPath()!, args: chromiumSwitches });
});

afterAll(async () => {
  await browser?.close();
  site?.close();
});

/** Goes on to a story; a sentence for each thing that is wrong with it. */
async function faults(page: Page, storyId: string): Promise<string[]> {
  const { reporters, thrown } = await goTo(page, storyId);
  const axe = reporters.find(({ type }) => type === 'a11y')?.result;
  if (!axe?.passes?.length) thrown.push('was not looked at');
  const found = axe?.violations?.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`),
  );
  return [...thrown, ...(found ?? [])].map((fault) => `${storyId} ${fault}`);
}

test('there are stories of four widgets', () => {
  expect(new Set(stories().map(({ title }) => title)).size).toBe(4);
});

const looks = ['light', 'dark'].flatMap((theme) => ['en', 'zh-CN'].map((lang) => ({ theme, lang })));

describe.skipIf(!chromiumPath())('in Chromium', () => {
  test.concurrent.each(looks)('every story, $theme, $lang: it comes to its state, and axe finds nothing', async ({ theme, lang }) => {
    const page = await browser.newPage();
    const written: string[] = [];
    page.on('pageerror', ({ message }) => written.push(message));
    await open(page, site.address, ids[0]!, `theme:${theme};lang:${lang};width:full`);
    const found: string[] = [];
    // The first one is on the page already.
    for (const id of [...ids.slice(1), ids[0]!]) found.push(...(await faults(page, id)));
    expect([...found, ...written]).toEqual([]);
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.style.colorScheme])).toEqual([lang, theme]);
    await page.close();
  });
});
