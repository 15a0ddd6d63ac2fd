import type { ProjectStore, Task } from '@portico/sdk';
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PorticoElement } from '../base/element.ts';
import { later } from '../base/later.ts';
import { read } from '../base/read.ts';
import { RovingFocusController } from '../controllers/roving-focus.ts';
import { TodayController } from '../controllers/today.ts';
import { cssom } from '../directives/cssom.ts';
import { row, type Rows } from '../directives/row.ts';
import { fullDate, percent, relativeDays, shortDate, warmDates } from '../i18n/dates.ts';
import { pick } from '../i18n/messages.ts';
import { summary } from './summary.styles.ts';
import type { TaskWords } from './tasks/tasks.messages.ts';
import type { TaskView } from './tasks/tasks.ts';
import { PorticoMilestoneSelectEvent } from './timeline.events.ts';
import { glance, horizon, soFar, time } from './timeline.glance.ts';
import { mark } from './timeline.marks.ts';
import { timelineWords, type TimelineWords } from './timeline.messages.ts';
import { isOver, pathOf, pointsOf, type Leg, type Path, type Point } from './timeline.model.ts';
import { skeleton } from './timeline.skeleton.ts';
import { styles } from './timeline.styles.ts';

const taskCode = later(() => import('./tasks/index.ts'));

/** Rows of the first picture of a plan. */
const screenful = 25;

const afterNextPicture = (act: () => void): unknown => requestAnimationFrame(() => setTimeout(act));

/**
 * The plan of a project as a path of milestones: what is done, what is worked on now, what comes next, what is late and why.
 * Changes appear live.
 *
 * **Keyboard** (APG: list of disclosures with a roving tab stop)
 *
 * | key | does |
 * | --- | --- |
 * | Tab | enters the path at the milestone visited last, at first the one that is worked on; leaves it |
 * | Arrow down, Arrow up | next, previous milestone or group of tasks in sight, across stages; stays at the ends |
 * | Home, End | first, last of them |
 * | Enter, Space | unfolds or folds the milestone's details and tasks, or the group |
 *
 * A change that comes in never moves the focus; only if the focused milestone itself goes away its neighbour takes over.
 *
 * @summary Milestones of a project, live.
 * @documentation https://portico.dev/widgets/timeline
 * @status stable
 * @since 0.1
 *
 * @slot header - Replaces the name of the project.
 * @slot loading - Replaces the skeleton.
 * @slot empty - Replaces the note that there are no milestones yet.
 * @slot error - Replaces the error and its button.
 * @slot forbidden - Replaces the note that this person has no access; say here whom to ask.
 * @slot stale - Replaces the banner that says since when nothing new has come in.
 *
 * @event {PorticoReadyEvent} portico-ready - The first data are shown. `detail: { project }`
 * @event {PorticoErrorEvent} portico-error - The data cannot be shown. `detail: { code, message, requestId, error }`
 * @event {PorticoMilestoneSelectEvent} portico-milestone-select - A milestone was chosen; cancel it to show your own details.
 *   `detail: { id, project, milestone }`
 *
 * @csspart base - Everything.
 * @csspart header - Name and summary.
 * @csspart title - The project's name.
 * @csspart summary - What is now, what is next, how far it is.
 * @csspart horizon - The strip of time, from 560 px on.
 * @csspart stage - The heading of a stage.
 * @csspart milestone - One milestone. Also `milestone-done`, `-now`, `-next`, `-late`, `-risk`, `-cancelled`.
 * @csspart mark - The shape of its standing.
 * @csspart name - Its name, a button.
 * @csspart date - Its date.
 * @csspart note - How far it moved, and why.
 * @csspart details - What unfolds.
 * @csspart tasks - The tasks of a milestone, below its details.
 * @csspart task - One task. Also `task-done`, `-now`, `-next`, `-late`, `-cancelled`.
 * @csspart task-name - Its name; of a group a button.
 * @csspart task-date - Its dates.
 * @csspart skeleton - What is shown while loading.
 * @csspart banner - Says since when nothing new has come in.
 * @csspart state - A note in place of data. Also `state-empty`, `state-error`, `state-forbidden`.
 * @csspart retry - The button that tries again.
 *
 * @cssstate loading - Nothing to show yet.
 * @cssstate ready - The path is shown.
 * @cssstate empty - There are no milestones.
 * @cssstate error - The data could not be had.
 * @cssstate forbidden - This person may not see the project.
 * @cssstate stale - Data are shown, but no news comes in.
 */
