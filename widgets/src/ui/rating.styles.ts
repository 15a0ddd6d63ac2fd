import { css, type CSSResult } from 'lit';

/** Scales of numbers and faces. A step is a `choice` too, whose look it refines. */
export const ratingStyles: CSSResult = css`
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
  .rating {
    display: grid;
    gap: calc(var(--_u) * 1.5);
  }
  .rating.faces {
    max-inline-size: 30em;
  }
  .faces .step {
    gap: 2px;
    padding-block: calc(var(--_u) * 1.5);
  }
  .faces svg {
    inline-size: 26px;
    block-size: 26px;
  }
  .ends {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_u) * 4);
    color: var(--_muted);
    font-size: var(--_xs);
  }
  .ends b {
    display: none;
    font-weight: 600;
  }
  @container portico (max-width: 479px) {
    /* Eleven steps would be too narrow for a finger: six and five. */
    .rating:not(.faces) .scale {
      grid: auto-flow / repeat(6, minmax(0, 1fr));
    }
    .rating:not(.faces) b {
      display: inline;
    }
  }
`;
