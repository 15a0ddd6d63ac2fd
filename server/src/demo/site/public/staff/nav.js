/** The ways around: projects and the workspace at the side, the parts of a project above its list. */
import { fill, inLang, texts } from './facts.js';
import { h, place } from './dom.js';
import { addressOf, ofHouse, ofProject } from './route.js';

const side = document.getElementById('projects');
const house = document.getElementById('house');
const places = side.closest('.side-places');

/** On a phone a row of links is wider than the screen: the current one is always seen. */
function reveal(strip) {
  const here = strip.querySelector('[aria-current]');
  if (!here || here === strip.shown) return;
  strip.shown = here;
  const [box, link] = [strip.getBoundingClientRect(), here.getBoundingClientRect()];
  if (link.left < box.left || link.right > box.right) strip.scrollLeft += link.left - box.left - 40;
}

/** The links that leave this page for itself: another language, another person. They lead to the same place. */
const sameAgain = [...document.querySelectorAll('a[href^="/staff?"]')];

const current = (is) => (is ? { 'aria-current': 'page' } : {});

/** A link with how many wait there, and a dot while something in it is new. */
function counted({ panel, count, fresh, href, here }) {
  return h(
    'a',
    { href, 'data-panel': panel, ...current(here) },
    h('span', { class: 'tab-name' }, texts.tabs[panel]),
    count
      ? h(
          'span',
          { class: 'count', title: fill(texts.counted[panel], { count }) },
          h('span', { 'aria-hidden': 'true' }, count),
          h('span', { class: 'unseen' }, ` ${fill(texts.counted[panel], { count })}`),
        )
      : null,
    fresh ? h('span', { class: 'dot' }, h('span', { class: 'unseen' }, ` ${texts.freshPanel}`)) : null,
  );
}

/** Keeps the links that are there: a link that is focused or being clicked must not be another one. */
function keep(parent, items) {
  place(
    parent,
    items.map((item, index) => {
      const link = parent.children[index]?.querySelector('a');
      if (link?.getAttribute('href') !== item.getAttribute('href')) return h('li', null, item);
      if (item.hasAttribute('aria-current')) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
      link.replaceChildren(...item.childNodes);
      return link.parentElement;
    }),
  );
}

/** @param counts panel → `{ count, fresh }` */
export function drawSide({ route, projects, clients, panels, counts }) {
  const companyOf = ({ clientId }) => clients.find(({ id }) => id === clientId);
  const inProject = ofProject.includes(route.panel);
  keep(
    side,
    projects.map((project) => {
      const client = companyOf(project);
      return h(
        'a',
        { href: addressOf({ project: project.id }), ...current(inProject && project.id === route.project) },
        h('b', null, inLang(project, 'name', project.lang)),
        client && h('small', null, inLang(client, 'name')),
      );
    }),
  );
  keep(
    house,
    ofHouse
      .filter((panel) => panels.includes(panel))
      .map((panel) => counted({ panel, ...counts[panel], href: addressOf({ panel }), here: panel === route.panel })),
  );
  for (const link of sameAgain) link.hash = location.hash;
  reveal(places);
}

/** The head of every panel: what it is of, how live it is, and the tabs of a project. */
export function createHead() {
  const title = h('h1');
  const sub = h('p', { class: 'sub' });
  const pill = h('p', { class: 'link' });
  const tabs = h('ul');
  const nav = h('nav', { class: 'tabs', 'aria-label': texts.tabs.label }, tabs);
  const element = h('header', { class: 'board-head' }, h('div', { class: 'board-title' }, title, pill), sub, nav);
  return {
    element,
    render({ route, heading, under, link, counts }) {
      title.textContent = heading;
      sub.textContent = under.filter(Boolean).join(' · ');
      pill.dataset.link = link;
      pill.textContent = texts.link[link];
      const inProject = ofProject.includes(route.panel);
      nav.hidden = !inProject;
      if (!inProject) return;
      keep(
        tabs,
        ofProject.map((panel) =>
          counted({
            panel,
            ...counts[panel],
            href: addressOf({ project: route.project, panel }),
            here: panel === route.panel,
          }),
        ),
      );
      queueMicrotask(() => reveal(nav));
    },
  };
}
