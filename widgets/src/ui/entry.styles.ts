import { css, type CSSResult } from 'lit';

/** Controls and further buttons of longer forms. */
export const entryStyles: CSSResult = css`
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
  .choices.row {
    display: flex;
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
  @container portico (max-width: 559px) {
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
