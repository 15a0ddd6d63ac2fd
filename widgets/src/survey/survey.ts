import { signal, untracked, type Signal } from '@preact/signals-core';
import type { Connection, PorticoError, ProjectStore } from '@portico/sdk';
import { html, nothing, type CSSResultGroup, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { PorticoFormElement, type Form, type Problems } from '../base/form.ts';
import { adopt, later } from '../base/later.ts';
import { sending } from '../base/outbox.ts';
import { read } from '../base/read.ts';
import { localized } from '../i18n/match.ts';
import { pick } from '../i18n/messages.ts';
import { choiceGroup } from '../ui/choice.ts';
import { textArea, type Field } from '../ui/field.ts';
import { checkGroup, face, ratingScale } from '../ui/rating.ts';
import { ratingStyles } from '../ui/rating.styles.ts';
import './survey.events.ts';
import type { LaterWords } from './survey.later.messages.ts';
import { questionWords, type QuestionWords, type SurveyWords } from './survey.messages.ts';
import {
  answered,
  candidates,
  isAnswered,
  labelOf,
  mostText,
  textsOf,
  type Answers,
  type Question,
  type Survey,
  type SurveyResponse,
} from './survey.model.ts';
import { styles } from './survey.styles.ts';

/** What it does without until somebody sends it, or has sent it. */
const own = later(() => import('./survey.later.ts'));
const both = later(async () => (await Promise.all([sending.fetch(), own.fetch()]))[0]);
/** Of draft and submission. */
const keyOf = (id: string): string => `survey:${id}`;

/** A person's own responses by survey, `null` where there is none; asked once, shared by all widgets of a connection. */
const known = new WeakMap<Connection, Map<string, Signal<SurveyResponse | null | undefined>>>();

/**
 * Questions of a survey to this person: NPS, satisfaction, choices and words. One response a person and wave; what is typed survives a
 * reload, what is sent off line goes out by itself, once.
 *
 * **Keyboard**: each question is a group of the browser's own radio buttons or check boxes. Tab goes from question to question, arrows
 * choose within one, Space ticks a box. From the list of what is wrong each entry leads to its question.
 *
 * @summary A survey, answered in place.
 * @documentation https://portico.dev/widgets/survey
 * @status stable
 * @since 0.2
 *
 * @slot header - Replaces title and introduction.
 * @slot loading - Replaces the skeleton.
 * @slot empty - Replaces the note that there is nothing to answer.
 * @slot error - Replaces the error and its button.
 * @slot forbidden - Replaces the note that this person has no access.
 * @slot stale - Replaces the banner that says since when nothing new has come in.
 *
 * @event {PorticoReadyEvent} portico-ready - The first data are shown. `detail: { project }`
 * @event {PorticoErrorEvent} portico-error - The data cannot be shown. `detail: { code, message, requestId, error }`
 * @event {PorticoSubmitEvent} portico-survey-submit - Somebody wants to send answers; cancel it to hold them back. `detail: { project, input }`
 * @event {PorticoSubmittedEvent} portico-survey-submitted - The server has the answers. `detail: { project, result }`
 *
 * @csspart base - Everything.
 * @csspart header - Title, introduction and progress.
 * @csspart form - The questions and their button.
 * @csspart field - One question.
 * @csspart label - Its words.
 * @csspart input - Where one writes.
 * @csspart choice - An option.
 * @csspart step - A number of a scale.
 * @csspart error - What is wrong with an answer.
 * @csspart problems - The list of what is wrong.
 * @csspart actions - The row of the button.
 * @csspart submit - The button.
 * @csspart outcome - What stands in place of the form. Also `outcome-waiting`, `outcome-sent`, `outcome-read-only`, `outcome-closed`.
 * @csspart answers - What this person has answered.
 *
 * @cssstate loading - Nothing to show yet.
 * @cssstate ready - The survey is shown.
 * @cssstate empty - There is nothing to answer.
 * @cssstate error - The data could not be had.
 * @cssstate forbidden - This person may not see the project.
 * @cssstate stale - Data are shown, but no news comes in.
 * @cssstate sending - The answers are on their way.
 * @cssstate waiting - They wait for the network.
 * @cssstate sent - The server has them.
 */
export class PorticoSurvey extends PorticoFormElement<Answers> {
  static override styles: CSSResultGroup = [PorticoFormElement.styles, ratingStyles, styles];
  static override properties: PropertyDeclarations = {
    survey: {},
    withoutHeader: { type: Boolean, attribute: 'without-header' },
    messages: { attribute: false },
  };

  // ── Public API ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Id of the survey; else the newest open one of the project that this person has not answered. */
  declare survey: string | undefined;

  /** Leaves out title and introduction, for a page that has its own. */
  declare withoutHeader: boolean;

  /** Your own words in place of ours, any of them. */
  declare messages: Partial<SurveyWords> | undefined;

  // ── State ─────────────────────────────────────────────────────────────────────────────────────────────────────

  protected override readonly action = 'response.submit';
  protected override readonly late = both;
  /** What is shown; it stays while it is being answered, whatever else is opened. */
  #shown: Survey | undefined;
  #response: SurveyResponse | null | undefined;

  // ── Lifecycle ─────────────────────────────────────────────────────────────────────────────────────────────────

  protected override isEmpty(store: ProjectStore): boolean {
    const all = candidates(read(store.collection<Survey>('surveys')), this.survey);
    // What is being answered is not taken away by a newer one.
    const stays = all.find(({ id }) => id === this.#shown?.id && (this.phase !== 'editing' || !this.#responseTo(id)));
    this.#shown = stays ?? all.find(({ id }) => !this.#responseTo(id)) ?? all[0];
    this.#response = this.#shown && this.#responseTo(this.#shown.id);
    return !this.#shown;
  }

  /** Until it is known whether they have answered, questions would only flash up. */
  protected override isPending(): boolean {
    if (this.#response === undefined) return true;
    // What is shown in place of the questions.
    return (!!this.#response || this.#shown?.status === 'closed') && !this.canTell;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.state === 'empty' && !this.canTell) this.state = 'loading';
    const survey = this.#shown;
    // What was typed, or refused, is of no use once it cannot be sent any more.
    if (survey && this.phase === 'editing' && (this.#response || survey.status === 'closed')) this.drop(keyOf(survey.id));
  }

  protected override formOf(store: ProjectStore): Form<Answers> | undefined {
    const survey = this.#shown;
    if (!survey || (this.phase === 'editing' && (this.#response || survey.status === 'closed'))) return undefined;
    const code = this.#later;
    const rest = code && {
      ...code.formOf(survey, {
        words: code.words,
        tooLong: this.tooLong(mostText),
        manager: read(store.project)?.manager?.name,
        mostText,
        isAnswered,
      }),
      refusal: (error: PorticoError) => this.#refusal(error, survey),
    };
    // Nobody asks for the rest before its code is here.
    return { key: keyOf(survey.id), thing: 'survey', path: 'responses.submit', blank: {}, ...rest } as Form<Answers>;
  }

  protected override readOnlyText(): string {
    return (this.me?.kind === 'member' && this.#later?.words.team) || super.readOnlyText();
  }

  // ── Actions ───────────────────────────────────────────────────────────────────────────────────────────────────

  #responseTo(id: string): SurveyResponse | null | undefined {
    const { line } = this;
    if (!line || this.me === undefined) return undefined;
    // Members are not asked; what they see is how it looks.
    if (!this.may) return null;
    const key = `${read(line.visitor).visit} ${id}`;
    const responses = known.get(line) ?? known.set(line, new Map()).get(line)!;
    let response = responses.get(key);
    if (!response) {
      const answer = (response = signal<SurveyResponse | null | undefined>(undefined));
      responses.set(key, answer);
      // Silence is taken for none: the server refuses a second response in any case.
      untracked(() => line.call('responses.mine', { id }, { tries: 2 })).then(
        (found) => (answer.value = found),
        () => (answer.value = null),
      );
    }
    return response.value;
  }

  /** Whoever has answered already gets to see what they said. */
  #refusal({ code, current }: PorticoError, { id }: Survey): Problems | undefined {
    const words = this.#later?.words;
    if (code !== 'conflict' || !words) return undefined;
    if (!current) return { '': words.closedMeanwhile };
    const { line } = this;
    const response = line && known.get(line)?.get(`${line.visitor.peek().visit} ${id}`);
    if (response) queueMicrotask(() => (response.value = current as SurveyResponse));
    return { '': words.onceTitle };
  }

  // ── Rendering ─────────────────────────────────────────────────────────────────────────────────────────────────

  get #words(): QuestionWords {
    return { ...pick(questionWords, this.locale.lang).words, ...this.messages };
  }

  get #later(): (NonNullable<typeof own.value> & { words: LaterWords }) | undefined {
    const code = own.value;
    return code && { ...code, words: { ...pick(code.laterWords, this.locale.lang).words, ...this.messages } };
  }

  protected override emptyWords(store: ProjectStore): { title: string; text: string } {
    const { emptyTitle, empty } = this.#later!.words;
    return { title: emptyTitle, text: empty(read(store.project)?.manager?.name) };
  }

  protected override renderReady(store: ProjectStore): TemplateResult {
    const survey = this.#shown!;
    const plain = read(store.project)!.lang;
    const title = localized(textsOf(survey), 'title', this.locale.lang, plain);
    return html`<section aria-label=${title.text}>
      ${this.withoutHeader ? nothing : this.#renderHeader(survey, plain)} ${this.#renderBody(survey, plain)}
    </section>`;
  }

  #renderHeader(survey: Survey, plain: string): TemplateResult {
    const texts = textsOf(survey);
    const name = localized(texts, 'title', this.locale.lang, plain);
    const more = localized(texts, 'intro', this.locale.lang, plain);
    return html`<header class="head" part="header">
      <slot name="header"
        ><div class="title" part="title" role="heading" aria-level=${this.headingLevel} lang=${name.lang}>${name.text}</div>
        ${more.text && this.phase === 'editing' && !this.#response && survey.status === 'open' ? html`<p class="intro" lang=${more.lang}>${more.text}</p>` : nothing}</slot
      >
    </header>`;
  }

  #renderBody(survey: Survey, plain: string): unknown {
    const words = this.#words;
    const response = this.#response;
    const isOver = this.phase === 'editing' && survey.status === 'closed';
    if ((this.phase !== 'sent' && response) || isOver) {
      const code = this.#later!;
      const setting = {
        words: code.words,
        lang: this.shownLang,
        labelOf: (given: Parameters<typeof labelOf>[0]) => labelOf(given, this.locale.lang, plain),
        face,
        outcome: (...said: Parameters<typeof this.outcome>) => this.outcome(...said),
      };
      adopt(this, code.answeredStyles);
      return response ? code.answered(survey, response, !!this.problems[''], setting) : code.closed(survey, setting);
    }
    return this.renderForm(
      survey.questions.map((question) => this.#renderQuestion(question, plain)),
      { submit: words.submit, preview: true, before: survey.questions.length > 1 ? this.#renderProgress(survey) : nothing },
    );
  }

  #renderProgress(survey: Survey): TemplateResult {
    const done = answered(survey, this.values);
    const total = survey.questions.length;
    return html`<div class="progress">
      <span id="progress">${this.#words.progress(done, total)}</span><progress max=${total} value=${done} aria-labelledby="progress"></progress>
    </div>`;
  }

  #renderQuestion(question: Question, plain: string): TemplateResult {
    const words = this.#words;
    const { lang: wants } = this.locale;
    const { text: label, lang } = labelOf(question, wants, plain);
    const given = { ...this.bind(question.id), label, lang, optional: !question.required };
    if (question.kind === 'nps') {
      return ratingScale({ ...(given as Field<number | undefined>), from: 0, to: 10, low: words.low, high: words.high });
    }
    if (question.kind === 'csat') {
      return ratingScale({ ...(given as Field<number | undefined>), from: 1, to: 5, low: words.unhappy, high: words.happy, faces: true });
    }
    if (question.kind === 'text') {
      return textArea({
        ...(given as Field<string>),
        value: (given.value as string | undefined) ?? '',
        rows: 3,
        most: mostText,
        remaining: this.remaining,
      });
    }
    const options = question.options.map((option) => {
      const { text, lang: own } = labelOf(option, wants, plain);
      return { id: option.id, label: text, lang: own };
    });
    if (question.kind === 'single') return choiceGroup({ ...(given as Field<string | undefined>), options });
    return checkGroup({
      ...(given as Field<string[]>),
      value: (given.value as string[] | undefined) ?? [],
      options,
      hint: question.max === undefined || question.max >= options.length ? undefined : words.atMost(question.max),
    });
  }

  protected override renderSkeleton(): TemplateResult {
    const question = (shape: string) => html`<div><span class="bone"></span><span class="bone ${shape}"></span></div>`;
    const head = html`<div class="head"><span class="bone"></span><span class="bone wide"></span><div class="progress"><span class="bone wide"></span></div></div>`;
    return html`${this.withoutHeader ? nothing : html`<div class="ghost">${head}</div>`}<div class="ghost">${['tall', 'tall', 'box'].map(question)}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'portico-survey': PorticoSurvey;
  }
}
