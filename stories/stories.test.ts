import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, chromiumSwitches } from '../test/services/places.ts';

/* Over the static build: every story comes to its state, writes no error, and axe finds nothing in it. */

const built = join(import.meta.dirname, 'dist');
const { entries } = JSON.parse(readFileSync(join(built, 'index.json'), 'utf8')) as {
  entries: Record<string, { title: string; name: string }>;
};
const ids = Object.keys(entries);

const kinds: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

let server: Server;
let browser: Browser;
let address: string;

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    const path = new URL(url, 'http://stories').pathname;
    try {
      const body = readFileSync(join(built, path));
      response.setHeader('content-type', kinds[extname(path)] ?? 'application/octet-stream').end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: chromiumPath()!, args: chromiumSwitches });
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** What Storybook's own channel says when a story was drawn, has played, and was looked at by the accessibility addon. */
interface Finished {
  storyId: string;
  reporters: {
    type: string;
    result: { violations: { id: string; nodes: { html: string; failureSummary: string }[] }[]; passes: object[] };
  }[];
}
interface Channel {
  on(event: string, listener: (told: never) => void): void;
  off(event: string, listener: (told: never) => void): void;
  emit(event: string, data: object): void;
}

/** Goes on to a story; a sentence for each thing that is wrong with it. */
async function faults(page: Page, storyId: string): Promise<string[]> {
  const { reporters, thrown } = await page.evaluate(
    (id) =>
      new Promise<Finished & { thrown: string[] }>((resolve) => {
        const channel = (globalThis as unknown as { __STORYBOOK_ADDONS_CHANNEL__: Channel }).__STORYBOOK_ADDONS_CHANNEL__;
        const thrown: string[] = [];
        // A story that did not come to its state finishes all the same.
        const fell = ({ message }: Error): number => thrown.push(message);
        const failures = ['playFunctionThrewException', 'storyThrewException'];
        for (const event of failures) channel.on(event, fell);
        channel.on('storyFinished', function hear(told: Finished) {
          if (told.storyId !== id) return;
          for (const event of failures) channel.off(event, fell);
          channel.off('storyFinished', hear);
          resolve({ ...told, thrown });
        });
        channel.emit('setCurrentStory', { storyId: id, viewMode: 'story' });
      }),
    storyId,
  );
  const axe = reporters.find(({ type }) => type === 'a11y')?.result;
  if (!axe?.passes?.length) thrown.push('was not looked at');
  const found = axe?.violations?.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`),
  );
  return [...thrown, ...(found ?? [])].map((fault) => `${storyId} ${fault}`);
}

test('there are stories of four widgets', () => {
  expect(new Set(Object.values(entries).map(({ title }) => title)).size).toBe(4);
});

const looks = ['light', 'dark'].flatMap((theme) => ['en', 'zh-CN'].map((lang) => ({ theme, lang })));

describe.skipIf(!chromiumPath())('in Chromium', () => {
  test.concurrent.each(looks)('every story, $theme, $lang: it comes to its state, and axe finds nothing', async ({ theme, lang }) => {
    const page = await browser.newPage();
    const written: string[] = [];
    page.on('pageerror', ({ message }) => written.push(message));
    await page.goto(`${address}/iframe.html?viewMode=story&id=${ids[0]}&globals=theme:${theme};lang:${lang};width:full`);
    // Storybook loads the page anew when it is told to go on from a story that has not finished.
    await page.waitForFunction(
      () =>
        (globalThis as unknown as { __STORYBOOK_PREVIEW__?: { currentRender?: { phase?: string } } }).__STORYBOOK_PREVIEW__?.currentRender
          ?.phase === 'finished',
    );
    const found: string[] = [];
    // The first one is on the page already.
    for (const id of [...ids.slice(1), ids[0]!]) found.push(...(await faults(page, id)));
    expect([...found, ...written]).toEqual([]);
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.style.colorScheme])).toEqual([lang, theme]);
    await page.close();
  });
});
