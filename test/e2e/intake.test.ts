/** What a client writes in their own words, on the vendor's page and over REST, and that nothing of it is kept before they confirm it. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRows, type Rows } from '../../server/src/testing/rows.ts';
import { hasChromium, launchChromium } from '../services/index.ts';
import { startDemo, type RunningDemo } from './demo.ts';
import { readNeed } from './portal.ts';

/** Three requests each, with a signature and the mail that is answered; `holds` are words of each request, `not` those of nobody's request. */
const mails = [
  {
    name: 'zh: 现场负责人',
    text: '沈工：\n\n今天把试运行的情况汇总了一下，麻烦安排：\n1. 3号巷道的堆垛机状态灯在看板上一直是灰的，请检查；\n2. 出库单希望能按车牌号合并打印；\n3. 收货员的账号改为刷工牌登录。\n\n顺祝商祺\n\n韩磊\n恒锐精密 信息部\n手机：139-0000-5566\n\n发件人：沈砚 <shen.yan@xuchuan.example>\n发送时间：2026年11月16日 18:02\n收件人：韩磊\n主题：试运行第一周\n\n韩经理，请提供第一周的异常清单，并确认周五是否停线。',
    holds: ['状态灯', '车牌号', '刷工牌'],
    not: ['异常清单', '商祺', '139-0000-5566'],
  },
  {
    name: 'zh: 回复在上，引文带尖括号',
    text: '顾经理好，\n\n收到，排期没问题。另外我们这边还有三件事：\n- 质检不合格的批次要能在WMS里自动冻结\n- 日报里把返工数量单独列出来\n- 移动端横屏时保存按钮被挡住了，点不到\n\n谢谢！\n许婧\n质量部 | 恒锐精密\n电话 0512-5550 0188\n\n在 2026年11月12日，顾晨 写道：\n> 许主管，二期排期见附件，请于下周一前确认。\n> 还需要贵方补充检验标准。',
    holds: ['冻结', '返工数量', '保存按钮'],
    not: ['检验标准', '排期见附件', '0512'],
  },
  {
    name: 'en: a shift leader',
    text: 'Hi Yan,\n\nfirst week of trial operation is behind us, three things came up:\n\n1. The status light of stacker crane 3 is always grey on the board, please check.\n2. We would like to print delivery notes grouped by licence plate.\n3. Change the login of the receiving clerks to badge scanning instead of passwords.\n\nKind regards,\nLei Han\nIT, Hengrui Precision\nMobile: +86 139 0000 5566\n\nOn Mon, Nov 16, 2026 at 6:02 PM Shen Yan <shen.yan@xuchuan.example> wrote:\n> Hello Lei,\n> please send us the list of faults of the first week and confirm whether the line stops on Friday.',
    holds: ['status light', 'licence plate', 'badge scanning'],
    not: ['list of faults', 'Kind regards', '5566'],
  },
  {
    name: 'en: reply on top of an Outlook mail',
    text: 'Hello Chen,\n\nthe schedule is fine with us. While I have you:\n\n- Rejected lots must be blocked in the WMS automatically.\n- Please show the rework quantity as a column of its own in the daily report.\n- On the phone in landscape mode the save button is covered, so nobody can tap it.\n\nThanks and regards\n\nJing Xu\nQuality | Hengrui Precision\nTel. +86 512 5550 0188\n\n________________________________\nFrom: Gu Chen <gu.chen@xuchuan.example>\nSent: Thursday, November 12, 2026 9:15 AM\nTo: Xu Jing\nSubject: Phase two\n\nPlease confirm the attached schedule by Monday. We also need your inspection standard.',
    holds: ['lots', 'rework quantity', 'save button'],
    not: ['inspection standard', 'attached schedule', '0188'],
  },
];

/** The last day of the month in which this zone is now, and its tomorrow. */
function calendarIn(timeZone: string): { monthEnd: string; tomorrow: string } {
  const [year, month, day] = new Intl.DateTimeFormat('en-CA', { timeZone }).format(Date.now()).split('-').map(Number) as [
    number,
    number,
    number,
  ];
  const iso = (date: number): string => new Date(date).toISOString().slice(0, 10);
  return { monthEnd: iso(Date.UTC(year, month, 0)), tomorrow: iso(Date.UTC(year, month - 1, day + 1)) };
}

