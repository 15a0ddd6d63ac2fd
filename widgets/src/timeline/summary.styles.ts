import { css, type CSSResult } from 'lit';

/** The head of the timeline: what is now, what is next, how far it is, and the strip of time, which a phone has no room for. */
export const summary: CSSResult = css`
  .head {
    margin-block-end: calc(var(--_u) * 6);
  }
  .title {
    font-size: var(--_lg);
    font-weight: 600;
    line-height: 1.35;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  .summary {
    display: grid;
    gap: calc(var(--_u) * 3);
    margin-block-start: calc(var(--_u) * 4);
    font-variant-numeric: tabular-nums;
  }
  .summary dt {
    color: var(--_muted);
    font-size: var(--_xs);
  }
  .summary dd {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .bar + .sub {
    margin-block-start: var(--_u);
  }
  .summary .sub {
    font-size: var(--_sm);
    font-weight: 400;
  }
  .bar {
    block-size: 6px;
    margin-block-start: calc(var(--_u) * 1.5);
    border-radius: 3px;
    background: var(--_border);
    overflow: hidden;
  }
  .bar span {
    display: block;
    block-size: 100%;
    border-radius: 3px;
    background: var(--_accent);
  }

  .horizon {
    display: none;
    position: relative;
    block-size: 56px;
    margin-block-start: calc(var(--_u) * 6);
    font-size: var(--_xs);
    color: var(--_muted);
  }
  .horizon > * {
    position: absolute;
    inset-inline-start: var(--_at, 0);
  }
  .axis {
    inset-block-start: 32px;
    inline-size: 100%;
    block-size: 2px;
    border-radius: 1px;
    background: var(--_border);
  }
  .past {
    inset-block-start: 32px;
    inline-size: var(--_to);
    block-size: 2px;
    border-radius: 1px;
    background: var(--_muted);
    opacity: 0.5;
  }
  .month {
    inset-block-start: 38px;
    padding-inline-start: 5px;
    border-inline-start: 1px solid var(--_border);
    line-height: 1.4;
    white-space: nowrap;
  }
  .horizon .dot {
    inset-block-end: 25px;
    inset-inline-start: clamp(7px, var(--_at), 100% - 7px);
    margin-inline-start: -10px;
  }
  .dot .mark {
    scale: 0.7;
    transform-origin: bottom;
  }
  .dot.now .mark,
  .dot.late .mark,
  .dot.risk .mark {
    scale: 0.85;
  }
  .today {
    inset-block: -6px 14px;
    inline-size: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    color: var(--_accent);
    font-weight: 600;
    line-height: 1.3;
    white-space: nowrap;
  }
  .today::after {
    content: '';
    flex: 1;
    inline-size: 1px;
    background: currentColor;
  }

  @container portico (min-width: 560px) {
    .summary {
      grid-template-columns: repeat(3, minmax(0, 1fr));
      gap: 0;
    }
    .summary > div {
      padding-inline: calc(var(--_u) * 5);
      border-inline-start: 1px solid var(--_border);
    }
    .summary > div:first-child {
      padding-inline-start: 0;
      border: 0;
    }
    .summary > div:last-child {
      padding-inline-end: 0;
    }
    .horizon {
      display: block;
    }
  }
  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
    }
    .dot .mark {
      color: CanvasText;
    }
    .bar span,
    .axis,
    .past,
    .today::after {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
`;
