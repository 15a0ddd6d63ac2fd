/** Makes the pictures of the README from the running product: `npm start` in one terminal, this in another. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { chromium } = createRequire(join(root, 'test/package.json'))('playwright');
const { siteUrl, staffUrl } = JSON.parse(readFileSync(join(resolve(root, process.env.PORTICO_DATA ?? '.portico'), 'demo.json'), 'utf8'));

const pictures = [
  { name: 'client-en', url: `${siteUrl}/en/client`, width: 1280, height: 1000 },
  { name: 'client-zh', url: `${siteUrl}/zh-CN/client`, width: 1280, height: 1000 },
  { name: 'client-phone', url: `${siteUrl}/zh-CN/client`, width: 360, height: 780, colorScheme: 'dark' },
  { name: 'staff-en', url: `${staffUrl}?lang=en`, width: 1280, height: 900 },
];

const browser = await chromium.launch({
  ...(process.env.CHROMIUM ? { executablePath: process.env.CHROMIUM } : { channel: 'chromium' }),
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const { name, url, width, height, colorScheme = 'light' } of pictures) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, deviceScaleFactor: 1.5, reducedMotion: 'reduce' });
  await page.goto(url);
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(root, 'docs/images', `${name}.png`) });
  console.log(`docs/images/${name}.png`);
}
await browser.close();