describe.skipIf(!hasChromium())('Chromium: intake', () => {
  let demo: RunningDemo;
  let browser: Browser;
  let page: Page;
  let rows: Rows;

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo({ LOG_LEVEL: 'trace' }), launchChromium()]);
    rows = openRows(join(demo.data, 'portico.sqlite'));
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'zh-CN' });
    context.setDefaultTimeout(10_000);
    page = await context.newPage();
    await page.goto(`${demo.facts.siteUrl}/zh-CN/client`);
    await page.locator('portico-intake').scrollIntoViewIfNeeded();
  });
  afterAll(async () => {
    rows?.close();
    await browser?.close();
    await demo?.close();
  });

  const parse = async (text: string, project = demo.facts.projectId) => {
    const { token } = await demo.api('POST /v1/sessions', { contact: demo.facts.contacts.owner });
    return demo.api(
      'POST /v1/requirements/parse',
      { project, text },
      { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() },
    );
  };
  const card = () => page.locator('portico-intake [part=card]');

  /** Every row as text, with its table; what turns by itself, with no word of anybody in it, is left out. */
  const everyRow = (): Set<string> =>
    new Set(
      rows
        .all<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('leases', 'jobs', 'keys', 'sqlite_sequence')",
        )
        .flatMap(({ name }) => rows.all(`SELECT * FROM "${name}"`).map((row) => `${name} ${JSON.stringify(row)}`)),
    );
  const addedTo = (before: ReadonlySet<string>): string[] => [...everyRow()].filter((row) => !before.has(row));
  /** What was done before has been told to everybody: nothing follows from it any more. */
  const atRest = (): Promise<void> =>
    expect
      .poll(() => rows.all("SELECT id FROM outbox UNION ALL SELECT id FROM jobs WHERE state = 'waiting' AND runAt <= ?", Date.now()), {
        timeout: 15_000,
      })
      .toEqual([]);
  /** Files below the data folder, the database's own journal among them, that hold these words. */
  const files = (words: string): string[] =>
    readdirSync(demo.data, { recursive: true, encoding: 'utf8' }).filter(
      (name) => statSync(join(demo.data, name)).isFile() && readFileSync(join(demo.data, name)).includes(words),
    );

  it('S50: 希望系统能在月底前上线 is due on the last day of the month in the zone of the project, and these words are marked', async () => {
    const { monthEnd } = calendarIn('Asia/Shanghai');
    await readNeed(page, '希望系统能在月底前上线');
    expect(await card().count()).toBe(1);
    expect(await card().locator('[part=mark][data-field=due]').allTextContents()).toEqual(['月底前']);
    expect(await card().locator('input[type=date]').inputValue()).toBe(monthEnd);
    const text = '希望系统能在月底前上线';
    for (const timeZone of ['Asia/Shanghai', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
      const project = await demo.api('POST /v1/projects', { clientId: demo.facts.clientId, name: timeZone, timeZone });
      const { monthEnd, tomorrow } = calendarIn(timeZone);
      // One of the two far zones has another day than UTC at any moment.
      expect((await parse(text, project.id)).drafts).toMatchObject([
        { due: { date: monthEnd, phrase: '月底前', span: { start: 6, end: 9 } } },
      ]);
      expect((await parse('希望系统能在明天前上线', project.id)).drafts).toMatchObject([{ due: { date: tomorrow, phrase: '明天前' } }]);
    }
    await page.getByRole('button', { name: '返回原文' }).click();
    await page.locator('portico-intake textarea').fill('');
  });

  it('S50: nothing is kept before the client confirms: no row, no event, no word on disk or in the log', async () => {
    const secret = '暗号灰鹭九号';
    await atRest();
    const before = everyRow();
    const { send, sent } = await readNeed(page, `请在月底前增加${secret}看板`);
    await parse(`希望支持${secret}`);
    expect(addedTo(before)).toEqual([]);
    expect(files(secret)).toEqual([]);
    expect(demo.log()).toContain('requirements');
    expect(demo.log()).not.toContain(secret);
    await send.click();
    await sent.waitFor();
    // The same eyes see it once it is there.
    const tables = addedTo(before).map((row) => row.split(' ', 1)[0]);
    expect(tables).toEqual(expect.arrayContaining(['feed', 'requirements', 'streams']));
    expect(files(secret).length).toBeGreaterThan(0);
    expect(demo.log()).not.toContain(secret);
  });

  it.each(mails)('a mail with three requests, a signature and a quoted mail gives three drafts, $name', async ({ text, holds, not }) => {
    const { drafts, context } = await parse(text);
    expect(drafts.map(({ quote }: { quote: string }) => quote)).toEqual(holds.map((words) => expect.stringContaining(words)));
    const rest = context.map(({ start, end }: { start: number; end: number }) => text.slice(start, end)).join('\n');
    for (const words of not) expect(rest).toContain(words);
  });

  it('the same on the page: three proposals, each of which can be left out', async () => {
    await page.reload();
    const intake = page.locator('portico-intake');
    await intake.locator('textarea').fill(mails[0]!.text);
    await intake.locator('[part=sort]').click();
    await card().nth(2).waitFor();
    expect(await card().count()).toBe(3);
    await card()
      .nth(1)
      .getByRole('button', { name: /^不提交/ })
      .click();
    await page.getByRole('button', { name: '提交 2 项需求' }).click();
    await page.getByText('已收到您的 2 项需求').first().waitFor();
    const { items } = await demo.api(`GET /v1/projects/${demo.facts.projectId}/requirements?limit=100`);
    const stored = (words: string): number => items.filter(({ quote }: { quote: string }) => quote.includes(words)).length;
    expect(mails[0]!.holds.map(stored)).toEqual([1, 0, 1]);
  });
});
