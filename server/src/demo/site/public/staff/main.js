/** The back office: who am I, which projects are there, and one of them live. */
import { facts, fill, inLang, texts, timeOfDay, todayIn } from './facts.js';
import { h, place } from './dom.js';
import { createBoard } from './board.js';
import { createDetail } from './detail.js';
import { createHistory } from './history.js';
import { save } from './save.js';
import { daysLate } from './plan.js';

const root = document.getElementById('board');
const nav = document.getElementById('projects');

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

function trouble(title, text, again) {
  place(root, [
    h(
      'div',
      { class: 'empty', role: 'alert' },
      h('b', null, title),
      h('p', null, text),
      h('button', { type: 'button', class: 'button small', onclick: again }, texts.retry),
    ),
  ]);
}
const unreachable = (again) => trouble(texts.unreachable, texts.unreachableText, again);

async function start() {
  let portico;
  let house;
  try {
    await loaded();
    portico = await window.Portico.connection();
    const [me, projects, members, clients] = await Promise.all([
      portico.call('sessions.me', {}),
      portico.call('projects.list', {}),
      portico.call('members.list', {}),
      portico.call('clients.list', {}),
    ]);
    house = { me, projects: projects.items, members: members.items, clients: clients.items };
  } catch {
    return unreachable(() => location.reload());
  }
  const canWrite = house.me.can.includes('milestone.update');
  const planners = ['admin', 'manager', 'lead', 'engineer'];
  const whyNot = fill(texts.readOnly, {
    role: texts.roles[house.me.role],
    roles: planners.map((role) => texts.roles[role]).join(facts.lang === 'en' ? ', ' : '、'),
  });
  let leave = () => undefined;
  const enter = () => {
    leave();
    const asked = location.hash.slice(1);
    const id = house.projects.some((project) => project.id === asked) ? asked : facts.project;
    listProjects(house, id);
    leave = openProject(portico, id, { ...house, canWrite, whyNot });
  };
  addEventListener('hashchange', () => location.hash !== '#board' && enter());
  enter();
}

function listProjects({ projects, clients }, current) {
  const companyOf = ({ clientId }) => clients.find(({ id }) => id === clientId);
  place(
    nav,
    projects.map((project) => {
      const client = companyOf(project);
      const link = h(
        'a',
        { href: `#${project.id}`, ...(project.id === current && { 'aria-current': 'page' }) },
        h('b', null, inLang(project, 'name', project.lang)),
        client && h('small', null, inLang(client, 'name')),
      );
      return h('li', null, link);
    }),
  );
}

/** Draws a project and keeps it drawn; returns how to leave it. */
function openProject(portico, id, house) {
  const store = portico.project(id);
  const release = store.retain();
  let selected = null;
  let chosen = false;
  let queued = false;
  const board = createBoard(root, (milestone) => {
    selected = milestone;
    chosen = true;
    draw();
  });
  const detail = createDetail(document.getElementById('detail'), {
    change: (asked) => save(portico, store, { ...asked, today: today() }),
    closed() {
      const last = selected;
      selected = null;
      draw();
      board.focus(last);
    },
  });
  const history = createHistory(portico, store, () => draw());
  const find = (milestone) => store.milestones.value.find((one) => one.id === milestone) ?? null;
  const today = () => todayIn(store.project.value.timeZone);

  function draw() {
    if (queued) return;
    queued = true;
    queueMicrotask(() => {
      queued = false;
      if (store.state.value === 'loading') return;
      if (store.state.value === 'forbidden') return trouble(texts.forbidden, texts.forbiddenText, () => store.reload());
      if (store.state.value === 'error' || !store.project.value) return unreachable(() => store.reload());
      render();
    });
  }

  function render() {
    const now = today();
    const milestones = store.milestones.value;
    const stages = store.stages.value;
    // On a wide screen something is open from the start: what needs a decision first.
    if (!chosen && matchMedia('(width >= 1100px)').matches) {
      const first =
        milestones.find((milestone) => daysLate(milestone, now)) ??
        milestones.find(({ atRisk }) => atRisk) ??
        milestones.find(({ status }) => status === 'in_progress');
      selected = first?.id ?? null;
      chosen = true;
    }
    const since = portico.offlineSince.value;
    const milestone = selected && find(selected);
    const shared = { ...house, project: store.project.value, today: now, history };
    board.render({
      ...shared,
      stages,
      milestones,
      selected,
      touched: store.touched.value,
      client: house.clients.find((client) => client.id === store.project.value.clientId),
      link: portico.link.value,
      offlineSince: since && portico.link.value !== 'live' ? timeOfDay(since) : null,
    });
    detail.render({ ...shared, milestone, stage: milestone && stages.find((stage) => stage.id === milestone.stageId) });
  }

  let head = -1;
  // The store tells of its data just before it says where it stands, so the position is read a moment later.
  const follow = () =>
    queueMicrotask(() => {
      const seq = store.position()?.seq ?? -1;
      if (seq !== head) history.refresh();
      head = seq;
      draw();
    });
  const stops = [store.state, store.project, store.stages, store.milestones, store.touched].map((signal) => signal.subscribe(follow));
  stops.push(portico.link.subscribe(draw), portico.offlineSince.subscribe(draw));
  // "3 minutes ago" grows by itself.
  const minute = setInterval(draw, 60_000);
  return () => {
    clearInterval(minute);
    for (const stop of stops) stop();
    release();
    document.getElementById('detail').replaceChildren();
    root.replaceChildren();
  };
}

void start();
