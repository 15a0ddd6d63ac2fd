import { html, nothing, type TemplateResult } from 'lit';
import { field, idOf, valueOf, type Field } from './field.ts';

/* Controls of longer forms; a survey does without them. */

/**
 * One line of text, or a date (`YYYY-MM-DD`, empty for none). A redraw writes back what was just typed; to write an equal value does nothing in any
 * browser, so an input method is never disturbed.
 */
export function textField(
  given: Field<string> & { type?: 'text' | 'date'; min?: string; max?: string; autocomplete?: AutoFill },
): TemplateResult {
  const { name, value, change, disabled, optional, type = 'text', min, max, autocomplete = 'off' } = given;
  return field(
    given,
    ({ describedby, invalid }) =>
      html`<input
        class="input"
        part="input"
        id=${idOf(name)}
        type=${type}
        .value=${value}
        min=${min ?? nothing}
        max=${max ?? nothing}
        autocomplete=${autocomplete}
        aria-required=${optional ? nothing : 'true'}
        aria-describedby=${describedby}
        aria-invalid=${invalid}
        ?disabled=${disabled}
        @input=${(event: Event) => change(valueOf(event))}
      />`,
  );
}

/** One of a few, as the system's own list. */
export function selectField<Id extends string>(given: Field<Id> & { options: readonly { id: Id; label: string }[] }): TemplateResult {
  const { name, value, change, disabled, options } = given;
  return field(
    given,
    ({ describedby, invalid }) =>
      html`<div class="select">
        <select
          class="input"
          part="input"
          id=${idOf(name)}
          aria-describedby=${describedby}
          aria-invalid=${invalid}
          ?disabled=${disabled}
          @change=${(event: Event) => change(valueOf(event) as Id)}
        >
          ${options.map((option) => html`<option value=${option.id} .selected=${option.id === value}>${option.label}</option>`)}
        </select>
        <svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true"><path d="m6 8 4 4 4-4" /></svg>
      </div>`,
  );
}
