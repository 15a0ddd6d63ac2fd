import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  .head {
    margin-block-end: calc(var(--_u) * 4);
    font-size: var(--_lg);
    font-weight: 600;
    line-height: 1.35;
  }
  .form,
  .ghost,
  .outcome,
  .register {
    max-inline-size: 46em;
  }
  /* A title is a line or two, and grows with what is written where the browser can. */
  .card textarea {
    min-block-size: var(--_control);
    field-sizing: content;
    resize: none;
  }
  .found {
    font-weight: 600;
  }
  .cards {
    display: grid;
    gap: calc(var(--_u) * 4);
  }
  .card {
    display: grid;
    gap: calc(var(--_u) * 4);
    padding: calc(var(--_u) * 4);
    border: 1px dashed var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .top {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: calc(var(--_u) * 3);
  }
  .said {
    margin: 0;
    padding-inline-start: calc(var(--_u) * 3);
    border-inline-start: 2px solid var(--_border);
    color: var(--_muted);
    font-size: var(--_sm);
    overflow-wrap: anywhere;
    white-space: pre-line;
  }
  mark {
    padding-block: 1px;
    border-block-end: 2px solid var(--_accent);
    background: color-mix(in oklab, var(--_accent) 14%, transparent);
    color: inherit;
    font-weight: 600;
  }
  /* Beside the date they would drown it, and run into one with it. */
  mark:not([data-field='due']) {
    border-block-end: 2px dotted var(--_accent);
    background: none;
    font-weight: inherit;
  }
  .remove {
    display: grid;
    place-items: center;
    inline-size: var(--_control);
    block-size: var(--_control);
    margin-block-start: calc(var(--_u) * -1.5);
    margin-inline-end: calc(var(--_u) * -1.5);
    border-radius: var(--_inner);
    color: var(--_muted);
  }
  .remove:hover {
    background: var(--_tint);
    color: inherit;
  }
  .row {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: calc(var(--_u) * 3);
  }
  .row > :last-child {
    grid-column: 1 / -1;
  }
  .ask {
    display: grid;
    gap: calc(var(--_u) * 2);
    font-size: var(--_sm);
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--_u) * 2);
  }
  .answers button {
    min-block-size: calc(var(--_control) - 6px);
    padding-inline: calc(var(--_u) * 3);
    border: 1px solid var(--_border);
    border-radius: 999px;
    font-size: var(--_sm);
  }
  @media (pointer: coarse) {
    .answers button {
      min-block-size: var(--_control);
    }
  }
  .answers button:hover {
    border-color: var(--_accent);
  }
  details {
    color: var(--_muted);
    font-size: var(--_sm);
  }
  summary {
    cursor: pointer;
    padding-block: calc((var(--_control) - 1lh) / 2);
  }
  details li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 calc(var(--_u) * 3);
    padding-block: calc(var(--_u) * 1);
  }
  details .said {
    flex: 1 1 18em;
  }
  .done-when {
    font-size: var(--_sm);
  }
  .ghost {
    display: grid;
    gap: calc(var(--_u) * 4);
  }
  .ghost .bone {
    block-size: 1em;
    inline-size: min(100%, 14em);
  }
  .ghost .box {
    block-size: calc(1.5em * 6 + var(--_u) * 4);
    inline-size: 100%;
  }
  .ghost .button {
    block-size: var(--_control);
    inline-size: 7em;
  }
  .register {
    margin-block-start: calc(var(--_u) * 8);
  }
  .register-title {
    margin-block-end: calc(var(--_u) * 2);
    font-size: var(--_sm);
    font-weight: 600;
  }
  .register li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: calc(var(--_u) * 3);
    padding-block: calc(var(--_u) * 2);
    border-block-start: 1px solid var(--_border);
    font-size: var(--_sm);
    overflow-wrap: anywhere;
  }
  .register :is(.number, .status) {
    margin: 0;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .status.accepted,
  .status.done {
    color: var(--_success);
  }
  @container portico (inline-size >= 560px) {
    .row {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
    .row > :last-child {
      grid-column: auto;
    }
  }
`;
