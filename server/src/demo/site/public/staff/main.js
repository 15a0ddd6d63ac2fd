/** The back office: who am I, what may I see, and the page that shows it live. */
import { facts, lang, texts } from './facts.js';
import { h, place } from './dom.js';
import { createDesk } from './desk.js';

const root = document.getElementById('board');

/** The loader is another server's script: it may come late, or not at all. */
function loaded() {
  const script = document.querySelector('script[data-token-url]');
  if (typeof window.Portico === 'function') return Promise.resolve();
  return new Promise((resolve, reject) => {
    script.addEventListener('load', resolve);
    script.addEventListener('error', reject);
    // It may have failed before this module ran.
    setTimeout(() => (typeof window.Portico === 'function' ? resolve() : reject(new Error('no loader'))), 10_000);
  });
}

function trouble({ forbidden }, again) {
  place(root, [
    h(
      'div',
      { class: 'empty', role: 'alert' },
      h('b', null, forbidden ? texts.forbidden : texts.unreachable),
      h('p', null, forbidden ? texts.forbiddenText : texts.unreachableText),
      h('button', { type: 'button', class: 'button small', onclick: again }, texts.retry),
    ),
  ]);
}

async function start() {
  let portico;
  let me;
  try {
    await loaded();
    portico = await window.Portico.connection();
    // Refusals are said in the language of the page.
    portico.lang = lang;
    me = await portico.call('sessions.me', {});
  } catch {
    return trouble({}, () => location.reload());
  }
  facts.role = me.role;
  createDesk({ portico, me, root, sheetRoot: document.getElementById('detail'), trouble });
}

void start();
