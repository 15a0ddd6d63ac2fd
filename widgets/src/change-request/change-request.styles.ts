import { css, type CSSResult } from 'lit';

/** Phone first: rows are stacked. From 680 px state and date stand in columns. */
export const styles: CSSResult = css`
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: calc(var(--_u) * 3) calc(var(--_u) * 4);
    margin-block-end: calc(var(--_u) * 5);
  }
  .title {
    font-size: var(--_lg);
    font-weight: 600;
    line-height: 1.35;
  }
  .sum {
    color: var(--_muted);
    font-size: var(--_sm);
    font-variant-numeric: tabular-nums;
  }
  .sum .yours {
    color: var(--_warning);
    font-weight: 600;
  }
  .panel,
  .more .form,
  .more .outcome {
    max-inline-size: 48em;
  }
  .panel {
    margin-block-end: calc(var(--_u) * 6);
    padding: calc(var(--_u) * 5) calc(var(--_u) * 4);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .panel:has(> .outcome) {
    padding: 0;
    border: 0;
  }
  .panel-title {
    margin-block-end: calc(var(--_u) * 4);
    font-weight: 600;
  }
  .pair {
    display: grid;
    gap: calc(var(--_u) * 5);
  }
  input[type='date'] {
    max-inline-size: 14em;
  }
  .note {
    display: flex;
    gap: calc(var(--_u) * 2);
    color: var(--_muted);
    font-size: var(--_sm);
    max-inline-size: 28em;
  }

  .group + .group {
    margin-block-start: calc(var(--_u) * 6);
  }
  .stage {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    padding-block-end: calc(var(--_u) * 1.5);
    border-block-end: 1px solid var(--_border);
    font-size: var(--_sm);
    font-weight: 600;
  }
  .stage .muted {
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }

  .request {
    position: relative;
    font-size: var(--_sm);
  }
  .request + .request {
    border-block-start: 1px solid var(--_border);
  }
  /* Reaches a little beyond the text. As an outline, because that never makes the page scroll sideways. */
  .request::after,
  .name::before {
    content: '';
    position: absolute;
    inset: 6px 0;
    border-radius: 2px;
    outline: 6px solid var(--_wash);
    background: var(--_wash);
    opacity: 0;
    pointer-events: none;
  }
  .request::after {
    --_wash: color-mix(in oklab, var(--_accent) 14%, transparent);
  }
  .name::before {
    --_wash: var(--_raised);
    transition: opacity var(--_motion) ease-out;
  }
  .name:hover::before {
    opacity: 1;
  }
  .bar {
    position: relative;
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) 20px;
    column-gap: calc(var(--_u) * 3);
    align-content: center;
    min-block-size: var(--_control);
    padding-block: calc(var(--_u) * 2.5);
  }
  :is(.submitted, .withdrawn) {
    --_tone: var(--_muted);
  }
  .in_review {
    --_tone: var(--_accent);
  }
  .returned {
    --_tone: var(--_warning);
  }
  .approved {
    --_tone: var(--_success);
  }
  .rejected {
    --_tone: var(--_danger);
  }
  .mark,
  .word {
    color: var(--_tone, var(--_muted));
  }
  .mark {
    margin-block-start: 0.1em;
  }
  .mark path {
    fill: currentColor;
    fill-rule: evenodd;
  }
  .hollow path {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .name {
    justify-self: start;
    font-size: var(--_base);
    line-height: 1.4;
    overflow-wrap: anywhere;
    outline: none;
  }
  /* The whole head of the row is the button: one big target, one short name. */
  .name::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: 2px;
  }
  .name:focus-visible::after {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .returned .name {
    font-weight: 600;
  }
  .over .name {
    color: var(--_muted);
  }
  .facts {
    grid-column: 2;
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_u) * 2.5);
    margin-block-start: var(--_u);
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .facts > *,
  .number {
    white-space: nowrap;
  }
  .word {
    font-weight: 600;
  }
  .over .word,
  .submitted .word {
    font-weight: 400;
  }
  .chevron {
    grid-area: 1 / 3;
    margin-block-start: 0.1em;
    color: var(--_muted);
    opacity: 0.7;
    transition: rotate var(--_motion) ease-out;
  }
  [aria-expanded='true'] ~ .chevron {
    rotate: 180deg;
  }
  .asked {
    display: grid;
    gap: calc(var(--_u) * 3);
    justify-items: start;
    margin-block-end: calc(var(--_u) * 4);
    padding: calc(var(--_u) * 3) calc(var(--_u) * 4);
    border-radius: var(--_inner);
    background: color-mix(in oklab, var(--_warning) 8%, transparent);
  }
  .asked .by {
    color: var(--_muted);
    font-size: var(--_xs);
  }
  .says {
    white-space: pre-line;
    overflow-wrap: anywhere;
    max-inline-size: 44em;
    text-wrap: pretty;
  }
  .more {
    display: grid;
    gap: calc(var(--_u) * 5);
    padding-block: calc(var(--_u) * 1) calc(var(--_u) * 5);
  }
  .more .panel-title {
    margin: 0;
  }
  .more .form,
  .more .panel-title {
    font-size: var(--_base);
  }
  .details {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 12em), 1fr));
    gap: calc(var(--_u) * 3) calc(var(--_u) * 4);
    font-variant-numeric: tabular-nums;
  }
  .whole {
    white-space: nowrap;
  }
  .details dt,
  .trail-title {
    color: var(--_muted);
    font-size: var(--_xs);
  }
  .step-of {
    position: relative;
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    column-gap: calc(var(--_u) * 2);
    padding-block: calc(var(--_u) * 1.5) calc(var(--_u) * 2.5);
  }
  .step-of .what {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 calc(var(--_u) * 2.5);
  }
  .step-of:not(:last-child)::before {
    content: '';
    position: absolute;
    inset-inline-start: 9px;
    inset-block: calc(var(--_u) * 1.5 + 23px) calc(var(--_u) * -1.5 + 3px);
    inline-size: 2px;
    border-radius: 1px;
    background: var(--_border);
  }
  .step-of .says {
    grid-column: 2;
    margin-block-start: var(--_u);
    padding-inline-start: calc(var(--_u) * 2.5);
    border-inline-start: 2px solid var(--_border);
    color: var(--_muted);
  }
  .step-of time {
    color: var(--_muted);
    font-size: var(--_xs);
    white-space: nowrap;
  }
  .sure {
    display: grid;
    gap: calc(var(--_u) * 4);
    padding: calc(var(--_u) * 4);
    border: 1px solid color-mix(in oklab, var(--_danger) 40%, transparent);
    border-radius: var(--_radius);
  }
  .sure:has(> .outcome) {
    padding: 0;
    border: 0;
  }
  .sure [type='submit'] {
    background: var(--_danger);
    color: Canvas;
  }
  .sure .form {
    gap: calc(var(--_u) * 4);
  }

  .ghost .head > div {
    flex: 1;
  }
  .ghost .bone {
    inline-size: min(100%, 18em);
  }
  .ghost .bone.round {
    inline-size: 20px;
    block-size: 20px;
  }
  .ghost .line {
    display: flex;
    align-items: center;
    block-size: 1.5em;
  }
  .ghost .facts .bone {
    inline-size: 11em;
  }

  @container portico (min-width: 560px) {
    .panel {
      padding: calc(var(--_u) * 5) calc(var(--_u) * 6) calc(var(--_u) * 6);
    }
    .pair {
      grid-template-columns: auto 1fr;
      gap: calc(var(--_u) * 8);
    }
    .asked,
    .more {
      margin-inline-start: calc(20px + var(--_u) * 3);
    }
  }
  @container portico (min-width: 680px) {
    .bar {
      grid-template-columns: 20px minmax(0, 1fr) auto 20px;
    }
    .facts {
      grid-area: 1 / 3;
      margin-block-start: 0.1em;
      gap: calc(var(--_u) * 4);
    }
    .facts > * {
      inline-size: 6em;
    }
    /* As wide as the longest of them, "Needs your input". */
    .facts .word {
      inline-size: 10.5em;
    }
    .facts .number {
      order: -1;
      inline-size: 4em;
    }
    .chevron {
      grid-area: 1 / 4;
    }
  }
  @container portico (max-width: 559px) {
    .head > .action {
      inline-size: 100%;
    }
    .asked .action {
      inline-size: 100%;
    }
  }
`;
