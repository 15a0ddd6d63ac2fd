import { css, type CSSResult } from 'lit';

/** In the timeline's shadow root. Its rows have names of their own, because those of the milestone around them would reach in. */
export const styles: CSSResult = css`
  portico-timeline-tasks {
    position: relative;
    display: block;
    grid-column: 2 / -1;
    margin-block-start: calc(var(--_u) * 3);
    padding-block-start: calc(var(--_u) * 3);
    border-block-start: 1px solid var(--_border);
    cursor: default;
  }
  .details + portico-timeline-tasks {
    margin-block-start: calc(var(--_u) * 2);
  }
  .caption {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--_u) * 2);
    color: var(--_muted);
    font-size: var(--_xs);
    font-variant-numeric: tabular-nums;
  }
  .caption + ol {
    margin-block-start: var(--_u);
  }
  .task {
    position: relative;
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    column-gap: calc(var(--_u) * 2);
    padding-block: calc(var(--_u) * 1.5);
    border-radius: var(--_inner);
    font-variant-numeric: tabular-nums;
  }
  li + li > .task,
  portico-timeline-tasks ol ol > li:first-child > .task {
    border-block-start: 1px solid color-mix(in oklab, var(--_border) 50%, transparent);
    border-radius: 0;
  }
  .task::after,
  .task button::before,
  .task button::after {
    content: '';
    position: absolute;
    inset: 1px 0;
    border-radius: 2px;
    opacity: 0;
    pointer-events: none;
  }
  .task::after {
    background: color-mix(in oklab, var(--_accent) 14%, transparent);
  }
  .task button::before {
    background: var(--_raised);
    outline: 4px solid var(--_raised);
    transition: opacity var(--_motion) ease-out;
  }
  .task button:hover::before {
    opacity: 1;
  }
  .task button:focus-visible {
    outline: none;
  }
  /* As with a milestone, the whole row is the button. */
  .task button::after {
    opacity: 1;
    pointer-events: auto;
  }
  .task button:focus-visible::after {
    outline: 2px solid var(--_focus);
    outline-offset: 1px;
  }
  .task.task .mark {
    grid-area: 1 / 1;
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: calc((1lh - 16px) / 2);
    align-self: start;
    color: var(--_muted);
  }
  .task.task .mark path {
    fill: currentColor;
    stroke: none;
  }
  .task.next .mark path,
  .task.cancelled .mark path {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
  }
  .task.group .mark path {
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
  }
  .group .mark {
    transition: rotate var(--_motion) ease-out;
  }
  .group:has([aria-expanded='false']) .mark {
    rotate: -90deg;
  }
  .group:has([aria-expanded='false']) .mark:dir(rtl) {
    rotate: 90deg;
  }
  .task.done .mark,
  .task.done .stand {
    color: var(--_success);
  }
  .task.now .mark,
  .task.now .stand {
    color: var(--_accent);
  }
  .task.late .mark,
  .task.late .stand {
    color: var(--_danger);
  }
  .task.group .mark {
    color: var(--_muted);
  }
  .what {
    grid-area: 1 / 2;
  }
  .what,
  .who {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .task button {
    font-weight: 600;
  }
  .task.done .what {
    color: var(--_muted);
  }
  .task.cancelled [lang] {
    color: var(--_muted);
    text-decoration: line-through;
  }
  .code {
    color: var(--_muted);
    margin-inline-end: var(--_u);
  }
  .about {
    grid-column: 2;
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--_u) * 2.5);
    color: var(--_muted);
  }
  .task .stand {
    color: var(--_muted);
  }
  .task.now .stand,
  .task.late .stand {
    font-weight: 600;
  }
  .stand,
  .pct,
  .span time {
    white-space: nowrap;
  }
  .who:empty {
    display: none;
  }
  .waits {
    grid-column: 2;
    color: var(--_muted);
    font-size: var(--_xs);
  }
  .waits span + span::before {
    content: ' · ';
  }
  portico-timeline-tasks ol ol {
    padding-inline-start: calc(var(--_u) * 4);
  }

  @container portico (min-width: 560px) {
    portico-timeline-tasks {
      grid-column: 2 / -2;
    }
  }
  @container portico (min-width: 880px) {
    .task {
      grid-template-columns: 16px minmax(0, 1fr) 7.5em 3em 7em 13em;
      align-items: baseline;
    }
    .about {
      display: contents;
    }
    .stand {
      grid-area: 1 / 3;
    }
    .pct {
      grid-area: 1 / 4;
      text-align: end;
    }
    .who {
      grid-area: 1 / 5;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .span {
      grid-area: 1 / 6;
      text-align: end;
    }
  }
  /* In line with the columns of the milestones. */
  @container portico (min-width: 1040px) {
    .task {
      column-gap: calc(var(--_u) * 3);
      grid-template-columns: 16px minmax(0, 1fr) 7.5em calc(3.5em - var(--_u) * 3) 9em calc(19em + var(--_u) * 3);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .group .mark,
    .task button::before {
      transition: none;
    }
  }
`;
