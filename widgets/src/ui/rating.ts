import { html, nothing, svg, type TemplateResult } from 'lit';
import { icon } from '../base/icons.ts';
import type { Option } from './choice.ts';
import { field, idOf, type Field } from './field.ts';

/** From 1, very unhappy, to 5, very happy: only the mouth moves. */
export const face = (mood: number): TemplateResult =>
  icon(svg`<circle cx="10" cy="10" r="8.25"/><path d="M7.2 7.6v.2m5.6-.2v.2M6.6 ${14 - mood * 0.55}q3.4 ${(mood - 3) * 2.4} 6.8 0"/>`);

/** Check boxes; the value is the chosen ids, in the order of the options. */
export function checkGroup<Id extends string>(given: Field<Id[]> & { options: readonly Option<Id>[] }): TemplateResult {
  const { name, value, change, disabled, options } = given;
  const collect = (event: Event): void =>
    change([...(event.currentTarget as HTMLElement).querySelectorAll<HTMLInputElement>(':checked')].map((input) => input.value as Id));
  return field(
    given,
    ({ describedby }) =>
      html`<div class="choices" role="group" aria-labelledby="${idOf(name)}-label" aria-describedby=${describedby} @change=${collect}>
        ${options.map(
          ({ id, label, hint, lang }, index) =>
            html`<label class="choice" part="choice">
              <input
                type="checkbox"
                id=${index === 0 ? idOf(name) : nothing}
                value=${id}
                .checked=${value.includes(id)}
                ?disabled=${disabled}
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
      html`<div class="rating ${faces ? 'faces' : ''}">
        <div
          class="scale"
          role="radiogroup"
          aria-labelledby="${id}-label"
          aria-describedby=${describedby}
          aria-required=${optional ? nothing : 'true'}
          aria-invalid=${invalid}
        >
          ${Array.from({ length: to - from + 1 }, (_, index) => from + index).map(
            (step) =>
              html`<label class="choice step" part="step">
                <input
                  type="radio"
                  id=${step === (value ?? from) ? id : nothing}
                  name=${id}
                  value=${step}
                  aria-label=${step === from ? `${step}, ${low}` : step === to ? `${step}, ${high}` : nothing}
                  .checked=${step === value}
                  ?disabled=${disabled}
                  @change=${() => change(step)}
                />${faces ? face(step) : nothing}<span>${step}</span>
              </label>`,
          )}
        </div>
        <p class="ends" aria-hidden="true">
          <span><b>${from} </b>${low}</span><span><b>${to} </b>${high}</span>
        </p>
      </div>`,
    true,
  );
}
