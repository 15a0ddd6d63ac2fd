/**
 * Pictures of every story at 360 and 1280 px, light and dark, in English and Chinese, over the static build; and a contact sheet for each
 * widget and look, so that a person can look at all of them. `node stories/screenshots.mjs [part of a story's id]`
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { chromiumPath, chromiumSwitches } from '../test/services/places.ts';
import { goTo, open, serve, stories } from './site.ts';

const folder = join(import.meta.dirname, 'screenshots');
const wanted = stories().filter(({ id }) => id.includes(process.argv[2] ?? ''));
const widgets = [...new Set(wanted.map(({ title }) => title))];
const looks = [360, 1280].flatMap((width) =>
  ['light', 'dark'].flatMap((theme) => ['en', 'zh-CN'].map((lang) => ({ width, theme, lang, name: `${width}-${theme}-${lang}` }))),
);

/** @typedef {(typeof looks)[number]} Look */

const site = await serve();
const browser = await chromium.launch({ executablePath: chromiumPath() ?? undefined, args: chromiumSwitches });
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'sheets'), { recursive: true });

/** One look, story by story; axe has its own run. */
async function take(/** @type {Look} */ { width, theme, lang, name }) {
  const page = await browser.newPage({ viewport: { width, height: 120 }, reducedMotion: 'reduce' });
  await open(page, site.address, wanted.at(-1)?.id ?? '', `theme:${theme};lang:${lang};width:full;a11y.manual:!true`);
  for (const { id } of wanted) {
    const { thrown } = await goTo(page, id);
    for (const fault of thrown) console.error(`${id}: ${fault}`);
    await page.screenshot({ path: join(folder, name, `${id}.png`), fullPage: true, animations: 'disabled' });
  }
  await page.close();
}

/** All pictures of a widget in one look, side by side. */
async function sheet(/** @type {string} */ title, /** @type {Look} */ { width, theme, lang, name }) {
  const columns = width === 360 ? 6 : 3;
  const pictures = wanted
    .filter((story) => story.title === title)
    .map((story) => `<figure><figcaption>${story.name}</figcaption><img src="../${name}/${story.id}.png"></figure>`);
  const file = `${title.toLowerCase().replaceAll(' ', '-')}-${name}`;
  const html = join(folder, 'sheets', `${file}.html`);
  writeFileSync(
    html,
    `<!doctype html><meta charset="utf-8"><title>${title}, ${width} px, ${theme}, ${lang}</title><style>
body { margin: 16px; columns: ${columns}; column-gap: 16px; background: ${theme === 'dark' ? '#000' : '#e4e7eb'}; font: 13px sans-serif }
figure { margin: 0 0 20px; break-inside: avoid } figcaption { color: #888; padding-block-end: 4px } img { inline-size: 100%; display: block }
</style>${pictures.join('')}`,
  );
  const page = await browser.newPage({ viewport: { width: 1920, height: 600 } });
  await page.goto(pathToFileURL(html).href);
  await page.screenshot({ path: join(folder, 'sheets', `${file}.png`), fullPage: true });
  await page.close();
}

// Two at a time, as many as the smallest machine has cores.
const queue = [...looks];
await Promise.all(
  [1, 2].map(async () => {
    for (let look = queue.shift(); look; look = queue.shift()) await take(look);
  }),
);
for (const look of looks) for (const title of widgets) await sheet(title, look);
await browser.close();
site.close();
console.log(`${wanted.length * looks.length} pictures and ${widgets.length * looks.length} sheets in ${folder}`);
