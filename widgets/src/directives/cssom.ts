import { Directive, directive, type ElementPart } from 'lit/directive.js';

/**
 * Sets style properties through CSSOM. Lit's `styleMap` writes a `style` attribute on its first render, which a page with
 * `style-src 'self'` refuses (https://github.com/lit/lit/issues/4719); `style.setProperty` is never refused.
 *
 *     html`<span ${cssom({ 'inset-inline-start': '40%' })}></span>`
 */
class Cssom extends Directive {
  #last: Record<string, string> = {};

  render(_values: Record<string, string>): void {}

  override update({ element }: ElementPart, [values]: [Record<string, string>]): void {
    const { style } = element as HTMLElement;
    for (const name in this.#last) if (!(name in values)) style.removeProperty(name);
    for (const name in values) if (values[name] !== this.#last[name]) style.setProperty(name, values[name]!);
    this.#last = values;
  }
}

export const cssom = directive(Cssom);