export class PorticoTimeline extends PorticoElement {
  static override styles: CSSResultGroup = [PorticoElement.styles, styles, summary];
  static override properties: PropertyDeclarations = {
    withoutHeader: { type: Boolean, attribute: 'without-header' },
    messages: { attribute: false },
  };

  // ── Public API ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Leaves out name and summary, for a page that has its own. */
  declare withoutHeader: boolean;

  /** Your own words in place of ours, any of them. */
  declare messages: Partial<TimelineWords & TaskWords> | undefined;

  // ── State ─────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #today = new TodayController(this);
  readonly #focus = new RovingFocusController(
    this,
    () => [...this.renderRoot.querySelectorAll<HTMLElement>('button.name, .task button')],
    () => this.#path?.points.findIndex((point) => point === this.#path?.now) ?? 0,
  );
  readonly #open = new Set<string>();
  readonly #unfolded = new Map<string, boolean>();
  /** How many milestones are drawn: those of a long plan come screen by screen, so that the first is there at once. */
  #drawn = screenful;
  #path: Path | undefined;
  readonly #rows: Rows = new Map();
  /** Rows were drawn ahead of everything else. */
  #ahead = false;
  #date = '';
  /** Names as they were last drawn, to speak of what is gone. */
  #names = new Map<string, string>();
  /** When the last live change that was shown came in, `performance.now()`. */
  #seen = Infinity;
  /** What changed and was not yet spoken of: the change itself is in the page first. */
  #news = new Map<string, string | undefined>();

  // ── Lifecycle ─────────────────────────────────────────────────────────────────────────────────────────────────

  protected override isEmpty(store: ProjectStore): boolean {
    return read(store.milestones).length + read(store.collection('tasks')).length === 0;
  }

  protected override firstUpdated(): void {
    if (this.state === 'loading') afterNextPicture(() => warmDates(this.shownLang));
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { store } = this;
    const project = store && read(store.project);
    this.#path = undefined;
    this.#rows.clear();
    if (!project || (this.state !== 'ready' && this.state !== 'empty')) return;
    this.#date = this.#today.in(project.timeZone);
    const plan = { project, stages: read(store.stages), milestones: read(store.milestones), tasks: read(store.collection<Task>('tasks')) };
    this.#path = pathOf(plan, this.#date, this.locale.lang);
  }

  /** A change is of a row or two: those are drawn at once, and what follows from it for the whole plan right after. */
  protected override signalled(): void {
    super.signalled();
    this.#drawTouched();
  }

  protected override async scheduleUpdate(): Promise<void> {
    if (this.#ahead) await new Promise((resolve) => setTimeout(resolve));
    this.#ahead = false;
    await super.scheduleUpdate();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.#drawn < (this.#path?.points.length ?? 0))
      afterNextPicture(() => {
        this.#drawn *= 2;
        this.requestUpdate();
      });
    const points = new Map(this.#path?.points.map((point) => [point.id, point]));
    const touched = [...(this.store ? read(this.store.touched) : [])].filter(([, at]) => at > this.#seen);
    if (this.#path) this.#seen = touched.length > 0 ? Math.max(...touched.map(([, at]) => at)) : Math.min(this.#seen, performance.now());
    else this.#seen = Infinity;
    const moved = touched.map(([id]) => id).filter((id) => points.has(id) || this.#names.has(id));
    if (moved.length > 0 && this.#news.size === 0) requestAnimationFrame(() => this.#tell());
    for (const id of moved) this.#news.set(id, this.#names.get(id));
    this.#names = new Map([...points].map(([id, point]) => [id, point.name.text]));
  }

  /** The change itself is in the page before its consequences: header, order and tab stop take their turn. */
  #drawTouched(): void {
    const { store } = this;
    const project = store && this.#path && read(store.project);
    if (!project) return;
    const touched = new Set([...read(store.touched)].filter(([id, at]) => at > this.#seen && this.#rows.has(id)).map(([id]) => id));
    const milestones = read(store.milestones).filter(({ id }) => touched.has(id));
    for (const point of pointsOf(milestones, project, this.#date, this.locale.lang)) {
      this.#rows.get(point.id)!.draw(this.#shownOf(point), () => this.#renderPoint(point));
      this.#ahead = true;
    }
  }

  // ── Actions ───────────────────────────────────────────────────────────────────────────────────────────────────

  #select(point: Point): void {
    if (!this.emit(new PorticoMilestoneSelectEvent(point.milestone))) return;
    this.#turn(point.id);
  }

  #turn(id: string): void {
    if (!this.#open.delete(id)) this.#open.add(id);
    this.requestUpdate();
  }

  #tell(): void {
    const news = [...this.#news];
    this.#news.clear();
    for (const [id] of news) this.#glow(id);
    const points = new Map(this.#path?.points.map((point) => [point.id, point]));
    if (news.length > 3) this.announce(this.#words.manyChanged(news.length));
    else for (const [id, name] of news) this.announce(this.#said(points.get(id), name));
  }

  /** A tint that fades, so that one sees what moved. Through the animation API: no class to take away again. */
  #glow(id: string): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const row = this.renderRoot.querySelector(`[data-id="${CSS.escape(id)}"]`);
    const glowing = row?.getAnimations({ subtree: true })[0];
    // What is fading begins again.
    if (glowing) glowing.currentTime = 0;
    else row?.animate({ opacity: [1, 0] }, { duration: 1200, easing: 'ease-out', pseudoElement: '::after' });
  }

  #said(point: Point | undefined, name = ''): string {
    const words = this.#words;
    if (!point) return words.gone(name);
    const { due } = point.milestone;
    const date = due && !isOver(point.standing) ? fullDate(due, this.shownLang) : '';
    return words.changed(point.name.text, words.standing(point.standing, point.days), date);
  }

  // ── Rendering ─────────────────────────────────────────────────────────────────────────────────────────────────

  get #words(): TimelineWords {
    const { words } = pick(timelineWords, this.locale.lang);
    return this.messages ? { ...words, ...this.messages } : words;
  }

  protected override emptyWords(store: ProjectStore): { title: string; text: string } {
    const words = this.#words;
    return { title: words.emptyTitle, text: words.empty(read(store.project)?.manager?.name) };
  }

  protected override renderReady(store: ProjectStore): TemplateResult {
    const path = this.#path!;
    const words = this.#words;
    let left = this.#drawn;
    return html`<section aria-label=${words.plan(path.name.text)}>
      ${this.withoutHeader ? nothing : this.#renderHeader(path, store)}
      <p id="keys" class="visually-hidden">${words.keys}</p>
      <div
        class=${path.points.length > 40 ? 'long' : ''}
        @keydown=${this.#focus.onKeydown}
        @focusin=${this.#focus.onFocusin}
        @pointerover=${this.#warm}
        aria-describedby="keys"
        role="group"
      >
        ${repeat(
          path.legs,
          (leg) => leg.id,
          (leg) => {
            const points = leg.points.slice(0, Math.max(0, left));
            left -= leg.points.length;
            return this.#renderLeg(leg, points);
          },
        )}
      </div>
    </section>`;
  }

  #renderHeader(path: Path, store: ProjectStore): TemplateResult {
    return html`<header class="head" part="header">
      <slot name="header"
        ><div class="title" part="title" role="heading" aria-level=${this.headingLevel} lang=${path.name.lang}>${path.name.text}</div></slot
      >
      ${path.points.length > 0 ? glance(path, this.#words, this.shownLang) : nothing} ${horizon(path, read(store.project)!, this.#date, this.shownLang, this.#words.today)}
    </header>`;
  }

  #renderLeg(leg: Leg, points: Point[]): TemplateResult {
    const heading = `stage-${leg.id}`;
    return html`<div class="leg" ${cssom({ '--_rows': String(leg.points.length) })}>
      ${
        leg.name
          ? html`<div class="stage" part="stage" role="heading" aria-level=${this.headingLevel + 1}>
            <span id=${heading} lang=${leg.name.lang}>${leg.name.text}</span><span class="tally">${this.#words.stageDone(leg.done, leg.total)}</span>
          </div>`
          : nothing
      }
      <ol role="list" aria-labelledby=${leg.name ? heading : nothing}>
        ${repeat(
          points,
          (point) => point.id,
          (point) => row(this.#rows, point.id, this.#shownOf(point), () => this.#renderPoint(point)),
        )}
      </ol>
      ${leg.loose.length > 0 ? this.#renderLoose(leg) : nothing}
    </div>`;
  }

  /** Tasks that work towards no milestone, at the end of their stage. */
  #renderLoose({ id, loose }: Leg): TemplateResult {
    const words = this.#words;
    const key = `rest-${id}`;
    const open = this.#open.has(key);
    const name = words.otherTasks(loose.length);
    return html`<div class="point" part="milestone">
      <button
        class="name"
        part="name"
        type="button"
        aria-expanded=${open}
        aria-controls=${open ? `tasks-${key}` : nothing}
        @click=${() => this.#turn(key)}
      >${name}</button>
      <svg class="chevron" width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true"><path d="m6 8 4 4 4-4" /></svg>
      ${open ? this.#renderTasks(key, name, loose) : nothing}
    </div>`;
  }

  /** All that its row is drawn from; what is unfolded is drawn each time. A change is of one row, and the others are left alone. */
  #shownOf(point: Point): unknown[] {
    const { id } = point;
    return this.#open.has(id) ? [{}] : [point, this.#path!.tasks.has(id), this.locale.lang, this.shownLang, this.messages];
  }

  /** One template for a whole row: a plan may have hundreds, and each further template of a row costs as much as ten of its nodes. */
  #renderPoint(point: Point): TemplateResult {
    const words = this.#words;
    const { id, standing, days, milestone, name } = point;
    const open = this.#open.has(id);
    const done = standing === 'done';
    const date = (done && milestone.doneOn) || milestone.due;
    const ahead = days !== null && (standing === 'now' || standing === 'next' || standing === 'risk');
    const relative = done && point.slip ? words.doneSlip(point.slip) : ahead ? relativeDays(days, this.shownLang) : '';
    return html`<li class="point ${standing}" part="milestone milestone-${standing}" data-id=${id}>
      ${mark(standing, milestone.progress)}
      <button
        class="name"
        part="name"
        type="button"
        lang=${name.lang}
        aria-expanded=${open}
        aria-controls=${open ? `details-${id}${this.#path!.tasks.has(id) ? ` tasks-${id}` : ''}` : nothing}
        aria-describedby="facts-${id}"
        @click=${() => this.#select(point)}
      >${name.text}</button>
      <div class="facts" id="facts-${id}">
        <div class="status">
          <span class="word">${words.standing(standing, days)}${soFar(point, this.shownLang)}</span>
          <span class="owner">${milestone.owner?.name}</span>
        </div>
        <div class="when">
          <span class="date" part="date">${date ? fullDate(date, this.shownLang) : words.noDate}</span>
          <span class="rel">${relative}</span>
        </div>
      </div>
      ${this.#renderNote(point)}
      <svg class="chevron" width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true"><path d="m6 8 4 4 4-4" /></svg>
      ${open ? this.#renderDetails(point) : nothing}
    </li>`;
  }

  #renderNote({ slip, standing, reason, milestone }: Point): unknown {
    if (isOver(standing) || (slip === 0 && !reason)) return nothing;
    const moved = slip === 0 ? '' : this.#words.slip(slip, shortDate(milestone.baseline!, this.shownLang));
    return html`<p class="note" part="note">
      ${moved ? html`<span>${moved}</span>` : nothing} ${reason ? html`<span lang=${reason.lang}>${reason.text}</span>` : nothing}
    </p>`;
  }

  #renderDetails({ id, name, milestone, reason, days, standing }: Point): TemplateResult {
    const words = this.#words;
    const tasks = this.#path!.tasks.get(id);
    const { due, baseline, doneOn, owner } = milestone;
    const row = (term: string, value: unknown, wide = '') => html`<div class=${wide}><dt>${term}</dt><dd>${value}</dd></div>`;
    return html`<dl class="details" part="details" id="details-${id}">
      ${due ? row(words.promised, html`${time(due, this.shownLang)} <span class="muted">${relativeDays(days!, this.shownLang)}</span>`) : nothing}
      ${baseline && baseline !== due ? row(words.planned, time(baseline, this.shownLang)) : nothing}
      ${doneOn && standing === 'done' ? row(words.doneOn, time(doneOn, this.shownLang)) : nothing}
      ${isOver(standing) ? nothing : row(words.progress, percent(milestone.progress, this.shownLang))}
      ${owner ? row(words.owner, owner.name) : nothing}
      ${reason && isOver(standing) ? row(words.why, html`<span lang=${reason.lang}>${reason.text}</span>`, 'wide') : nothing}
      </dl>
      ${tasks ? this.#renderTasks(id, name.text, tasks) : nothing}`;
  }

  /** Who comes near will unfold something: the code that draws tasks is fetched ahead. Again and again is once. */
  #warm = (): void => {
    if (this.#path?.tasks.size) void taskCode.fetch();
  };

  #renderTasks(id: string, name: string, tasks: readonly Task[]): TemplateResult {
    this.#warm();
    const view: TaskView = {
      store: this.store!,
      tasks,
      name,
      today: this.#date,
      lang: this.locale.lang,
      words: this.#words,
      unfolded: this.#unfolded,
      repeat,
      mark,
    };
    return html`<portico-timeline-tasks id="tasks-${id}" part="tasks" .view=${view}></portico-timeline-tasks>`;
  }

  protected override renderSkeleton(): TemplateResult {
    return skeleton(!this.withoutHeader);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'portico-timeline': PorticoTimeline;
  }
}
