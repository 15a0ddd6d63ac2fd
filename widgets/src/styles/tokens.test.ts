import { LitElement, html, type TemplateResult } from 'lit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { place } from '../testing/mount.ts';
import { tokens } from './tokens.ts';

/** Shows every derived colour as text, as a widget would use it. */
class Probe extends LitElement {
  static override styles = tokens;
  protected override render(): TemplateResult {
    return html`<span></span>`;
  }
}
customElements.define('portico-probe', Probe);

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;

/** Relative luminance (WCAG 2) of a CSS colour, as the browser would paint it on `under`. */
function luminance(color: string, under = '#fff'): number {
  canvas.fillStyle = under;
  canvas.fillRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return (high + 0.05) / (low + 0.05);
}

const surfaces = { light: ['#ffffff', '#f4f4f5'], dark: ['#000000', '#14161a', '#26282d'] } as const;
const texts = { light: '#374151', dark: '#c9d1d9' };

describe.each(['light', 'dark'] as const)('on a %s page', (scheme) => {
  test('whatever colour a vendor sets, what is written in it can be read', async () => {
    const holder = place('<portico-probe></portico-probe>', `color-scheme:${scheme};color:${texts[scheme]}`);
    const probe = holder.querySelector<Probe>('portico-probe')!;
    await probe.updateComplete;
    const sample = probe.shadowRoot!.querySelector('span')!;
    const shown = (color: string): string => {
      sample.style.color = color;
      return getComputedStyle(sample).color;
    };
    const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(hex, (brand) => {
        for (const name of ['accent', 'success', 'warning', 'danger']) holder.style.setProperty(`--portico-color-${name}`, brand);
        for (const surface of surfaces[scheme]) {
          const ground = luminance(surface);
          for (const name of ['accent', 'success', 'warning', 'danger', 'muted'])
            expect(contrast(luminance(shown(`var(--_${name})`), surface), ground)).toBeGreaterThanOrEqual(4.5);
        }
        expect(contrast(luminance(shown('var(--_on-accent)')), luminance(shown('var(--_accent-fill)')))).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 200, examples: [['#ffff00'], ['#0000ff'], ['#000000'], ['#ffffff'], ['#767676'], ['#ff0000'], ['#00ff00'], ['#ff00ff']] },
    );
  });

  test('the defaults can be read too', async () => {
    const holder = place('<portico-probe></portico-probe>', `color-scheme:${scheme};color:${texts[scheme]}`);
    const probe = holder.querySelector<Probe>('portico-probe')!;
    await probe.updateComplete;
    const sample = probe.shadowRoot!.querySelector('span')!;
    for (const name of ['accent', 'success', 'warning', 'danger', 'muted']) {
      sample.style.color = `var(--_${name})`;
      for (const surface of surfaces[scheme])
        expect(contrast(luminance(getComputedStyle(sample).color, surface), luminance(surface))).toBeGreaterThanOrEqual(4.5);
    }
  });
});
