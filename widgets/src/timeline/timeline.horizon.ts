import type { Project } from '@portico/sdk';
import { html, nothing } from 'lit';
import { cssom } from '../directives/cssom.ts';
import { monthName, shortDate } from '../i18n/dates.ts';
import { mark } from './timeline.marks.ts';
import { horizonOf, type Path } from './timeline.model.ts';

/** The strip of time: a picture of what the list says in words, so it is hidden from screen readers. `word` is that for today. */
export function horizon(path: Path, project: Project, date: string, lang: string, word: string): unknown {
  const strip = horizonOf(path, project, date);
  if (!strip) return nothing;
  const at = (place: number) => cssom({ '--_at': `${place}%` });
  return html`<div class="horizon" part="horizon" aria-hidden="true">
    <span class="axis"></span><span class="past" ${cssom({ '--_to': `${strip.today}%` })}></span>
    ${strip.months.map((month) => html`<span class="month" ${at(month.at)}>${monthName(month.date, lang)}</span>`)}
    <span class="today" ${cssom({ '--_at': `clamp(3.5em, ${strip.today}%, 100% - 3.5em)` })}>${word} ${shortDate(date, lang)}</span>
    ${strip.points.map(
      ({ point, at: place }) =>
        html`<span class="dot ${point.standing}" title=${point.name.text} ${at(place)}>${mark(point.standing, point.milestone.progress)}</span>`,
    )}
  </div>`;
}
