/** The vendor's back office: a frame around the panels that `public/staff/` draws with data from Portico. */
import type { MemberRole } from '../../core/policy.ts';
import { html, json, type Html } from './html.ts';
import { icons, mark } from './icons.ts';
import { document, initial, nameIn, otherLang, type View } from './layout.ts';
import { panelsEn } from './panels.en.ts';
import { panelsZh } from './panels.zh-CN.ts';
import { staffEn } from './staff.en.ts';
import { staffZh } from './staff.zh-CN.ts';

/** @param asked role of the member to act as; the project manager if it is none */
export function staffPage(view: View, asked: unknown): string {
  const { lang, demo, story } = view;
  const texts = lang === 'en' ? { ...staffEn, ...panelsEn } : { ...staffZh, ...panelsZh };
  const me = story.members.find(({ role }) => role === asked) ?? story.members.find(({ role }) => role === 'manager')!;
  const address = (role: MemberRole, to = lang): string => `/staff?lang=${to}&as=${role}`;
  const facts = {
    lang,
    texts,
    role: me.role,
    project: demo.projectId,
    // The API keeps a name as the person writes it; English pages also know it in Latin letters.
    latin: Object.fromEntries([...story.members, ...story.contacts].map(({ name, latin }) => [name, latin])),
  };
  const face = (person: (typeof story.members)[number]): Html =>
    html`<span class="face" aria-hidden="true">${initial(lang, person)}</span>`;
  const head = html`<script async src="${demo.url}/embed/v1/portico.js" data-token-url="/portico/staff-token?member=${demo.members[me.role]}" data-project="${demo.projectId}"></script>
<link rel="stylesheet" href="/assets/staff-panels.css">
<script type="application/json" id="facts">${json(facts)}</script>
<script type="module" src="/assets/staff/main.js"></script>
`;
  const body = html`<a class="skip" href="#board">${texts.skip}</a>
<div class="desk">
<header class="side">
  <a class="brand" href="${address(me.role)}">${mark}<span><b>${texts.company}</b><small>${texts.title}</small></span></a>
  <div class="side-places">
    <nav class="side-projects" aria-label="${texts.projects}"><p class="label">${texts.projects}</p><ul id="projects"></ul></nav>
    <nav class="side-projects" aria-label="${texts.house}"><p class="label">${texts.house}</p><ul id="house"></ul></nav>
  </div>
  <div class="side-tools">
    <a class="tool" href="/${lang}/client">${icons.view}${texts.backToSite}</a>
    <div class="side-row">
      <a class="tool" href="${address(me.role, otherLang(lang))}" lang="${otherLang(lang)}" hreflang="${otherLang(lang)}">${texts.language}</a>
      <button class="tool square" type="button" data-theme-switch aria-label="${texts.theme}" title="${texts.theme}">${icons.contrast}</button>
    </div>
    <details class="menu who">
      <summary class="tool">${face(me)}<span class="who-name"><span class="unseen">${texts.actAs} </span><b>${nameIn(lang, me)}</b><small>${texts.roles[me.role]}</small></span>${icons.down}</summary>
      <nav class="panel" aria-label="${texts.actAs}"><p class="panel-title">${texts.actAsHint}</p>
        ${story.members.map((member) => html`<a href="${address(member.role)}"${member.role === me.role && html` aria-current="true"`}>${face(member)}<span><b>${nameIn(lang, member)}</b><small>${texts.roles[member.role]}</small></span></a>`)}
      </nav>
    </details>
  </div>
</header>
<main id="board" tabindex="-1"><p class="wait">${texts.loading}</p><noscript><p class="wait">${view.texts.client.noscript}</p></noscript></main>
<div id="detail"></div>
</div>
<div class="unseen" id="arrivals" role="status" aria-live="polite"></div>
<div class="toasts" id="toasts" role="status" aria-live="polite"></div>`;
  return document(view, `${texts.title} · ${texts.company}`, head, body, 'staff');
}
