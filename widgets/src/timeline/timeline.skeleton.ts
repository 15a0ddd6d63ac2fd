import { html, nothing, type TemplateResult } from 'lit';
import { cssom } from '../directives/cssom.ts';

const bone = (width: string): TemplateResult => html`<span class="bone" ${cssom({ '--_w': width })}></span>`;

const row = (width: string): TemplateResult => html`<div class="point">
  <span class="mark"><span class="bone round"></span></span>
  <span class="name line">${bone(width)}</span>
  <div class="facts">
    <div class="status"><span class="word line">${bone('5em')}</span></div>
    <div class="when"><span class="date line">${bone('9em')}</span></div>
  </div>
</div>`;

/** The shape of what comes. */
export function skeleton(header: boolean): TemplateResult {
  const cell = html`<div><div class="line">${bone('4em')}</div><div class="line">${bone('80%')}</div><div class="line">${bone('55%')}</div></div>`;
  return html`<div class="ghost">
    ${
      header
        ? html`<div class="head">
          <div class="title">${bone('min(70%, 18em)')}</div>
          <div class="summary">${cell}${cell}${cell}</div>
          <div class="horizon"><span class="axis"></span></div>
        </div>`
        : nothing
    }
    <div class="stage line">${bone('6em')}</div>
    ${['46%', '62%', '54%', '38%', '58%', '44%'].map(row)}
  </div>`;
}
