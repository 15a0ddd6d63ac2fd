import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from './databases.ts';
import { dialects, freshDatabase, hasChromium, launchChromium, redisUrl, type FreshDatabase } from './index.ts';

for (const { name, url } of dialects()) {
  describe.skipIf(url === null)(name, () => {
    let first: FreshDatabase;
    let second: FreshDatabase;
    beforeAll(async () => {
      first = await freshDatabase(name);
      second = await freshDatabase(name);
    });
    afterAll(async () => {
      await first.drop();
      await second.drop();
    });

    test('two fresh databases are two databases', () => {
      expect(first.url).not.toBe(second.url);
    });

    if (name === 'SQLite') return;
    test('is the server that its name says and keeps Chinese text', async () => {
      const connection = await connect(first.url);
      const [rows] = await connection.query("SELECT VERSION() AS version, '月底' AS text");
      await connection.end();
      const row = (rows as { version: string; text: string }[])[0];
      expect(row?.version).toMatch(name === 'MariaDB' ? /MariaDB/ : /^9\./);
      expect(row?.text).toBe('月底');
    });
  });
}

describe.skipIf(redisUrl() === null)('Redis', () => {
  test('is on loopback', () => {
    expect(new URL(redisUrl()!).hostname).toBe('127.0.0.1');
  });
});

describe.skipIf(!hasChromium())('Chromium', () => {
  test('draws Chinese text with a font that has it', async () => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.setContent('<span>里程碑</span>');
      // Glyphs of a CJK font are as wide as they are high; the boxes of a missing font are not.
      const width = await page.evaluate(() => document.querySelector('span')!.getBoundingClientRect().width);
      expect(width).toBeCloseTo(48, 0);
    } finally {
      await browser.close();
    }
  });
});
