/** The frame of every page of the vendor's site: head, header with navigation and account, footer. */
import type { Demo } from './demo.ts';
import { html, type Html, type Part } from './html.ts';
import { icons, mark } from './icons.ts';
import type { Lang } from './dates.ts';
import type { Visitor } from './session.ts';
import type { Story } from '../story.ts';
import type { Texts } from './texts.zh-CN.ts';

/** What a page is made of: the language, the person, and the story's names. */
export interface View {
  lang: Lang;
  texts: Texts;
  /** Path below the language, `/services`. */
  path: string;
  visitor: Visitor;
  theme: 'light' | 'dark' | undefined;
  demo: Demo;
  story: Story;
  today: string;
}

export interface Page {
  title: string;
  body: Html;
  /** Put into the head: the loader, where a page has widgets. */
  head?: Part;
}

export const otherLang = (lang: Lang): Lang => (lang === 'en' ? 'zh-CN' : 'en');
export const href = ({ lang }: Pick<View, 'lang'>, path: string): string => `/${lang}${path}`;

/** A person's name as the page's language writes it. */
export const nameIn = (lang: Lang, { name, latin }: { name: string; latin: string }): string => (lang === 'en' ? latin : name);
export const textIn = (lang: Lang, [zh, en]: readonly [string, string]): string => (lang === 'en' ? en : zh);

/** The contact who is signed in, with what the site knows of them. */
export const contactOf = ({ visitor, story }: View) =>
  story.contacts.find(({ client, role }) => client === story.projects[0]!.client && role === visitor);

export const document = ({ lang, theme }: Pick<View, 'lang' | 'theme'>, title: string, head: Part, body: Part, kind: string): string =>
  html`<!doctype html>
<html lang="${lang}" class="${kind}"${theme && html` data-theme="${theme}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/brand.css">
<link rel="stylesheet" href="/assets/${kind}.css">
<script type="module" src="/assets/page.js"></script>
${head}</head>
<body>
${body}
</body>
</html>
`.markup;

export function sitePage(view: View, { title, body, head }: Page): string {
  const { lang, texts } = view;
  return document(
    view,
    title === texts.company ? `${title} · ${texts.tagline}` : `${title} · ${texts.company}`,
    head,
    html`
<a class="skip" href="#content">${texts.skip}</a>
${demoBar(view)}
<header class="top">
  <div class="wide top-row">
    <a class="brand" href="${href(view, '/home')}">${mark}<span>${texts.company}</span></a>
    ${navigation(view)}
    <div class="tools">
      <a class="tool" href="/${otherLang(lang)}${view.path}" lang="${otherLang(lang)}" hreflang="${otherLang(lang)}" title="${texts.languageHint}">${texts.language}</a>
      <button class="tool square" type="button" data-theme-switch aria-label="${texts.theme}" title="${texts.theme}">${icons.contrast}</button>
      ${account(view)}
    </div>
  </div>
</header>
<main id="content" tabindex="-1">
${body}
</main>
${footer(view)}`,
    'site',
  );
}

const demoBar = ({ texts, lang, path }: View): Html => html`<aside class="demo" aria-label="Demo">
  <div class="wide"><span>${texts.demo.text}</span> <a href="/staff?lang=${lang}">${texts.demo.staff}</a> ${path === '/client' && html`<span class="demo-more">${texts.demo.hint}</span>`}</div>
</aside>`;

function navigation(view: View): Html {
  const { nav } = view.texts;
  const link = (path: string, label: string): Html =>
    html`<li><a href="${href(view, path)}"${view.path === path && html` aria-current="page"`}>${label}</a></li>`;
  const links = [link('/services', nav.services), link('/cases', nav.cases), link('/about', nav.about), link('/client', nav.client)];
  return html`<nav class="nav" aria-label="${nav.label}"><ul>${links}</ul></nav>
    <details class="menu nav-small"><summary class="tool square" aria-label="${nav.menu}">${icons.menu}</summary><nav class="panel" aria-label="${nav.label}"><ul>${links}</ul></nav></details>`;
}

function account(view: View): Html {
  const { lang, texts, visitor, story } = view;
  const person = contactOf(view);
  if (!person) return html`<a class="button small" href="${href(view, '/client')}">${texts.account.in}</a>`;
  const people = story.contacts.filter(({ client }) => client === person.client);
  return html`<details class="menu account">
        <summary class="tool"><span class="face" aria-hidden="true">${initial(lang, person)}</span><span class="account-name"><span class="unseen">${texts.account.as} </span>${nameIn(lang, person)}</span>${icons.down}</summary>
        <form class="panel" method="post" action="/session">
          <input type="hidden" name="to" value="${href(view, '/client')}">
          <p class="panel-title">${texts.account.switch}</p>
          ${people.map(
            (other) => html`<button name="person" value="${other.role}"${other.role === visitor && html` aria-current="true"`}>
            <span class="face" aria-hidden="true">${initial(lang, other)}</span><span><b>${nameIn(lang, other)}</b><small>${textIn(lang, other.title)} · ${texts.account.roles[other.role]}</small></span></button>`,
          )}
          <button class="out" name="person" value="nobody">${icons.out}<span>${texts.account.out}</span></button>
        </form>
      </details>`;
}

/** What stands in for a portrait: the given name's last character, or the Latin initial. */
export const initial = (lang: Lang, { name, latin }: { name: string; latin: string }): string => (lang === 'en' ? latin[0]! : name.at(-1)!);

const footer = (view: View): Html => html`<footer class="foot">
  <div class="wide foot-row">
    <div><p class="foot-name">${view.texts.legal}</p><p>${view.texts.about.address}</p></div>
    <p><a href="tel:+8651255500126">${view.texts.about.phone}</a><br><a href="mailto:${view.texts.about.mail}">${view.texts.about.mail}</a></p>
    <p class="foot-small">${view.texts.footer.rights}<br>${view.texts.footer.icp} · <a href="/staff?lang=${view.lang}">${view.texts.footer.staff}</a><br>${view.texts.footer.powered}</p>
  </div>
</footer>`;
