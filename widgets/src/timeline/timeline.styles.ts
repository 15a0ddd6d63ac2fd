import { css, type CSSResult } from 'lit';

/** Phone first: a vertical path. From 560 px dates stand in a column, from 880 px everything has one. */
export const styles: CSSResult = css`
  /* Of a long plan only what is near the screen is laid out; the outline of a row may reach beyond its stage. */
  .long .leg {
    content-visibility: auto;
    contain-intrinsic-block-size: auto calc(var(--_rows) * 44px + 40px);
    overflow-clip-margin: 8px;
  }
  .leg + .leg {
    margin-block-start: calc(var(--_u) * 6);
  }
  .stage {
    display: flex;
    align-items: baseline;
    gap: calc(var(--_u) * 2);
    padding-block-end: calc(var(--_u) * 1.5);
    border-block-end: 1px solid var(--_border);
    font-size: var(--_sm);
    font-weight: 600;
  }
  .stage .tally {
    margin-inline-start: auto;
    font-weight: 400;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }

  .point {
    --_line: 20px;
    position: relative;
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) 20px;
    column-gap: calc(var(--_u) * 3);
    align-content: center;
    padding-block: calc(var(--_u) * 2.5);
    min-block-size: var(--_control);
    font-size: var(--_sm);
    border-radius: var(--_inner);
  }
  /* The path: from mark to mark, with a little air around each. */
  .point:not(:last-child)::before {
    content: '';
    position: absolute;
    inset-inline-start: 9px;
    inset-block: calc(var(--_u) * 2.5 + 25px) calc(var(--_u) * -2.5 + 3px);
    inline-size: 2px;
    border-radius: 1px;
    background: var(--_border);
  }
  .point.done:not(:last-child)::before {
    background: color-mix(in oklab, var(--_success) 45%, transparent);
  }
  /*
   * The row's background reaches a little beyond its text. As an outline, because that never makes the page scroll sideways.
   */
  .point::after,
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
  .point::after {
    --_wash: color-mix(in oklab, var(--_accent) 14%, transparent);
  }
  .name::before {
    --_wash: var(--_raised);
    transition: opacity var(--_motion) ease-out;
  }
  .name:hover::before {
    opacity: 1;
  }
  .mark {
    grid-area: 1 / 1;
    margin-block-start: 0.1em;
    color: var(--_muted);
  }
  .mark path {
    fill: currentColor;
    fill-rule: evenodd;
  }
  .next path,
  .cancelled path {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
  }
  .chevron path {
    fill: none;
  }
  .track {
    stroke: var(--_border);
    stroke-width: 2.5;
  }
  .arc {
    stroke: currentColor;
    stroke-width: 2.5;
  }
  .done .mark,
  .done .word {
    color: var(--_success);
  }
  .now .mark,
  .now .word {
    color: var(--_accent);
  }
  .late .mark,
  .late .word,
  .word.late {
    color: var(--_danger);
  }
  .risk .mark,
  .risk .word,
  .word.risk {
    color: var(--_warning);
  }
  .name {
    grid-area: 1 / 2;
    justify-self: start;
    font-size: var(--_base);
    line-height: 1.4;
    overflow-wrap: anywhere;
    outline: none;
  }
  .now .name,
  .late .name,
  .risk .name {
    font-weight: 600;
  }
  .done .name {
    color: var(--_muted);
  }
  .cancelled .name {
    color: var(--_muted);
    text-decoration: line-through;
  }
  /* The whole row is the button: one big target, one short name. */
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
  .facts {
    grid-column: 2;
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_u) * 2.5);
    margin-block-start: var(--_u);
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .status,
  .when {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_u) * 2);
  }
  .now .when,
  .late .when,
  .risk .when,
  .next .when {
    flex-basis: 100%;
  }
  .word {
    font-weight: 600;
  }
  .done .word,
  .next .word,
  .cancelled .word {
    font-weight: 400;
  }
  .owner {
    display: none;
  }
  time,
  .date,
  .word {
    white-space: nowrap;
  }
  .owner:empty,
  .rel:empty {
    display: none;
  }
  .note span {
    display: block;
  }
  .note {
    grid-column: 2;
    margin-block-start: var(--_u);
    color: var(--_muted);
    max-inline-size: 60em;
    text-wrap: pretty;
  }
  .chevron {
    grid-area: 1 / 3;
    color: var(--_muted);
    margin-block-start: 0.1em;
    opacity: 0.7;
    transition: rotate var(--_motion) ease-out;
  }
  [aria-expanded='true'] ~ .chevron {
    rotate: 180deg;
  }
  .details {
    grid-column: 2 / -1;
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 14em), 1fr));
    gap: calc(var(--_u) * 3) calc(var(--_u) * 4);
    margin-block: calc(var(--_u) * 3) var(--_u);
    padding-block-start: calc(var(--_u) * 3);
    border-block-start: 1px solid var(--_border);
    font-variant-numeric: tabular-nums;
  }
  .details dt {
    color: var(--_muted);
    font-size: var(--_xs);
  }
  .details .wide {
    grid-column: 1 / -1;
  }
  .details .muted {
    white-space: nowrap;
  }

  /* The shape of what comes. */
  .ghost .bone {
    inline-size: var(--_w);
  }
  .ghost .round {
    --_w: 20px;
    block-size: 20px;
  }
  .ghost .line {
    display: flex;
    align-items: center;
    block-size: 1.5em;
  }
  .ghost .title .bone {
    block-size: 1em;
    margin-block: 0.175em;
  }
  .ghost .stage {
    block-size: calc(1.5em + var(--_u) * 1.5);
  }
  .ghost .name {
    inline-size: 100%;
  }

  @container portico (min-width: 560px) {
    .point {
      grid-template-columns: 20px minmax(0, 1fr) auto 20px;
    }
    .facts {
      display: contents;
    }
    .status {
      grid-area: 2 / 2;
    }
    .when {
      grid-area: 1 / 3 / 3;
      flex-direction: column;
      align-items: end;
      color: var(--_muted);
    }
    .status,
    .rel {
      color: var(--_muted);
    }
    .owner {
      display: inline;
    }
    .chevron {
      grid-column: 4;
    }
    .note,
    .details {
      grid-column: 2 / -2;
    }
    /* What is over takes one line: the past is quieter than the future. */
    .point:is(.done, .cancelled) {
      grid-template-columns: 20px minmax(0, 1fr) auto auto minmax(10.5em, auto) 20px;
      align-items: baseline;

      .mark,
      .chevron {
        align-self: start;
      }
      .when {
        display: contents;
      }
      .owner {
        display: none;
      }
      .rel {
        grid-area: 1 / 3;
      }
      .status {
        grid-area: 1 / 4;
      }
      .date {
        grid-area: 1 / 5;
        text-align: end;
      }
      .chevron {
        grid-column: 6;
      }
    }
    .note span {
      display: inline;
    }
    .note span + span {
      margin-inline-start: calc(var(--_u) * 1.5);
    }
  }
  @container portico (min-width: 880px) {
    .point.point.point {
      grid-template-columns: 20px minmax(0, 1fr) 11em 9em 8em 11em 20px;
      align-items: baseline;

      .mark,
      .chevron {
        align-self: start;
      }
      .status,
      .when {
        display: contents;
      }
      .word {
        grid-area: 1 / 3;
      }
      .owner {
        grid-area: 1 / 4;
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .rel {
        grid-area: 1 / 5;
      }
      .date {
        grid-area: 1 / 6;
        text-align: end;
      }
      .chevron {
        grid-column: 7;
      }
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .details {
      transition:
        opacity var(--_motion) ease-out,
        translate var(--_motion) ease-out;
      @starting-style {
        opacity: 0;
        translate: 0 -4px;
      }
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .name::before,
    .chevron {
      transition: none;
    }
  }
  @media (forced-colors: active) {
    .point .mark {
      color: CanvasText;
    }
    .point.point:not(:last-child)::before {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
