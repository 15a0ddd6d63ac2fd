import type { Dependency, ProjectStore, Task } from '@portico/sdk';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { repeat } from 'lit/directives/repeat.js';
import { announce } from '../../base/announce.ts';
import { read } from '../../base/read.ts';
import { WatchingElement } from '../../base/watch.ts';
import { NewsController } from '../../controllers/news.ts';
import { percent, shortDate } from '../../i18n/dates.ts';
import { dates, perKey } from '../../i18n/format.ts';
import { pick } from '../../i18n/messages.ts';
import type { mark } from '../timeline.marks.ts';
import type { TimelineWords } from '../timeline.messages.ts';
import { isOver } from '../timeline.model.ts';
import { taskWords, type TaskWords } from './tasks.messages.ts';
import { forest, tally, waitsOf, type Branch, type Wait } from './tasks.model.ts';
import { styles } from './tasks.styles.ts';

/** What the timeline gives to the list of one milestone's tasks. */
export interface TaskView {
  store: ProjectStore;
  tasks: readonly Task[];
  /** Name of the milestone. */
  name: string;
  /** The day where the project is, `YYYY-MM-DD`. */
  today: string;
  /** Of the reader. */
  lang: string;
  /** In the language that is shown, with those of the host. */
  words: TimelineWords & Partial<TaskWords>;
  /** Whether a group is unfolded: as it was when it was first seen, until the reader turns it. Kept by the timeline, so that it stays so. */
  unfolded: Map<string, boolean>;
  /** Lent, because the timeline has them in any case. */
  repeat: typeof repeat;
  mark: typeof mark;
}

/** Of a list with more tasks than this only the groups that are under way are unfolded at first, or that have no other beside them. */
const many = 40;

/**
 * The tasks of one milestone, inside of `portico-timeline` and in its shadow root, so that the same styles, parts and ids hold. A chunk of
 * its own: it comes when it is needed.
 *
 * Nested lists of disclosures, not a treegrid (APG has both): there is nothing to do in a cell, so arrow keys are left to the reader of the
 * screen, which tells level and place of each row by itself, also on a phone, where treegrids are not told at all. A folded group has no rows.
 *
 * The groups are in the round of the timeline's own keys: arrows go from milestone to group to milestone.
 */
export class PorticoTimelineTasks extends WatchingElement {
  static version?: string;
  static override properties: PropertyDeclarations = { view: { attribute: false } };

  declare view: TaskView | undefined;

  /** A group that had the focus, and the focus with it, may be gone: its last subtask was moved away. */
  #held = false;

  constructor() {
    super();
    new NewsController(
      this,
      () => this.view?.store,
      (ids) => this.#tell(new Set(ids)),
    );
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    const root = this.getRootNode() as ShadowRoot;
    const sheet = styles.styleSheet!;
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    super.connectedCallback();
  }

  protected override willUpdate(): void {
    this.#held = this.contains((this.getRootNode() as ShadowRoot).activeElement);
  }

  protected override updated(): void {
    if (this.#held && !this.contains((this.getRootNode() as ShadowRoot).activeElement))
      this.closest('.point')?.querySelector('button')?.focus();
  }

  // ── Actions ───────────────────────────────────────────────────────────────────────────────────────────────────

  #turn(id: string): void {
    const { unfolded } = this.view!;
    unfolded.set(id, !unfolded.get(id));
    this.requestUpdate();
  }

