import { css, type CSSResult } from 'lit';

/** Fields and buttons. The browser's own controls, in our tokens; an edge of 3:1 says where one can write. */
export const formStyles: CSSResult = css`
  :host {
    --_edge: color-mix(in oklab, currentColor 52%, transparent);
  }
  .form {
    display: grid;
    gap: calc(var(--_u) * 5);
  }
  .field {
    display: grid;
    gap: calc(var(--_u) * 1.5);
    min-inline-size: 0;
  }
  .label {
    font-weight: 600;
    font-size: var(--_sm);
    text-wrap: pretty;
  }
  .optional {
    color: var(--_muted);
    font-weight: 400;
    margin-inline-start: var(--_u);
  }
  .hint,
  .counter,
  .ends {
    color: var(--_muted);
    font-size: var(--_sm);
  }
  .counter {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .counter:empty {
    display: none;
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
  .error svg {
    inline-size: 16px;
    block-size: 1.5em;
  }

  .input {
    font: inherit;
    line-height: 1.5;
    letter-spacing: inherit;
    color: inherit;
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--_control);
    margin: 0;
    padding: calc(var(--_u) * 1.5) calc(var(--_u) * 3);
    border: 1px solid var(--_edge);
    border-radius: var(--_inner);
    background: color-mix(in oklab, currentColor 2%, transparent);
    appearance: none;
  }
  textarea.input {
    display: block;
    padding-block: calc(var(--_u) * 2);
    resize: vertical;
    field-sizing: content;
    min-block-size: calc(var(--_lines, 4) * 1lh + var(--_u) * 4);
    max-block-size: 24lh;
  }
  select.input {
    padding-inline-end: calc(var(--_u) * 9);
  }
  .select {
    display: grid;
  }
  .select > * {
    grid-area: 1 / 1;
  }
  .select svg {
    place-self: center end;
    margin-inline-end: calc(var(--_u) * 2);
    color: var(--_muted);
    pointer-events: none;
  }
  .input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .input:hover {
    border-color: currentColor;
  }
  .input:focus-visible {
    outline-offset: -1px;
  }
  .input[aria-invalid] {
    border-color: var(--_danger);
    box-shadow: inset 0 0 0 1px var(--_danger);
  }
  :disabled,
  [aria-disabled='true'] {
    cursor: default;
  }
  .input:disabled {
    border-color: var(--_border);
    color: var(--_muted);
    -webkit-text-fill-color: var(--_muted);
  }
  /* Below 16 px iOS zooms into the page. */
  @media (pointer: coarse) {
    .input {
      font-size: max(16px, 1em);
    }
  }

  .choices {
    display: grid;
    gap: calc(var(--_u) * 1.5);
  }
  .choices.row {
    display: flex;
    flex-wrap: wrap;
  }
  .choice {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 2);
    min-block-size: var(--_control);
    padding: var(--_u) calc(var(--_u) * 3);
    border: 1px solid var(--_border);
    border-radius: var(--_inner);
    line-height: 1.4;
    cursor: pointer;
  }
  .choice input {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--_accent-fill);
  }
  .choice small {
    display: block;
    color: var(--_muted);
    font-size: var(--_xs);
  }
  .choice:hover,
  .step:hover {
    border-color: var(--_edge);
  }
  .choice:has(:checked),
  .step:has(:checked) {
    border-color: var(--_accent);
    background: color-mix(in oklab, var(--_accent) 9%, transparent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .choice :focus-visible,
  .step :focus-visible {
    outline: none;
  }
  .choice:has(:focus-visible),
  .step:has(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  [data-invalid] :is(.choice, .step):not(:has(:checked)) {
    border-color: var(--_danger);
  }
  .choice:has(:disabled),
  .step:has(:disabled) {
    cursor: default;
    color: var(--_muted);
  }

  .scale {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: var(--_u);
  }
  .step {
    position: relative;
    display: grid;
    place-content: center;
    justify-items: center;
    min-block-size: max(40px, var(--_control));
    border: 1px solid color-mix(in oklab, currentColor 24%, transparent);
    border-radius: var(--_inner);
    font-size: var(--_sm);
    font-variant-numeric: tabular-nums;
    cursor: pointer;
  }
  .step input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
  .step:has(:checked) {
    color: var(--_accent);
    font-weight: 600;
  }
  .faces {
    max-inline-size: 30em;
  }
  .faces .step {
    padding-block: calc(var(--_u) * 1.5);
    gap: 2px;
  }
  .faces svg {
    inline-size: 26px;
    block-size: 26px;
  }
  .faces + .ends {
    max-inline-size: 34.6em;
  }
  .ends {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_u) * 4);
    font-size: var(--_xs);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: calc(var(--_u) * 2) calc(var(--_u) * 3);
  }
  .action[aria-disabled='true'] {
    opacity: 0.65;
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
  .outcome {
    --_hue: var(--_success);
  }
  .outcome.waiting {
    --_hue: var(--_warning);
  }
  .outcome.read-only {
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
  .outcome :is(.actions, .number) {
    margin-block-start: calc(var(--_u) * 3);
  }
  .number {
    font-variant-numeric: tabular-nums;
  }

  @media (forced-colors: active) {
    :is(.choice, .step):has(:checked) {
      outline: 2px solid Highlight;
    }
    .error svg,
    .input[aria-invalid] {
      color: CanvasText;
    }
  }
  @container portico (max-width: 559px) {
    .actions > .action {
      flex: 1 1 100%;
    }
  }
  @container portico (max-width: 479px) {
    /* Eleven steps would be too narrow for a finger: six and five. */
    .scale:not(.faces) {
      grid: auto-flow / repeat(6, minmax(0, 1fr));
    }
  }
`;
