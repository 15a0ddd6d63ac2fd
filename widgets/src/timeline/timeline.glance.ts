import type { Project } from '@portico/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { cssom } from '../directives/cssom.ts';
import { fullDate, monthName, percent, relativeDays, shortDate } from '../i18n/dates.ts';
import { mark } from './timeline.marks.ts';
import type { TimelineWords } from './timeline.messages.ts';
import { horizonOf, type Path, type Point } from './timeline.model.ts';

/** A date in full, for eyes and machines. */
export const time = (date: string, lang: string): TemplateResult => html`<time part="date" datetime=${date}>${fullDate(date, lang)}</time>`;

/** How far something is that is going on. */
export const soFar = ({ milestone: { status, progress } }: Point, lang: string): unknown =>
  status === 'in_progress' && progress > 0 ? ` · ${percent(progress, lang)}` : nothing;

/** The whole plan at a glance: what is now, what is next, how far it is. */
export function glance({ now, next, progress, done, total, late, risk }: Path, words: TimelineWords, lang: string): TemplateResult {
  const standing = now && words.standing(now.standing, now.days);
  return html`<dl class="summary" part="summary">
        <div>
          <dt>${words.now}</dt>
          <dd>${now ? html`<span lang=${now.name.lang}>${now.name.text}</span>` : words.allDone}</dd>
          ${now ? html`<dd class="sub ${now.standing}"><span class="word">${standing}${soFar(now, lang)}</span></dd>` : nothing}
        </div>
        <div>
          <dt>${words.next}</dt>
          ${
            next
              ? html`<dd>${time(next.milestone.due!, lang)}</dd>
                <dd class="sub muted">${relativeDays(next.days!, lang)} · <span lang=${next.name.lang}>${next.name.text}</span></dd>`
              : html`<dd>–</dd>`
          }
        </div>
        <div>
          <dt>${words.progress}</dt>
          <dd>${percent(progress, lang)}</dd>
          <dd class="bar" aria-hidden="true"><span ${cssom({ 'inline-size': `${progress}%` })}></span></dd>
          <dd class="sub muted">
            <span>${words.doneOf(done, total)}</span>${late ? html` · <span class="word late">${words.late(late)}</span>` : nothing}${
              risk ? html` · <span class="word risk">${words.risk(risk)}</span>` : nothing
            }
          </dd>
        </div>
      </dl>`;
}

/** The strip of time: a picture of what the list says in words, so it is hidden from screen readers. `word` is that for today. */
export function horizon(path: Path, project: Project, date: string, lang: string, word: string): unknown {
  const strip = horizonOf(path, project, date);
  if (!strip) return nothing;
  const at = (place: number) => cssom({ '--_at': `${place}%` });
  return html`<div class="horizon" part="horizon" aria-hidden="true">
    <span class="axis"></span><span class="past" ${cssom({ '--_to': `${strip.today}%` })}></span>
    ${strip.months.map((month) => html`<span class="month" ${at(month.at)}>${strip.years ? month.date.slice(0, 4) : monthName(month.date, lang)}</span>`)}
    <span class="today" ${cssom({ '--_at': `clamp(3.5em, ${strip.today}%, 100% - 3.5em)` })}>${word} ${shortDate(date, lang)}</span>
    ${strip.points.map(({ point, at: place }) =>
      guard(
        [point, place],
        () =>
          html`<span class="dot ${point.standing}" title=${point.name.text} ${at(place)}>${mark(point.standing, point.milestone.progress)}</span>`,
      ),
    )}
  </div>`;
}
