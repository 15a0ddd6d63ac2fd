import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../services/index.ts';
import { startDemo, type RunningDemo } from './demo.ts';

const examples = fileURLToPath(new URL('../../examples/', import.meta.url));

/** `npm start` in the folder, as the README says. */
async function start(name: string, demo: RunningDemo): Promise<{ origin: string; stop(): Promise<void> }> {
  const { url, secretKey, contacts, projectId } = demo.facts;
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
    NODE_ENV: 'production',
    PORT: '0',
    PORTICO_URL: url,
    PORTICO_KEY: secretKey,
    PORTICO_CONTACT: contacts.owner,
    PORTICO_PROJECT: projectId,
  };
  const child: ChildProcess = spawn('npm', ['start'], { cwd: examples + name, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const stop = async (): Promise<void> => {
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
    try {
      process.kill(-child.pid!, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
    await gone;
  };
  let output = '';
  const origin = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      const [, found] = /ready at (\S+)/.exec(output) ?? [];
      if (found) resolve(found);
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('exit', (code) => reject(new Error(`examples/${name} ended with ${code}:\n${output}`)));
  });
  return { origin, stop };
}

describe.skipIf(!hasChromium())('Chromium: examples', () => {
  let demo: RunningDemo;
  let browser: Browser;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  for (const name of ['plain-html', 'strict-csp', 'react', 'vue', 'node-backend']) {
    it(`S149: ${name} shows the project, hears a change, and tells what was chosen`, async () => {
      const example = await start(name, demo);
      try {
        const page = await browser.newPage({ locale: 'en-US' });
        const problems: string[] = [];
        page.on('pageerror', (error) => problems.push(error.message));
        page.on('console', (message) => message.type() === 'error' && !/favicon|404/.test(message.text()) && problems.push(message.text()));
        await page.goto(example.origin);
        await page.locator('portico-timeline li').first().waitFor();
        const { items } = await demo.api(`GET /v1/projects/${demo.facts.projectId}/milestones`);
        await demo.api(`PATCH /v1/milestones/${items[0].id}`, { name: `Changed for ${name}` });
        await page.getByText(`Changed for ${name}`).first().waitFor({ timeout: 3000 });
        const status = page.locator('[role=status]#said, main > [role=status]');
        if ((await status.count()) > 0) {
          await page.getByText(`Changed for ${name}`).first().click();
          await expect.poll(() => status.first().textContent()).not.toBe('');
        }
        expect(problems).toEqual([]);
        await page.close();
      } finally {
        await example.stop();
      }
    });
  }
});
