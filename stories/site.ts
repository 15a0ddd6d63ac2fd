/** The static build of the stories, served and gone through: for the test, and for pictures. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Page } from 'playwright';

const built = join(import.meta.dirname, 'dist');

export interface Entry {
  id: string;
  /** Of the widget. */
  title: string;
  /** Of the story. */
  name: string;
}

/** All stories, in the order of the sidebar. */
export function stories(): Entry[] {
  const { entries } = JSON.parse(readFileSync(join(built, 'index.json'), 'utf8')) as { entries: Record<string, Entry> };
  return Object.values(entries);
}

const kinds: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

export async function serve(): Promise<{ address: string; close(): void }> {
  const server = createServer(({ url = '' }, response) => {
    const path = new URL(url, 'http://stories').pathname;
    try {
      const body = readFileSync(join(built, path));
      response.setHeader('content-type', kinds[extname(path)] ?? 'application/octet-stream').end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Opens the page of the stories at one of them; `globals` as in its address: `theme:dark;lang:zh-CN`. */
export async function open(page: Page, address: string, id: string, globals: string): Promise<void> {
  await page.goto(`${address}/iframe.html?viewMode=story&id=${id}&globals=${globals}`);
  // Storybook loads the page anew when it is told to go on from a story that has not finished.
  await page.waitForFunction(
    () =>
      (globalThis as unknown as { __STORYBOOK_PREVIEW__?: { currentRender?: { phase?: string } } }).__STORYBOOK_PREVIEW__?.currentRender
        ?.phase === 'finished',
  );
}

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

/** Goes on to another story; `thrown` says why it did not come to its state. */
export const goTo = (page: Page, storyId: string): Promise<Finished & { thrown: string[] }> =>
  page.evaluate(
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
