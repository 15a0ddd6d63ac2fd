/** What the server put into the page, and how texts, days and times are written in its language. */
export const facts = JSON.parse(document.getElementById('facts').textContent);
export const { texts, lang } = facts;

const locale = lang === 'en' ? 'en-GB' : lang;

/** A text with its `{places}` filled in. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');

/** `lang` for what people have written, where it is not the language of the page: it is read aloud, and set, as Chinese or as English. */
export function tongue(text) {
  const written = /\p{Script=Han}/u.test(text) ? 'zh-CN' : 'en';
  return written === lang ? null : written;
}

/** People's names as this page writes them. */
export const nameOf = (person) => (person?.name && lang === 'en' && facts.latin[person.name]) || person?.name || texts.nobody;

/** A plan's name in the page's language, where it was translated. */
export const inLang = (entity, field, plan = 'zh-CN') => (lang !== plan && entity.translations?.[lang]?.[field]) || entity[field];

const days = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: lang === 'en' ? 'short' : 'long', day: 'numeric' });
const years = new Intl.DateTimeFormat(locale, {
  timeZone: 'UTC',
  year: 'numeric',
  month: lang === 'en' ? 'short' : 'long',
  day: 'numeric',
});
const utc = (date) => Date.parse(`${date}T00:00:00Z`);

/** A civil date, with the year if it is another one. */
export const day = (date, today) => (today && date.slice(0, 4) === today.slice(0, 4) ? days : years).format(utc(date));

/** `周一`, `Mon`. */
const names = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'short' });
export const weekday = (date) => names.format(utc(date));

/** Whole days from one civil date to another. */
export const daysBetween = (from, to) => Math.round((utc(to) - utc(from)) / 86_400_000);
export const shift = (date, count) => new Date(utc(date) + count * 86_400_000).toISOString().slice(0, 10);

/** Today where the project is; en-CA writes YYYY-MM-DD. */
export const todayIn = (timeZone) =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(Date.now());

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });

export const exactly = (at) => exact.format(new Date(at));
export const timeOfDay = (at) => clock.format(at);

/** `3 分钟前`, `2 days ago`. */
export function ago(at) {
  const minutes = Math.round((new Date(at) - Date.now()) / 60_000);
  if (minutes > -1) return texts.now;
  if (minutes > -60) return relative.format(minutes, 'minute');
  if (minutes > -60 * 24) return relative.format(Math.round(minutes / 60), 'hour');
  if (minutes > -60 * 24 * 45) return relative.format(Math.round(minutes / 60 / 24), 'day');
  return relative.format(Math.round(minutes / 60 / 24 / 30.4), 'month');
}

/** Minor units as people write them; how many digits they have is the currency's own. */
export function money({ amount, currency }) {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  const digits = format.resolvedOptions().maximumFractionDigits;
  const value = amount / 10 ** digits;
  return Number.isInteger(value)
    ? new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 }).format(
        value,
      )
    : format.format(value);
}

/** How many minor units one unit of a currency has, as a power of ten. */
export const digitsOf = (currency) =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;

/** `项目经理、技术负责人` */
export const rolesInWords = (roles) => roles.map((role) => texts.roles[role]).join(lang === 'en' ? ', ' : '、');

/** Who did a step or an event: a person, or a system by its key. */
export const actorOf = (actor) => (actor?.kind === 'key' ? `API${actor.name ? ` · ${actor.name}` : ''}` : nameOf(actor));

/** `14:05:09`, with the day if it is another one. */
const seconds = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
export function clockOf(at) {
  const then = new Date(at);
  return (then.toDateString() === new Date().toDateString() ? seconds : dayAndTime).format(then);
}
