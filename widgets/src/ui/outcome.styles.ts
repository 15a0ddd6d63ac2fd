import { css, type CSSResult } from 'lit';

/** What stands in place of a form, and the list of what is wrong with one. */
export const outcomeStyles: CSSResult = css`
  .problems,
  .outcome {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: calc(var(--_u) * 3);
    padding: calc(var(--_u) * 4);
    border: 1px solid color-mix(in oklab, var(--_hue) 40%, transparent);
    border-radius: var(--_radius);
    background: color-mix(in oklab, var(--_hue) 6%, transparent);
    --_hue: var(--_danger);
  }
  :is(.problems, .outcome) > svg {
    color: var(--_hue);
    block-size: 1.5em;
  }
  /* Focused by us, so that it is read out: no more than a hint for the eye. */
  :is(.problems, .outcome):focus-visible {
    outline: 1px solid var(--_hue);
    outline-offset: -1px;
  }
  .outcome {
    --_hue: var(--_success);
  }
  .outcome:is(.waiting, .refused) {
    --_hue: var(--_warning);
  }
  .outcome:is(.read-only, .closed) {
    --_hue: var(--_muted);
    background: none;
    border-color: var(--_border);
  }
  .problems-title,
  .outcome-title {
    font-weight: 600;
  }
  .problems .link {
    min-block-size: 0;
    padding-block: 2px;
  }
  .outcome-text {
    color: var(--_muted);
    font-size: var(--_sm);
    max-inline-size: 44em;
    text-wrap: pretty;
  }
  .tried {
    color: var(--_warning);
    font-size: var(--_sm);
  }
  .outcome :is(.actions, .number, .tried) {
    margin-block-start: calc(var(--_u) * 3);
  }
  .number {
    font-variant-numeric: tabular-nums;
  }
`;
