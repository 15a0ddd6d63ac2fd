import { css, type CSSResult } from 'lit';

export const answeredStyles: CSSResult = css`
  .answers {
    display: grid;
    gap: calc(var(--_u) * 4);
    margin-block-start: calc(var(--_u) * 5);
    padding-block-start: calc(var(--_u) * 4);
    border-block-start: 1px solid var(--_border);
    max-inline-size: 46em;
  }
  .answers dt {
    color: var(--_muted);
    font-size: var(--_sm);
  }
  .answers dd {
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .answers .face {
    display: flex;
    align-items: center;
    gap: calc(var(--_u) * 1.5);
  }
`;
