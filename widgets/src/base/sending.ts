/* The second half of a form: from the tap on. A chunk of its own, fetched after the first picture; see `outbox.ts`. */
import { untracked } from '@preact/signals-core';
import type { Connection, PorticoError } from '@portico/sdk';
import { drafts, outbox, type Submission } from '@portico/sdk/outbox';
import type { TemplateResult } from 'lit';
import { pick } from '../i18n/messages.ts';
import { outcome, problemList, thanksFor, waitingFor } from '../ui/outcome.ts';
import { outcomeStyles } from '../ui/outcome.styles.ts';
import { PorticoSubmitEvent, PorticoSubmittedEvent } from './form.events.ts';
import type { Desk, Form, Phase, Problems } from './form.types.ts';
import { read } from './read.ts';
import { problemsOf, sendingWords, type SendingWords } from './sending.messages.ts';

export { drafts, outbox, outcome, outcomeStyles };

/** One submission of a form at a time, from the outbox to what is shown of it. */
export class Sending<Values extends object> {
  readonly #desk: Desk<Values>;
  #submission: Submission | undefined;
  #told: Phase | 'refused' = 'editing';

  constructor(desk: Desk<Values>) {
    this.#desk = desk;
  }

  get words(): SendingWords {
    return pick(sendingWords, this.#desk.lang()).words;
  }

  /** For the host's form: the id of what was sent. */
  get value(): string {
    const { result, id } = this.#submission!;
    return (result.peek() as { id?: string } | null)?.id ?? id;
  }

  /** Checks, asks the host, and hands over to the outbox: tapped at `at`, epoch milliseconds. */
  submit(form: Form<Values>, values: Values, line: Connection, project: string, at: number): void {
    const desk = this.#desk;
    const problems = form.check(values);
    const isWrong = Object.keys(problems).length > 0;
    desk.show({ phase: 'editing', problems, ...(isWrong && { next: 'problems' }) });
    if (isWrong) return;
    const input = form.input(values);
    if (!desk.emit(new PorticoSubmitEvent(`${form.thing}-${form.verbs?.[0] ?? 'submit'}`, { project, input }))) return;
    this.#submission = outbox(line).submit(form.path, input as never, { key: form.key, describe: form.thing, at });
    drafts(line, project).clear(form.key);
    this.#told = 'sending';
    desk.show({ phase: 'sending' });
  }

  /** What was refused is given up. */
  discard(): void {
    if (this.#submission?.state.peek() === 'refused') this.#submission.discard();
  }

  /** What was typed or refused under a key is of no use any more. */
  drop(key: string, line: Connection, project: string): void {
    const refused = untracked(() => outbox(line).find(key));
    if (refused?.state.peek() === 'refused') refused.discard();
    drafts(line, project).clear(key);
  }

  /** The form begins anew, or is put away. */
  leave(): void {
    this.#submission = undefined;
    this.#told = 'editing';
  }

  /** Is it known why it was refused? */
  get isRefused(): boolean {
    return this.#submission?.state.peek() === 'refused';
  }

  /** Goes along with the submission of this form, which may be one that an earlier page has left. */
  follow(form: Form<Values>, line: Connection, project: string, phase: Phase, drafted: boolean): void {
    const found = outbox(line).find(form.key);
    if (found && phase !== 'sent') this.#submission = found;
    const submission = this.#submission;
    if (!submission) return;
    const desk = this.#desk;
    const state = read(submission.state);
    desk.show({ phase: state === 'refused' ? 'editing' : state });
    if (state === this.#told) return;
    // Taken back in another tab.
    if (state === 'refused' && submission.error.peek()?.code === 'discarded') return this.leave();
    const before = this.#told;
    this.#told = state;
    // Found when the form was opened: nothing has happened just now.
    const news = before !== 'editing';
    if (state === 'refused') {
      // What was mended since, but not sent again, is in the draft.
      if (news || !drafted) desk.show({ values: form.recall(submission.input) });
      const error = submission.error.peek()!;
      desk.show({ problems: form.refusal?.(error) ?? this.problemsOf(error, form.field) });
    }
    if (!news) return;
    // Who has just sent it is taken along; who has gone on to something else is only told.
    const here = desk.element.matches(':focus-within') || (before === 'sending' && document.activeElement === document.body);
    const result = submission.result.peek();
    if (here) desk.show({ next: state === 'refused' ? 'problems' : 'outcome' });
    else desk.say(state === 'sent' ? form.thanks(result).title : this.words[state === 'refused' ? 'refused' : 'waitingTitle']);
    if (state !== 'sent') return;
    untracked(() => {
      form.arrived?.(result);
      desk.emit(new PorticoSubmittedEvent(`${form.thing}-${form.verbs?.[1] ?? 'submitted'}`, { project, result }));
    });
  }

  /** The server's no, in words. */
  problemsOf(error: PorticoError, fieldOf?: (path: string) => string): Problems {
    return problemsOf(error, this.words, this.#desk.readOnlyText(), fieldOf);
  }

  /** What stands in place of the fields while it waits, and once it has arrived. */
  render(form: Form<Values>, line: Connection, phase: Phase, again: string | undefined): TemplateResult | undefined {
    const submission = this.#submission;
    if (!submission) return undefined;
    const { words } = this;
    if (phase === 'waiting')
      return waitingFor(
        submission,
        words,
        this.#desk.lang(),
        () => outbox(line).wake(),
        () => this.#edit(form),
      );
    return phase === 'sent' ? thanksFor(form.thanks(submission.result.peek()), words, again, this.#desk.more) : undefined;
  }

  /** After a tap: one thing that is wrong is shown where it is; several, or none of a field, are listed first. */
  focus(next: 'problems' | 'outcome' | 'first', root: ParentNode, problems: Problems): void {
    const [only, ...more] = Object.keys(problems);
    const field = next === 'problems' && only && more.length === 0 ? this.#desk.fieldAt(only) : undefined;
    const place = { problems: '.problems', outcome: '.outcome', first: 'form :is(input, textarea)' }[next];
    (field ?? root.querySelector<HTMLElement>(place))?.focus();
  }

  /** Takes back what still waits, to change it. */
  #edit(form: Form<Values>): void {
    const submission = this.#submission!;
    this.#desk.begin(form.recall(submission.input));
    submission.discard();
    this.#desk.keep();
    this.#desk.show({ next: 'first' });
  }

  /** What is wrong, listed where there is more than the one that is shown at its field. */
  renderProblems({ '': whole, ...byField }: Problems): TemplateResult | undefined {
    const { words } = this;
    const { fieldAt, labelAt } = this.#desk;
    const paths = Object.keys(byField);
    if (whole === undefined && (paths.length === 0 || (paths.length === 1 && fieldAt(paths[0]!)))) return undefined;
    const listed = paths.map((path) => {
      // `请选择一项` alone would not say of what.
      const label = labelAt(path);
      return { text: (label ? words.about(label) : '') + byField[path]!, lead: () => fieldAt(path)?.focus() };
    });
    return problemList(whole === undefined ? words.mend(paths.length) : words.refused, whole, listed);
  }
}
