/** The vendor's back office in a browser: what clients enter is there at once, and what a member decides is true everywhere. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../services/index.ts';
import { startDemo, type RunningDemo } from './demo.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(!hasChromium())('Chromium: the back office', () => {
  let demo: RunningDemo;
  let browser: Browser;
  /** The project manager's page, which is never reloaded. */
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchChromium()]);
    page = await open('zh-CN', 'manager', 'requests');
    await page.evaluate(() => ((globalThis as any).notReloaded = true));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  async function open(lang: string, role: string, panel: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    const tab = await context.newPage();
    tab.on('pageerror', (error) => complaints.push(String(error)));
    tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await tab.addInitScript(axe);
    await tab.goto(`${demo.facts.staffUrl}?lang=${lang}&as=${role}#${panel}`);
    await tab.locator('.pane').waitFor();
    return tab;
  }
  const as = async (who: object): Promise<Record<string, string>> => ({
    authorization: `Bearer ${(await demo.api<{ token: string }>('POST /v1/sessions', who)).token}`,
  });
  const go = (panel: string): Promise<void> => page.evaluate((hash) => void (location.hash = hash), panel);
  const row = (id: string): Locator => page.locator(`.row[data-id="${id}"]`);
  const tab = (panel: string): Locator => page.locator(`[data-panel="${panel}"]`);
  const mark = '.new';

  it('S06, S41: a change request is there within a second, marked as new, and is approved with its impact', async () => {
    const editor = await as({ contact: demo.facts.contacts.editor });
    await go('milestones');
    const asked = { project: demo.facts.projectId, title: '月结报表增加车间维度', category: 'scope', description: '按车间看成本。' };
    const { id, reference } = await demo.api('POST /v1/change-requests', asked, editor);
    await tab('requests').locator('.dot').waitFor({ timeout: 1000 });
    expect(await tab('requests').locator('.count').textContent()).toContain('3');
    await tab('requests').click();
    expect(await row(id).locator(mark).count()).toBe(1);
    await row(id).click();
    expect(new URL(page.url()).hash).toBe(`#requests/${reference}`);
    await expect.poll(() => page.locator(mark).count()).toBe(0);

    await page.getByRole('button', { name: '受理' }).click();
    await page.getByLabel('费用（CNY）').fill('12,500.50');
    await page.getByLabel('工期（工作日）').fill('3');
    await page.getByRole('button', { name: '保存评估' }).click();
    await row(id).getByText('+3 个工作日').waitFor();
    await page.getByRole('button', { name: '批准', exact: true }).click();
    await page.getByLabel('给客户的说明').fill('本月内上线');
    await page.getByRole('button', { name: `批准 ${reference}` }).click();
    await page.getByText(`${reference} 已批准，客户已看到`).waitFor();
    expect(await demo.api(`GET /v1/change-requests/${id}`, undefined, editor)).toMatchObject({
      status: 'approved',
      impact: { cost: { amount: 1_250_050, currency: 'CNY' }, days: 3 },
      trail: [{}, {}, { to: 'approved', reason: '本月内上线' }],
    });
    expect(await page.locator('.decisions button').count()).toBe(0);
  });

  it('S37: a requirement is there within a second; it is declined by keyboard, with a reason, and opened again', async () => {
    await go('requirements');
    const editor = await as({ contact: demo.facts.contacts.editor });
    const need = {
      title: '批量打印出库单',
      quote: '出库单要能批量打印',
      type: 'functional',
      priority: 'urgent',
      acceptance: ['一次 50 张'],
    };
    const { items } = await demo.api('POST /v1/requirements', { project: demo.facts.projectId, items: [need] }, editor);
    await row(items[0].id).locator(mark).waitFor({ timeout: 1000 });
    await row(items[0].id).focus();
    await page.keyboard.press('Enter');
    await page.getByText('一次 50 张').waitFor();
    await page.getByRole('button', { name: '不采纳' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('button', { name: /^不采纳 REQ/ }).press('Enter');
    await page.getByText('请写明原因').waitFor();
    await page.keyboard.type('一期合同不含打印');
    await page.getByRole('button', { name: /^不采纳 REQ/ }).press('Enter');
    await page.getByText('一期合同不含打印').waitFor();
    await page.getByRole('button', { name: '重新打开' }).click();
    await page.getByRole('button', { name: /^重新打开 REQ/ }).click();
    await expect.poll(async () => (await demo.api(`GET /v1/requirements/${items[0].id}`)).status).toBe('new');
  });

  it('S81: an answer to a survey changes its scores within a second, to what the server says', async () => {
    await go('surveys');
    const { items } = await demo.api(`GET /v1/projects/${demo.facts.projectId}/surveys`);
    const { id } = items.find(({ status }: { status: string }) => status === 'open');
    await row(id).getByText('1/3').waitFor();
    const answers = { recommend: 3, delivery: 2, words: '希望早点知道' };
    await demo.api(`POST /v1/surveys/${id}/responses`, { answers }, await as({ contact: demo.facts.contacts.owner }));
    await row(id).getByText('2/3').waitFor({ timeout: 1000 });
    const { questions } = await demo.api(`GET /v1/surveys/${id}/results`);
    expect(questions.map(({ score }: { score?: number }) => score).slice(0, 2)).toEqual([0, 50]);
    expect(await row(id).locator('.score b').allTextContents()).toEqual(['0', '50%', '2/3']);
    await page.getByText('希望早点知道').waitFor();
  });

  it('S130: the mails of all that are in the outbox, live; one that cannot be sent says why', async () => {
    await go('outbox');
    const told = page.locator('.row', { hasText: '变更申请 CR-6 已批准' });
    await told.click();
    await page.getByRole('link', { name: `${demo.facts.siteUrl}/` }).waitFor();
    await page.getByRole('button', { name: '发送' }).click();
    await page.getByRole('alert').getByText('没有配置邮件服务器').waitFor();
    expect(await page.evaluate(() => (globalThis as any).notReloaded)).toBe(true);
  });

  it('offers nobody what their role may not do', async () => {
    const engineer = await open('en', 'engineer', 'requests/CR-4');
    await engineer.getByText('These may decide: Administrator, Project manager, Technical lead, Executive.').waitFor();
    expect(await engineer.locator('.decisions button, form.impact').count()).toBe(0);
    expect(await engineer.locator('[data-panel="webhooks"]').count()).toBe(0);
    await engineer.evaluate(() => void (location.hash = 'webhooks'));
    await engineer.getByText('You cannot see webhooks').waitFor();
    await engineer.context().close();
  });

  it('has no barriers: every panel, light and dark, in both languages, and on a phone nothing scrolls sideways', async () => {
    const hook = await demo.api('POST /v1/webhooks', { url: `${demo.facts.siteUrl}/hook` });
    await demo.api(`POST /v1/webhooks/${hook.id}/deliveries`, {});
    const found: string[] = [];
    await Promise.all(
      ['zh-CN', 'en'].map(async (lang) => {
        const look = await open(lang, 'admin', 'milestones');
        for (const panel of ['milestones', 'requests/CR-4', 'requirements', 'surveys', 'outbox', 'webhooks']) {
          await look.evaluate((hash) => void (location.hash = hash), panel);
          await look.locator(`[data-panel="${panel.split('/')[0]}"][aria-current]`).waitFor();
          await look.locator('.detail[open]').waitFor();
          for (const colorScheme of ['light', 'dark'] as const) {
            await look.emulateMedia({ colorScheme });
            // Of a darker page nothing but its colours is different.
            const asked = { resultTypes: ['violations'], ...(colorScheme === 'dark' && { runOnly: ['color-contrast'] }) };
            const { violations } = await look.evaluate<AxeResults>(`axe.run(${JSON.stringify(asked)})`);
            found.push(...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${lang} ${colorScheme} ${panel}: ${id} ${html}`)));
          }
        }
        await look.setViewportSize({ width: 360, height: 800 });
        for (const panel of ['milestones', 'requests', 'requirements', 'surveys', 'outbox', 'webhooks']) {
          await look.evaluate((hash) => void (location.hash = hash), panel);
          await look.locator(`[data-panel="${panel}"][aria-current]`).waitFor();
          const width = await look.evaluate('document.documentElement.scrollWidth');
          if (width !== 360) found.push(`${lang} ${panel} is ${String(width)} px wide`);
        }
        await look.context().close();
      }),
    );
    expect(found).toEqual([]);
    expect(complaints.filter((one) => !/409|\(Conflict\)/.test(one))).toEqual([]);
  }, 60_000);
});
