import { css, unsafeCSS, type CSSResult } from 'lit';

/*
 * Brand tokens (`--portico-…`, about twenty, set by the host) become private ones (`--_…`). A host sets one accent and is done.
 *
 * Contrast is made, not hoped for. WCAG 2 contrast depends on the luminance alone, and that is exactly the Y of CIE XYZ, which relative
 * colours give us: `drop` scales a colour down to a luminance, `lift` mixes it with white up to one. Both keep its hue and stay
 * in gamut. On a light surface (Y ≥ 0.87) ink at Y ≤ 0.15 has at least 4.6:1, on a dark one (Y ≤ 0.03) ink at Y ≥ 0.38 has 5.3:1.
 * A browser without relative colours shows the host's own text colour instead: still readable, as icon and word carry the state.
 */
const drop = (color: string, y: number): string =>
  `color(from ${color} xyz-d65 calc(x * min(1, ${y} / y)) min(y, ${y}) calc(z * min(1, ${y} / y)))`;
const lift = (color: string, y: number): string => {
  const t = `max(0, (${y} - y) / (1 - y))`;
  return `color(from ${color} xyz-d65 calc(x + (.9505 - x) * ${t}) max(y, ${y}) calc(z + (1.0888 - z) * ${t}))`;
};

/** `--portico-color-<name>`, else `fallback`, as an ink that can be read on any ordinary surface. */
function ink(name: string, fallback: string): string {
  const color = `var(--portico-color-${name}, ${fallback})`;
  return `--_${name}: light-dark(${drop(color, 0.15)}, ${lift(color, 0.38)});`;
}

/*
 * Text on the accent: black on a bright one (Y ≥ 0.32, 7.4:1), else white, for which a middling one is darkened to Y = 0.17 (4.7:1): mid blue with
 * black text would hold the ratio too, but nobody would call it a button.
 */
const accent = 'var(--portico-color-accent, var(--_system-accent))';
const white = 'clamp(0, (.32 - y) * 1e6, 1)';
const fill = `(1 - ${white} * max(0, 1 - .17 / y))`;

const colors = unsafeCSS(
  ink('accent', 'var(--_system-accent)') +
    ink('success', 'light-dark(#1a7f37, #4ac26b)') +
    ink('warning', 'light-dark(#8f5a00, #e3a83c)') +
    ink('danger', 'light-dark(#c62a35, #ff8182)') +
    // Quieter than the text, but never below 4.5:1: towards the middle as far as contrast allows.
    `--_muted: var(--portico-color-muted, light-dark(${lift('currentColor', 0.12)}, ${drop('currentColor', 0.44)}));` +
    `--_accent-fill: color(from ${accent} xyz-d65 calc(x * ${fill}) calc(y * ${fill}) calc(z * ${fill}));` +
    `--_on-accent: var(--portico-color-accent-text, color(from ${accent} xyz-d65 calc(${white} * .9505) ${white} calc(${white} * 1.0888)));`,
);

export const tokens: CSSResult = css`
  :host {
    --_system-accent: light-dark(#3056d3, #8aa4ff);
    ${colors}
    --_border: var(--portico-color-border, color-mix(in oklab, currentColor 15%, transparent));
    --_tint: color-mix(in oklab, currentColor 6%, transparent);
    --_surface: var(--portico-color-surface, Canvas);
    --_raised: var(--portico-color-raised, color-mix(in oklab, currentColor 4%, transparent));
    --_focus: var(--portico-color-focus, var(--_accent));
    --_radius: var(--portico-radius, 8px);
    --_inner: max(0px, var(--_radius) - 2px);
    --_u: calc(var(--portico-space, 4px) * var(--portico-density, 1));
    --_base: var(--portico-font-size, max(15px, 0.9375rem));
    --_xs: max(12px, var(--_base) * 0.8);
    --_sm: max(13px, var(--_base) * 0.867);
    --_lg: calc(var(--_base) * 1.2);
    --_motion: var(--portico-motion, 160ms);
    --_control: 36px;
  }
  @supports (color: AccentColor) {
    :host {
      --_system-accent: AccentColor;
    }
  }
  @media (pointer: coarse) {
    :host {
      --_control: 44px;
    }
  }
`;
