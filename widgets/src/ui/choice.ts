import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { face } from './icons.ts';
import { field, idOf, type Field } from './field.ts';

export interface Option<Id> {
  id: Id;
  label: unknown;
  hint?: unknown;
  lang?: string | undefined;
}

/**
 * Radio buttons. They are the browser's own, so that arrows move within the group and Tab leaves it, as everywhere. The first one, or the chosen
 * one, has the field's id, for the way from an error to its field. `row`: side by side, for short words.
 */
export function choiceGroup<Id extends string>(given: Field<Id | undefined> & { options: readonly Option<Id>[]; row?: boolean }): TemplateResult {
  const { name, value, change, disabled, optional, options, row } = given;
  const first = options.find(({ id }) => id === value)?.id ?? options[0]?.id;
  return field(
    given,
    ({ describedby, invalid }) =>
      html`<div
        class="choices ${row ? 'row' : ''}"
        role="radiogroup"
        aria-labelledby="${idOf(name)}-label"
        aria-describedby=${describedby}
        aria-required=${optional ? nothing : 'true'}
        aria-invalid=${invalid}
      >
        ${options.map(
          ({ id, label, hint, lang }) =>
            html`<label class="choice" part="choice">
              <input
                type="radio"
                id=${id === first ? idOf(name) : nothing}
                name=${idOf(name)}
                value=${id}
                .checked=${live(id === value)}
                ?disabled=${disabled}
                @change=${() => change(id)}
              /><span lang=${lang ?? nothing}>${label}${hint ? html`<small>${hint}</small>` : nothing}</span>
            </label>`,
        )}
      </div>`,
    true,
  );
}

/** Check boxes; the value is the chosen ids, in the order of the options. */
export function checkGroup<Id extends string>(given: Field<readonly Id[]> & { options: readonly Option<Id>[] }): TemplateResult {
  const { name, value, change, disabled, options } = given;
  const toggle = (id: Id, on: boolean): void => change(options.map((one) => one.id).filter((one) => (one === id ? on : value.includes(one))));
  return field(
    given,
    ({ describedby }) =>
      html`<div class="choices" role="group" aria-labelledby="${idOf(name)}-label" aria-describedby=${describedby}>
        ${options.map(
          ({ id, label, hint, lang }, index) =>
            html`<label class="choice" part="choice">
              <input
                type="checkbox"
                id=${index === 0 ? idOf(name) : nothing}
                value=${id}
                .checked=${live(value.includes(id))}
                ?disabled=${disabled}
                @change=${(event: Event) => toggle(id, (event.target as HTMLInputElement).checked)}
              /><span lang=${lang ?? nothing}>${label}${hint ? html`<small>${hint}</small>` : nothing}</span>
            </label>`,
        )}
      </div>`,
    true,
  );
}

/** Whole numbers from `from` to `to` with words for both ends, `0` to `10` or `1` to `5`; `faces` for a mood. */
export function ratingScale(
  given: Field<number | undefined> & { from: number; to: number; low: string; high: string; faces?: boolean },
): TemplateResult {
  const { name, value, change, disabled, optional, from, to, low, high, faces } = given;
  const id = idOf(name);
  return field(
    given,
    ({ describedby, invalid }) =>
      html`<div
          class="scale ${faces ? 'faces' : ''}"
          role="radiogroup"
          aria-labelledby="${id}-label"
          aria-describedby=${describedby}
          aria-required=${optional ? nothing : 'true'}
          aria-invalid=${invalid}
        >
          ${Array.from({ length: to - from + 1 }, (_, index) => from + index).map(
            (step) =>
              html`<label class="step" part="step">
                <input
                  type="radio"
                  id=${step === (value ?? from) ? id : nothing}
                  name=${id}
                  value=${step}
                  aria-label=${step === from ? `${step}, ${low}` : step === to ? `${step}, ${high}` : nothing}
                  .checked=${live(step === value)}
                  ?disabled=${disabled}
                  @change=${() => change(step)}
                />${faces ? face(step) : nothing}<span>${step}</span>
              </label>`,
          )}
        </div>
        <p class="ends" aria-hidden="true"><span>${low}</span><span>${high}</span></p>`,
    true,
  );
}
