import { noChange } from 'lit';
import { directive, Directive, type ChildPart, type PartInfo } from 'lit/directive.js';
import { setChildPartValue } from 'lit/directive-helpers.js';

/** The rows of a list, by id, as they were drawn last. */
export type Rows = Map<string, Row>;

/**
 * A row that is drawn when something that it shows has changed, like `guard`; either with its list, or before that by itself (`draw`):
 *
 *     repeat(points, ({ id }) => id, (point) => row(rows, point.id, [point, lang], () => html`<li>…`))
 */
export class Row extends Directive {
  #part: ChildPart;
  #shown: readonly unknown[] = [];

  constructor(part: PartInfo) {
    super(part);
    this.#part = part as ChildPart;
  }

  render(_rows: Rows, _id: string, _shown: readonly unknown[], template: () => unknown): unknown {
    return template();
  }

  override update(_part: ChildPart, [rows, id, shown, template]: Parameters<this['render']>): unknown {
    rows.set(id, this);
    return this.#take(shown) ? template() : noChange;
  }

  draw(shown: readonly unknown[], template: () => unknown): void {
    if (this.#take(shown)) setChildPartValue(this.#part, template(), this as never);
  }

  #take(shown: readonly unknown[]): boolean {
    const before = this.#shown;
    this.#shown = shown;
    return shown.length !== before.length || shown.some((one, index) => one !== before[index]);
  }
}

export const row = directive(Row);
