import { html, nothing, type TemplateResult } from 'lit';
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
export function choiceGroup<Id extends string>(
  given: Field<Id | undefined> & { options: readonly Option<Id>[]; row?: boolean },
): TemplateResult {
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
                .checked=${id === value}
                ?disabled=${disabled}
                @change=${() => change(id)}
              /><span lang=${lang ?? nothing}>${label}${hint ? html`<small>${hint}</small>` : nothing}</span>
            </label>`,
        )}
      </div>`,
    true,
  );
}
