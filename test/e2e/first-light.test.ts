import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../services/index.ts';
import { startDemo, type RunningDemo } from './demo.ts';

interface Snapshot {
  streams: { stream: string; epoch: string; seq: number }[];
  entities: { milestones: { id: string; name: string; status: string; rev: number }[] };
  hash: string;
}

describe.skipIf(!hasChromium())('Chromium: first light', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let asOwner: Record<string, string>;
  let asManager: Record<string, string>;

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchChromium()]);
    const mint = async (who: object) => ({
      authorization: `Bearer ${(await demo.api<{ token: string }>('POST /v1/sessions', who)).token}`,
    });
    asOwner = await mint({ contact: demo.facts.contacts.owner });
    asManager = await mint({ member: demo.facts.members.manager });
    context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    await page.goto(demo.facts.siteUrl);
    await page.locator('portico-timeline li').first().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  const snapshot = (headers: Record<string, string>): Promise<Snapshot> =>
    demo.api(`GET /v1/projects/${demo.facts.projectId}/snapshot`, undefined, headers);
  const pageHash = (): Promise<string> => page.evaluate((id) => (globalThis as any).Portico.hash(id), demo.facts.projectId);
  const eventsOf = async (headers: Record<string, string>, from: Snapshot): Promise<{ id: string; seq: number }[]> => {
    const { stream, epoch, seq } = from.streams[0]!;
    return (await demo.api(`GET /v1/feed?stream=${stream}&epoch=${epoch}&seq=${seq}&limit=500`, undefined, headers)).events;
  };
  const agrees = () => expect.poll(async () => (await pageHash()) === (await snapshot(asOwner)).hash, { timeout: 10_000 }).toBe(true);

  it('S06: shows a change made by REST within a second, without a reload, once in each stream', async () => {
    await page.evaluate(() => ((globalThis as any).notReloaded = true));
    const before = { client: await snapshot(asOwner), team: await snapshot(asManager) };
    const { id } = before.client.entities.milestones.find(({ status }) => status === 'planned')!;
    const began = performance.now();
    await demo.api(`PATCH /v1/milestones/${id}`, { name: 'Seen at once' }, asManager);
    await page.getByText('Seen at once').first().waitFor({ timeout: 1000 });
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await page.evaluate(() => (globalThis as any).notReloaded)).toBe(true);
    expect((await eventsOf(asOwner, before.client)).map((event) => event.id)).toEqual([id]);
    expect((await eventsOf(asManager, before.team)).map((event) => event.id)).toEqual([id]);
    expect(await pageHash()).toBe((await snapshot(asOwner)).hash);
  });

  it('tells nobody of another client', async () => {
    const other = await demo.api('POST /v1/clients', { name: 'Another company' });
    const stranger = await demo.api('POST /v1/contacts', {
      clientId: other.id,
      name: 'A stranger',
      email: 's@other.example',
      role: 'owner',
    });
    const { token } = await demo.api('POST /v1/sessions', { contact: stranger.id });
    const answer = await fetch(`${demo.facts.url}/v1/projects/${demo.facts.projectId}/snapshot`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(404);
  });

  it('comes back from a cut, a server killed with -9 and fifty changes meanwhile: all there, each applied once', async () => {
    const before = await snapshot(asOwner);
    const { milestones } = before.entities;
    await context.setOffline(true);
    await demo.killAndRestart();
    for (let turn = 0; turn < 50; turn++) {
      const { id } = milestones[turn % milestones.length]!;
      await demo.api(`PATCH /v1/milestones/${id}`, { name: `Change ${turn}` });
    }
    const shown = await pageHash();
    expect(shown).toBe(before.hash);
    await context.setOffline(false);
    await agrees();
    const events = await eventsOf(asOwner, before);
    expect(events).toHaveLength(50);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => before.streams[0]!.seq + 1 + index));
    await page.getByText('Change 49').first().waitFor();
    await demo.api(`PATCH /v1/milestones/${milestones[0]!.id}`, { name: 'Live again' });
    await page.getByText('Live again').first().waitFor({ timeout: 1000 });
  });

  it('goes on by itself when only the server was away', async () => {
    await demo.killAndRestart(async () => {
      await page.waitForTimeout(500);
    });
    const { milestones } = (await snapshot(asOwner)).entities;
    await demo.api(`PATCH /v1/milestones/${milestones[1]!.id}`, { name: 'After the restart' });
    await page.getByText('After the restart').first().waitFor({ timeout: 10_000 });
    await agrees();
  });
});