  #isOpen({ id, standing }: Branch, alone: boolean): boolean {
    const { tasks, unfolded } = this.view!;
    // Decided once: what goes on meanwhile folds nothing under the reader's eyes.
    const open = unfolded.get(id) ?? (alone || tasks.length <= many || standing === 'now' || standing === 'late');
    unfolded.set(id, open);
    return open;
  }

  /** Groups follow from their tasks, so only those are told. */
  #tell(ids: ReadonlySet<string>): void {
    const { tasks, today, lang } = this.view!;
    const words = this.#words;
    const changed = tasks.filter(({ id, isSummary }) => ids.has(id) && !isSummary);
    if (changed.length > 3) announce(words.manyTasksChanged(changed.length), this.#shownLang);
    else
      for (const { name, standing, days, task } of forest(changed, today, lang, this.#plainLang))
        announce(words.changed(name.text, words.standing(standing, days), isOver(standing) ? '' : this.#date(task.due)), this.#shownLang);
  }

  // ── Rendering ─────────────────────────────────────────────────────────────────────────────────────────────────

  get #words(): TimelineWords & TaskWords {
    const { lang, words } = this.view!;
    return { ...pick(taskWords, lang).words, ...words };
  }

  get #shownLang(): string {
    return pick(taskWords, this.view!.lang).lang;
  }

  get #plainLang(): string {
    return read(this.view!.store.project)?.lang ?? 'en';
  }

  protected override render(): unknown {
    if (!this.view) return nothing;
    const { store, tasks, name, today, lang } = this.view;
    const words = this.#words;
    const { done, total } = tally(tasks);
    const waits = waitsOf(read(store.collection<Dependency>('dependencies')), read(store.collection<Task>('tasks')));
    return html`<p class="caption"><span>${words.tasks}</span><span>${words.doneOf(done, total)}</span></p>
      ${this.#renderList(forest(tasks, today, lang, this.#plainLang), waits, words.tasksOf(name))}`;
  }

  #renderList(branches: Branch[], waits: ReadonlyMap<string, Wait[]>, label: string): TemplateResult {
    return html`<ol role="list" aria-label=${label}>
      ${this.view!.repeat(
        branches,
        ({ id }) => id,
        (branch) => this.#renderBranch(branch, waits, branches.length === 1),
      )}
    </ol>`;
  }

  #renderBranch(branch: Branch, waits: ReadonlyMap<string, Wait[]>, alone: boolean): TemplateResult {
    const { id, task, name, standing, days, below } = branch;
    const words = this.#words;
    const group = below.length > 0;
    const open = group && this.#isOpen(branch, alone);
    const list = `tasks-${id}`;
    return html`<li>
      <div class="task ${standing} ${group ? 'group' : ''}" part="task task-${standing}" data-id=${id}>
        ${group ? chevron : this.view!.mark(standing, task.percent)}
        <div class="what">
          <span class="code">${task.wbs}</span>
          ${
            group
              ? html`<button
                  type="button"
                  tabindex="-1"
                  part="task-name"
                  lang=${name.lang}
                  aria-expanded=${open}
                  aria-controls=${open ? list : nothing}
                  aria-describedby="about-${id}"
                  @click=${() => this.#turn(id)}
                >${name.text}</button>`
              : html`<span part="task-name" lang=${name.lang}>${name.text}</span>`
          }
        </div>
        <div class="about" id="about-${id}">
          <span class="stand">${words.standing(standing, days)}</span>
          <span class="pct">${percent(task.percent, this.#shownLang)}</span>
          <span class="who">${task.owner?.name}</span>
          <span class="span" part="task-date">${this.#renderDates(task)}</span>
        </div>
        ${waits.has(id) ? html`<p class="waits">${waits.get(id)!.map((wait) => html`<span>${this.#wait(wait)}</span>`)}</p>` : nothing}
      </div>
      ${open ? html`<div id=${list}>${this.#renderList(below, waits, name.text)}</div>` : nothing}
    </li>`;
  }

  #renderDates({ start, due, isMilestone }: Task): unknown {
    const from = isMilestone ? null : start;
    if (!due && !from) return this.#words.noDate;
    const time = (date: string, year?: string) => html`<time datetime=${date}>${this.#date(date, year)}</time>`;
    if (!due || !from || from === due) return time((due ?? from)!);
    const zh = this.#shownLang.startsWith('zh');
    const year = (zh ? from : due).slice(0, 4);
    // A year that both share is said once: first in Chinese, last in English.
    const once = from.slice(0, 4) === due.slice(0, 4) ? year : undefined;
    return html`${time(from, zh ? undefined : once)}${zh ? '–' : ' – '}${time(due, zh ? once : undefined)}`;
  }

  /** With the year, unless it is this one or is said already. */
  #date(date: string | null, said = this.view!.today.slice(0, 4)): string {
    const shownLang = this.#shownLang;
    if (!date) return '';
    return date.startsWith(said) ? shortDate(date, shownLang) : dated(date, shownLang);
  }

  #wait({ type, lag, unit, elapsed, after }: Wait): string {
    const shownLang = this.#shownLang;
    const words = this.#words;
    const numbers = lists(shownLang).format(after.map(({ wbs }) => wbs));
    const shift = lag === 0 ? '' : lags(`${shownLang} ${unit}`).format(lag);
    return words.waits(type, numbers, shift && elapsed ? words.elapsed(shift) : shift);
  }
}

const chevron = html`<svg class="mark" width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true"><path d="m6 8 4 4 4-4" /></svg>`;

const civil = { timeZone: 'UTC', year: 'numeric', day: 'numeric' } as const;
const western = dates({ ...civil, month: 'short' });
const chinese = dates({ ...civil, month: 'long' });
const dated = (date: string, lang: string): string =>
  (lang.startsWith('zh') ? chinese : western)(lang).format(Date.parse(`${date}T00:00:00Z`));

const lists = perKey((lang) => new Intl.ListFormat(lang));
/** By language and unit: `+2 days`. */
const lags = perKey((key) => {
  const [lang, unit] = key.split(' ') as [string, string];
  return new Intl.NumberFormat(lang, {
    signDisplay: 'exceptZero',
    maximumFractionDigits: 1,
    ...(unit === 'percent' ? { style: 'percent' } : { style: 'unit', unit: unit.replace(/s$/, ''), unitDisplay: 'long' }),
  });
});

declare global {
  interface HTMLElementTagNameMap {
    'portico-timeline-tasks': PorticoTimelineTasks;
  }
}
