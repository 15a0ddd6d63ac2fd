import { html, nothing, type TemplateResult } from 'lit';
import { iconAlert } from '../base/icons.ts';

/** A named value of a form, as `PorticoFormElement.bind` gives it. */
export interface Binding<Value> {
  /** Also its path in the server's problems. */
  name: string;
  value: Value;
  change(value: Value): void;
  /** What is wrong with it. */
  error?: string | undefined;
  /** Being sent, or not for this person. */
  disabled?: boolean;
  /** Shown beside the label of what may be left out. */
  optionalWord?: string;
}

export interface Field<Value> extends Binding<Value> {
  label: unknown;
  hint?: unknown;
  optional?: boolean | undefined;
  /** Language of label and hint, where it is not the widget's. */
  lang?: string | undefined;
}

/** What ties a control to its words. */
export interface Ties {
  describedby: string | typeof nothing;
  invalid: 'true' | typeof nothing;
}

export const idOf = (name: string): string => `f-${name}`;

/** Label, hint, control and error. `group`: the control is several inputs, which carry labels of their own. */
export function field<Value>(
  { name, label, hint, error, optional, optionalWord, lang }: Field<Value>,
  control: (ties: Ties) => unknown,
  group = false,
): TemplateResult {
  const id = idOf(name);
  const describedby = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || nothing;
  const words = html`<span lang=${lang ?? nothing}>${label}</span>${optional ? html`<span class="optional">${optionalWord}</span>` : nothing}`;
  return html`<div class="field" part="field" ?data-invalid=${!!error}>
    ${
      group
        ? html`<div class="label" part="label" id="${id}-label">${words}</div>`
        : html`<label class="label" part="label" id="${id}-label" for=${id}>${words}</label>`
    }
    ${hint ? html`<p class="hint" id="${id}-hint" lang=${lang ?? nothing}>${hint}</p>` : nothing}
    ${control({ describedby, invalid: error ? 'true' : nothing })}
    ${error ? html`<p class="error" part="error" id="${id}-error">${iconAlert}<span>${error}</span></p>` : nothing}
  </div>`;
}

export const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;

/**
 * Lines of text that grow with what is written. With `most`, it counts towards the end: without `maxlength`, which would cut what
 * is pasted without a word.
 */
export function textArea(
  given: Field<string> & { rows?: number; most?: number; remaining?: (count: number) => string; placeholder?: string },
): TemplateResult {
  const { name, value, change, disabled, optional, rows = 4, most, remaining, placeholder } = given;
  const rest = most === undefined || value.length < most * 0.8 ? undefined : most - value.length;
  const id = idOf(name);
  return field(
    given,
    ({ describedby, invalid }) =>
      html`<textarea
          class="input"
          part="input"
          id=${id}
          rows=${rows}
          placeholder=${placeholder ?? nothing}
          .value=${value}
          aria-required=${optional ? nothing : 'true'}
          aria-describedby=${[describedby === nothing ? '' : describedby, most === undefined ? '' : `${id}-left`].join(' ').trim() || nothing}
          aria-invalid=${invalid}
          ?disabled=${disabled}
          @input=${(event: Event) => change(valueOf(event))}
        ></textarea>
        ${
          most === undefined
            ? nothing
            : html`<p class="counter ${rest !== undefined && rest < 0 ? 'over' : ''}" id="${id}-left" role="status">${rest === undefined ? '' : remaining!(rest)}</p>`
        }`,
  );
}
