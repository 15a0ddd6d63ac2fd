import { css, type CSSResult } from 'lit';

export const styles: CSSResult = css`
  .head {
    display: grid;
    gap: calc(var(--_u) * 1.5);
    margin-block-end: calc(var(--_u) * 6);
  }
  .title {
    font-size: var(--_lg);
    font-weight: 600;
    line-height: 1.35;
    text-wrap: balance;
  }
  .intro {
    color: var(--_muted);
    max-inline-size: 44em;
    text-wrap: pretty;
    white-space: pre-line;
  }
  .progress {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 3);
    margin-block-start: calc(var(--_u) * 2);
    color: var(--_muted);
    font-size: var(--_sm);
    font-variant-numeric: tabular-nums;
  }
  .progress span {
    white-space: nowrap;
  }
  progress {
    flex: 1;
    min-inline-size: 0;
    block-size: 4px;
    border: 0;
    border-radius: 2px;
    background: var(--_tint);
    overflow: hidden;
    appearance: none;
  }
  ::-webkit-progress-bar {
    background: none;
  }
  ::-webkit-progress-value {
    border-radius: 2px;
    background: var(--_accent);
  }
  ::-moz-progress-bar {
    border-radius: 2px;
    background: var(--_accent);
  }
  :is(.form, .ghost) {
    gap: calc(var(--_u) * 8);
  }
  :is(.form, .ghost, .head, .outcome) {
    max-inline-size: 46em;
  }
  .field {
    gap: calc(var(--_u) * 2.5);
  }
  .field > .label {
    font-size: var(--_base);
    line-height: 1.45;
  }

  .ghost {
    display: grid;
  }
  .ghost > div {
    display: grid;
    gap: calc(var(--_u) * 2.5);
  }
  .ghost .bone {
    block-size: 1em;
    inline-size: min(100%, 22em);
  }
  .ghost .head {
    margin-block-end: calc(var(--_u) * 6);
  }
  .ghost .wide {
    inline-size: 100%;
  }
  .ghost .tall {
    block-size: var(--_control);
    inline-size: 100%;
  }
  .ghost .box {
    block-size: 7em;
    inline-size: 100%;
  }

  @media (prefers-reduced-motion: no-preference) {
    ::-webkit-progress-value {
      transition: inline-size var(--_motion) ease-out;
    }
  }
  @media (forced-colors: active) {
    progress {
      border: 1px solid CanvasText;
    }
    ::-webkit-progress-value {
      background: Highlight;
    }
  }
`;
