import { css, type CSSResult } from 'lit';

/** Notes in place of the data, and the banner above them. */
export const stateStyles: CSSResult = css`
  .state {
    display: grid;
    justify-items: start;
    align-content: center;
    gap: var(--_u);
    min-block-size: calc(var(--_u) * 50);
    padding: calc(var(--_u) * 4);
    border: 1px dashed var(--_border);
    border-radius: var(--_radius);
  }
  :host([surface='card']) .state {
    border: 0;
    padding: 0;
  }
  .state svg {
    margin-block-end: calc(var(--_u) * 2);
    color: var(--_muted);
  }
  .state-error svg {
    color: var(--_danger);
  }
  .state-title {
    font-weight: 600;
  }
  .state-text {
    color: var(--_muted);
    font-size: var(--_sm);
    max-inline-size: 44em;
    text-wrap: pretty;
  }
  .state .action {
    margin-block-start: calc(var(--_u) * 3);
  }
  .reference {
    color: var(--_muted);
    font-size: var(--_xs);
    margin-block-start: calc(var(--_u) * 2);
    overflow-wrap: anywhere;
  }

  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_u) calc(var(--_u) * 2);
    margin-block-end: calc(var(--_u) * 4);
    padding: calc(var(--_u) * 1.5) calc(var(--_u) * 3);
    border: 1px solid color-mix(in oklab, var(--_warning) 35%, transparent);
    border-radius: var(--_inner);
    background: color-mix(in oklab, var(--_warning) 8%, transparent);
    font-size: var(--_sm);
  }
  .banner svg {
    color: var(--_warning);
  }
  .banner span {
    flex: 1 1 14em;
  }
  .banner button {
    min-block-size: var(--_control);
    margin-block: calc(var(--_u) * -1.5);
    font-weight: 600;
    text-decoration: underline;
    text-decoration-color: var(--_border);
    text-underline-offset: 0.25em;
    border-radius: var(--_inner);
  }
  @container portico (max-width: 559px) {
    .state {
      justify-items: stretch;
    }
  }
`;
