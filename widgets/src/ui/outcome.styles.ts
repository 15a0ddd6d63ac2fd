import { css, type CSSResult } from 'lit';

/** What stands in place of a form, and what is wrong with one. */
export const outcomeStyles: CSSResult = css`
  .counter {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .counter.over,
  .error {
    color: var(--_danger);
  }
  .error {
    display: flex;
    gap: calc(var(--_u) * 1.5);
    font-size: var(--_sm);
  }
  /* The server's words are the end of a sentence: "must be one line". */
  .error span::first-letter {
    text-transform: uppercase;
  }
  .error svg {
    inline-size: 16px;
    block-size: 1.5em;
  }
  .input[aria-invalid] {
    border-color: var(--_danger);
    box-shadow: inset 0 0 0 1px var(--_danger);
  }
  [data-invalid] .choice:not(:has(:checked)) {
    border-color: var(--_danger);
  }

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
  .quiet {
    border-color: var(--_edge);
    background: none;
    color: inherit;
  }
  .quiet:hover {
    background: var(--_tint);
  }
  .quiet.danger {
    color: var(--_danger);
  }
  .link {
    min-block-size: var(--_control);
    font-size: var(--_sm);
    text-decoration: underline;
    text-decoration-color: var(--_edge);
    text-underline-offset: 0.25em;
    border-radius: var(--_inner);
  }
  .link:hover {
    text-decoration-color: currentColor;
  }
  @media (forced-colors: active) {
    .error svg,
    .input[aria-invalid] {
      color: CanvasText;
    }
  }
  @container portico (max-width: 559px) {
    .actions > .link {
      flex: 1 1 auto;
      text-align: center;
    }
  }
`;
