import { css, type CSSResult } from 'lit';

/** Fields and buttons. The browser's own controls, in our tokens; an edge of 3:1 says where one can write. */
export const formStyles: CSSResult = css`
  :host {
    --_edge: color-mix(in oklab, currentColor 52%, transparent);
  }
  .form {
    display: grid;
    gap: calc(var(--_u) * 5);
    overflow-wrap: anywhere;
  }
  .field {
    display: grid;
    align-content: start;
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
  }
  .hint,
  .counter {
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
  /* The server's words are the end of a sentence: "must be one line". */
  .error span::first-letter {
    text-transform: uppercase;
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
    background: none;
    appearance: none;
  }
  textarea.input {
    --_lines: attr(rows type(<number>), 4);
    display: block;
    padding-block: calc(var(--_u) * 2);
    resize: vertical;
    field-sizing: content;
    min-block-size: calc(var(--_lines, 4) * 1lh + var(--_u) * 4);
    max-block-size: 24lh;
  }
  /* As high as the others. */
  .input::-webkit-datetime-edit,
  .input::-webkit-datetime-edit-fields-wrapper,
  .input::-webkit-calendar-picker-indicator {
    padding-block: 0;
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
  .choice:hover {
    border-color: var(--_edge);
  }
  .choice:has(:checked) {
    border-color: var(--_accent);
    background: color-mix(in oklab, var(--_accent) 9%, transparent);
    box-shadow: inset 0 0 0 1px var(--_accent);
  }
  .choice :focus-visible {
    outline: none;
  }
  .choice:has(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  [data-invalid] .choice:not(:has(:checked)) {
    border-color: var(--_danger);
  }
  .choice:has(:disabled) {
    cursor: default;
    color: var(--_muted);
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

  @media (forced-colors: active) {
    .choice:has(:checked) {
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
    .actions > .link {
      flex: 1 1 auto;
      text-align: center;
    }
    .choices.row {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
`;
