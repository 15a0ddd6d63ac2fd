import { css, type CSSResult } from 'lit';

/** The host as a guest on the page, and what all widgets are made of. */
export const base: CSSResult = css`
  :host {
    display: block;
    container: portico / inline-size;
    font: inherit;
    font-family: var(--portico-font-family, inherit);
    font-size: var(--_base);
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    color: var(--portico-color-text, inherit);
    text-autospace: normal;
    -webkit-tap-highlight-color: transparent;
  }
  :host([hidden]) {
    display: none;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([theme='auto']) {
    color-scheme: light dark;
  }
  :host([theme]) {
    color: var(--portico-color-text, CanvasText);
  }
  :host([surface='card']) {
    color: var(--portico-color-text, CanvasText);
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    box-shadow: var(--portico-shadow, 0 1px 2px rgb(0 0 0 / 0.06));
  }
  :host([surface='card']) .base {
    padding: calc(var(--_u) * 4);
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  .base {
    line-height: 1.5;
    position: relative;
  }
  .base:lang(zh) {
    line-height: 1.7;
  }
  /* Characters break anywhere: without this one of them is often alone on the last line. */
  :is(p, blockquote):lang(zh) {
    text-wrap: balance;
  }
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  svg {
    display: block;
    flex: none;
  }
  /* Each piece of text keeps its own direction: an English name, or English words for want of a pack, on a page that runs right to left. */
  span,
  time {
    unicode-bidi: plaintext;
  }
  .muted {
    color: var(--_muted);
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  button {
    font: inherit;
    letter-spacing: inherit;
    color: inherit;
    text-align: start;
    background: none;
    border: 0;
    margin: 0;
    padding: 0;
    cursor: pointer;
  }
  .action {
    min-block-size: var(--_control);
    padding-inline: calc(var(--_u) * 4);
    border: 1px solid transparent;
    border-radius: var(--_inner);
    background: var(--_accent-fill);
    color: var(--_on-accent);
    font-weight: 600;
    font-size: var(--_sm);
    text-align: center;
  }
  .action:hover {
    background: color-mix(in oklab, var(--_accent-fill) 90%, var(--_on-accent));
  }

  .bone {
    display: block;
    block-size: 0.75em;
    border-radius: var(--_inner);
    background: var(--_tint);
  }
  .bone.round {
    border-radius: 50%;
  }
  @media (prefers-reduced-motion: no-preference) {
    .bone {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
    @keyframes breathe {
      to {
        opacity: 0.45;
      }
    }
  }
  @media (forced-colors: active) {
    .bone {
      border: 1px solid GrayText;
    }
    .action {
      border-color: ButtonText;
    }
  }
`;
