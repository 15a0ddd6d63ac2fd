/** Draws where one is, and keeps it drawn: the workspace's own stream, the chosen project's, and the panel over them. */
import { fill, facts, inLang, nameOf, day, rolesInWords, texts, timeOfDay, todayIn } from './facts.js';
import { addressOf, ofHouse, ofProject, routeOf } from './route.js';
import { createBoard } from './board.js';
import { createHead, drawSide } from './nav.js';
import { createHistory } from './history.js';
import { createNews } from './news.js';
import { createOutbox } from './outbox.js';
import { createRequests } from './requests.js';
import { createRequirements } from './requirements.js';
import { createSheet, isWide } from './sheet.js';
import { createSurveys } from './surveys.js';
import { createWebhooks } from './webhooks.js';
import { h, place } from './dom.js';

const planners = ['admin', 'manager', 'lead', 'engineer'];
const arrivals = document.getElementById('arrivals');

export function createDesk({ portico, me, root, sheetRoot, trouble }) {
  const can = (action) => me.can.includes(action);
  const news = createNews(() => draw());
  const own = portico.own();
  own.retain();
  const shared = { portico, news, can, draw };
  const panels = {
    milestones: createBoard(shared),
    requests: createRequests(shared),
    requirements: createRequirements(shared),
    surveys: createSurveys(shared),
    outbox: createOutbox(shared),
    webhooks: createWebhooks(shared),
  };
  const visible = [...ofProject, ...ofHouse].filter((panel) => panel !== 'webhooks' || can('delivery.read'));
  const canWrite = can('milestone.update');
  const whyNot = fill(texts.readOnly, { role: texts.roles[me.role], roles: rolesInWords(planners) });

  const head = createHead();
  const offline = h('p', { class: 'notice offline', role: 'status' });
  const sheet = createSheet(sheetRoot, () => {
    const last = shownId;
    location.hash = addressOf({ ...route, item: null });
    draw();
    requestAnimationFrame(() => panels[route.panel].focus(last));
  });
  let route = routeOf(location.hash);
  let project = null;
  /** What is shown where the address names nothing: chosen once for each panel, so that it does not jump. */
  let offered = null;
  let shownId = null;
  let leavePanel = () => undefined;
  let queued = false;

  function draw() {
    if (queued) return;
    queued = true;
    queueMicrotask(() => {
      queued = false;
      const states = [own, ...(ofProject.includes(route.panel) ? [project.store] : [])].map(({ state }) => state.value);
      const again = () => void [own, project.store].map((store) => store.reload());
      if (states.includes('forbidden')) return lost({ forbidden: true }, again);
      if (states.includes('error')) return lost({}, again);
      if (states.includes('loading')) return;
      render();
    });
  }

  function lost(why, again) {
    sheet.show({});
    trouble(why, again);
  }

  function viewOf() {
    const { store, history } = project;
    const entity = store.project.value;
    return {
      me,
      own,
      store,
      history,
      news,
      canWrite,
      whyNot,
      project: entity,
      members: own.collection('members').value,
      today: todayIn(entity?.timeZone ?? 'Asia/Shanghai'),
      touched: store.touched.value,
      ownTouched: own.touched.value,
      hrefOf: (item) => addressOf({ ...route, item }),
    };
  }

  function render() {
    const view = viewOf();
    const panel = panels[route.panel];
    const inProject = ofProject.includes(route.panel);
    if (!inProject || view.project) hear(view);
    const clients = own.collection('clients').value;
    const counts = Object.fromEntries(
      visible.map((name) => [
        name,
        { count: ofHouse.includes(name) || view.project ? panels[name].count(view) : 0, fresh: news.count(name) > 0 },
      ]),
    );
    drawSide({ route, projects: own.collection('projects').value, clients, panels: visible, counts });
    const since = portico.offlineSince.value;
    const stale = since && portico.link.value !== 'live';
    offline.textContent = stale ? fill(texts.offline, { time: timeOfDay(since) }) : '';
    const client = view.project && clients.find(({ id }) => id === view.project.clientId);
    head.render({
      route,
      counts,
      link: portico.link.value,
      heading: inProject ? inLang(view.project, 'name', view.project.lang) : texts[route.panel].title,
      under: inProject
        ? [
            client && inLang(client, 'name'),
            nameOf(view.project.manager),
            view.project.due && fill(texts.dueLabel, { date: day(view.project.due) }),
          ]
        : [texts[route.panel].sub],
    });
    const chosen = choose(panel, view);
    panel.render(view, chosen);
    place(root, [head.element, ...(stale ? [offline] : []), panel.element]);
    shownId = chosen?.id ?? null;
    sheet.show(chosen ? { id: chosen.id, ...panel.sheet(view, chosen) } : { hint: panel.first(view) ? panel.hint : '' });
    document.title = [route.item && chosen && (chosen.reference ?? chosen.title), texts.tabs[route.panel], texts.title]
      .filter(Boolean)
      .join(' · ');
  }

  /** What the address names; else, where there is room beside the list, what needs somebody first. */
  function choose(panel, view) {
    const named = route.item && panel.find(view, route.item);
    if (named) {
      offered = named.id;
      news.open(route.panel, named.id, ...(panel.opened?.(view, named) ?? []));
      return named;
    }
    if (!isWide()) return null;
    const kept = offered && panel.find(view, offered);
    const first = kept ?? panel.first(view);
    offered = first?.id ?? null;
    return first;
  }

  /** Marks what has come in, and says it once for those who do not see the mark. */
  function hear(view) {
    for (const [name, panel] of Object.entries(panels)) {
      if (!panel.watched || (ofProject.includes(name) && !view.project)) continue;
      for (const entity of news.watch(name, panel.watched(view))) {
        arrivals.textContent = fill(texts.arrived[name], { title: panel.titleOf(entity) });
      }
    }
  }

  function go() {
    // The way past the navigation is no other place.
    if (location.hash === '#board') return;
    const before = route;
    route = routeOf(location.hash);
    if (!own.collection('projects').value.some(({ id }) => id === route.project) && own.state.value === 'ready')
      route = { ...route, project: facts.project };
    const other = !project || before.project !== route.project;
    if (other) {
      project?.leave();
      news.forget(ofProject);
      project = openProject(portico, route.project, draw);
    }
    if (other || before.panel !== route.panel || leavePanel.of !== route.panel) {
      leavePanel();
      offered = null;
      const leave = panels[route.panel].enter?.();
      leavePanel = Object.assign(() => leave?.(), { of: route.panel });
      scrollTo(0, 0);
    }
    draw();
  }

  addEventListener('hashchange', go);
  for (const signal of [
    own.state,
    own.touched,
    portico.link,
    portico.offlineSince,
    ...['projects', 'clients', 'members', 'notices'].map((name) => own.collection(name)),
  ])
    signal.subscribe(draw);
  // "3 minutes ago" grows by itself.
  setInterval(draw, 60_000);
  matchMedia('(width >= 1100px)').addEventListener('change', draw);
  go();
}

/** Follows one project and its history. */
function openProject(portico, id, draw) {
  const store = portico.project(id);
  const release = store.retain();
  const history = createHistory(portico, store, draw);
  let head = -1;
  // The store tells of its data just before it says where it stands, so the position is read a moment later.
  const follow = () =>
    queueMicrotask(() => {
      const seq = store.position()?.seq ?? -1;
      if (seq !== head) history.refresh();
      head = seq;
      draw();
    });
  const collections = ['changeRequests', 'requirements', 'surveys', 'responses'].map((name) => store.collection(name));
  const stops = [store.state, store.project, store.stages, store.milestones, store.touched, ...collections].map((signal) =>
    signal.subscribe(follow),
  );
  return {
    store,
    history,
    leave() {
      for (const stop of stops) stop();
      release();
    },
  };
}
