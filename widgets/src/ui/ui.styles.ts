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
  .counter:empty {
    display: none;
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
  @media (forced-colors: active) {
    .choice:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
  @container portico (max-width: 559px) {
    .actions > .action {
      flex: 1 1 100%;
    }
  }
`;
