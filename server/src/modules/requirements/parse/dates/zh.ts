import { pattern, sticky } from '../pattern.ts';
import type { Day } from './calendar.ts';
import { at, type Kind, type Mention, type Point, type Reading } from './reading.ts';
import { timeAt } from './zh-clock.ts';
import { pointAt } from './zh-points.ts';
import { spanAt } from './zh-spans.ts';

const starts =
  /[\d〇零一二两三四五六七八九十廿卅半几数若今明后大前昨当本这此下上次隔翌元年月季周星礼正腊冬农阴旧国q春节中端清圣平跨除小过再未接往第岁双万感母父教建情妇愚青儿劳重七早晚凌傍夜午给新即岁]/;
const suffix = sticky`
  \s?(?<time>(?:的)?(?:时候)?)(?:(?<before>(?:结束|到来|来临|放假)?(?:之前|以前|前(?!端|台|面|后|期|提(?![交供出报醒请])|缀|景|往|任|沿|者|
  置|来)))|(?<in>之内|以内|内(?!容|部|存|网|测|嵌|置)|里(?!面|程)|之间|期间|为止|截止|止(?!损)|结束(?=[,。;!]|$))|
  (?<start>起(?!来|始|草|诉)|开始|始(?!终))|(?<after>之后|以后|过后|后(?!台|端|面|期|续|缀|勤|天))|(?<about>左右|上下))
`;
const rangeTo = /\s?(?:到|至|-{1,2}|~|或者?)\s?/y;
const weekdayInBrackets = /\((?:周|星期|礼拜)[一二三四五六日天]\)/y;
const recurringBefore = /(?:每|每个|每逢|逢|每到|每隔|各|按|隔|每年的?|每月的?|每个月的?|每季度?的?|每周的?)$/;
const pastBefore = /(?:最近|近|过去|此前|早在|曾于|已于|已在|原定于?|原计划于?|本来|原来|之前定的|自从)$/;
const startBefore = /(?:从|自|不早于|最早)$/;
const mark = pattern`
  (?:截至|截止到?|截止日期?(?:[为是:至到])?|截止时间(?:[为是:至到])?|最晚|最迟|不晚于|不迟于|不得晚于|不超过|赶在|
  务必[在于]?|期限[为是:]|交付(?:日期|时间)?[为是:]|上线(?:日期|时间)?[为是:]|完成(?:日期|时间)?[为是:]|日期[为是:]|
  时间[为是:]|工期[为是:]|deadline[为是:]?|ddl[为是:]?|due:?|(?:改|推迟|延期|延后|延|提前|挪|调整|放|定)(?:到|至|为|在|
  成))\s?(?:[在于到是]\s?)?$
`;
/** A review, a meeting: when it takes place is no deadline. */
const happens =
  /(?:测评|评测|评审|评估|会议|例会|审核|审计|检查|培训|活动|考试|仪式|典礼|演练)(?:时间)?(?:暂|已)?(?:定|安排)[在于到为]\s?$/;
const moved = /改|推迟|延|提前|挪|调整|放|定/;
const preposition = /(?:[在于到至等]|预计|计划|争取|希望|安排在)\s?$/;
const governed =
  /(?:支持|显示|查看|统计|导出|包含|包括|筛选|选择|区分|展示|同步|录入|填写|汇总|比较|对比|排除|跳过|[和与及或、跟]|以及|了解|(?<!最好)是|叫)$/;
const belongs =
  /^(?:的(?!时候|话|前)|[和与及或、]|数据|报表|报告|版本|版|假|班|订单|库存|会议|会上|例会|账单|工资|活动|节日|排班|值班|价格|销售|份的|当天|都会|总是|例行|刚|已经?)/;
const happened =
  /^[^,。;!?\n]{0,6}?(?:发现|提交|反馈|汇报|上报|报|说|提出|提到|提|发|开会|开|下单|下|买|付款|付|做|更新|升级|确认|签)(?:到)?(?:的|了|过)/;
const ofThing = /的[^,。;!?\n的]{1,8}?(?:之前|以前|前(?!端|台|面|后|期|提(?![交供出报醒请])|缀))/y;
const vague = sticky`
  尽快|尽早|及早|早日|越[快早]越好|抓紧(?:时间)?|赶紧|赶快|第一时间|近期|近日|(?<!到)这几天|这两天|
  最近几天(?=[要能把请内])|过(?:段|一段)时间|过几天|改天|不久|短期内|短时间内|有空(?:的?时候)?|有时间(?:的?时候)?|稍后|
  回头|早点|早一点|快点|快些|(?:节|年|假期?)后(?!台|端)
`;
const vagueStarts = /[尽及早越抓赶第近这最过改不短有稍回快节年假]/;

/** Extends a point by a range, an explicit date in brackets, a time of day. */
function finish(text: string, point: Point, r: Reading): Point {
  let { end } = point;
  let result = point;
  const range = at(rangeTo, text, end);
  if (range) {
    const other = pointAt(text, end + range[0].length, { ...r, today: Math.max(point.from, r.today) });
    if (other && other.to >= point.from)
      result = { ...other, from: point.from, before: other.to, needsMark: Boolean(point.needsMark && other.needsMark) };
    ({ end } = result);
  }
  if (text[end] === '(') {
    const weekday = result.grain === 'day' && at(weekdayInBrackets, text, end);
    const inner = weekday ? null : pointAt(text, end + 1, r);
    if (weekday) result = { ...result, end: end + weekday[0].length };
    else if (inner && text[inner.end] === ')') result = { ...inner, end: inner.end + 1 };
    ({ end } = result);
  }
  const time = result.grain === 'day' || result.grain === 'week' ? timeAt(text, end) : null;
  return time
    ? {
        ...result,
        end: time.end,
        ...(time.time ? { time: time.time } : {}),
        ...(time.explicit || time.end > end ? { before: result.to } : {}),
      }
    : result;
}

function judge(text: string, start: number, clauseStart: number, point: Point, ranged: boolean, r: Reading): Mention {
  const before = text.slice(Math.max(clauseStart, start - 14), start);
  const tail = at(suffix, text, point.end);
  const t = tail?.groups ?? {};
  let end = point.end + (tail && (t.before || t.in || t.start || t.after || t.about) ? tail[0].length : 0);
  let rest = text.slice(end, end + 16);
  let due: Day = t.before && !t.before.startsWith('结束') ? (point.before ?? point.to) : point.to;
  let deadline = Boolean(t.before || (t.in && (ranged || !/期间/.test(t.in))));
  if (!tail && rest.startsWith('的')) {
    const thing = at(ofThing, text, end);
    if (thing) {
      end += thing[0].length;
      rest = text.slice(end, end + 16);
      [deadline, due] = [true, point.to];
    }
  }
  const lead = mark.exec(before);
  const prep = lead ? null : preposition.exec(before);
  // “2026-11-30前” reads 前; “最晚11月30日” reads what stands before.
  const marked = deadline || Boolean(lead);
  const outer = start - (lead?.[0].length ?? (prep && !/希望|争取|计划/.test(prep[0]) ? prep[0].length : 0));
  const kept = lead !== null && moved.test(lead[0]);
  const kind = ((): Kind => {
    if (recurringBefore.test(before) || happens.test(before)) return happens.test(before) ? 'mention' : 'recurring';
    if (t.start || t.after) return 'start';
    if (startBefore.test(before)) return ranged ? (marked ? 'deadline' : 'mention') : 'start';
    if (pastBefore.test(before)) return 'past';
    if (point.to < r.today) return 'past';
    if (point.vague) return 'vague';
    if (point.needsMark && !marked && !prep) return 'mention';
    if (/期间/.test(t.in ?? '') && !ranged) return 'mention';
    if (belongs.test(rest) && (!marked || rest.startsWith('的'))) return 'mention';
    // 明年再做也行 puts it off, it sets no date.
    if (!marked && /^(?:再|也(?:行|可以|没关系)|都行)/.test(rest)) return 'mention';
    if (!marked && (governed.test(before) || happened.test(rest))) return 'mention';
    if (ranged && !marked && point.grain === 'day' && /^[\d\s:至到~-]*(?:工作|营业|上班|开放|值班|可)/.test(rest)) return 'recurring';
    return 'deadline';
  })();
  const confidence = (point.confidence ?? 0.95) - (marked ? 0 : prep ? 0.1 : 0.15);
  return {
    start,
    end,
    outer: kept ? start : outer,
    ...(kept ? { kept } : {}),
    day: due,
    grain: point.time ? 'time' : point.grain,
    kind,
    marked,
    confidence,
    ...(point.time ? { time: point.time } : {}),
    ...(point.vague ? { choices: [point.from, point.from + Math.floor((point.to - point.from) / 2), point.to] } : {}),
  };
}

/** All dates, lengths of time and vague times in `text` between two offsets, in one pass. `text` is folded. */
export function mentionsZh(text: string, from: number, to: number, r: Reading): Mention[] {
  const found: Mention[] = [];
  for (let i = from; i < to; i++) {
    const character = text[i]!;
    if (vagueStarts.test(character)) {
      const hazy = at(vague, text, i);
      if (hazy) {
        found.push({
          start: i,
          end: i + hazy[0].length,
          outer: i,
          day: r.today,
          grain: 'day',
          kind: 'vague',
          marked: false,
          confidence: 0.3,
        });
        i += hazy[0].length - 1;
        continue;
      }
    }
    if (!starts.test(character)) continue;
    const span = spanAt(text, i, text.slice(Math.max(from, i - 28), i), r);
    if (span) {
      found.push(span);
      i = span.end - 1;
      continue;
    }
    const bare = pointAt(text, i, r);
    const point = bare ? finish(text, bare, r) : clockToday(text, i, r);
    if (!point) continue;
    const mention = judge(text, i, from, point, bare !== null && bare.to !== point.to, r);
    found.push(mention);
    i = mention.end - 1;
  }
  return found;
}

/** A clock time without a day is today's, or tomorrow's once it is past; it needs a word such as 前 to count. */
function clockToday(text: string, index: number, r: Reading): Point | null {
  if (/[\d:.第〇零一二两三四五六七八九十几每]/.test(text[index - 1] ?? '')) return null;
  const time = timeAt(text, index);
  if (!time?.time || !(time.explicit || /^中午|^正午/.test(text.slice(index, index + 2))))
    return time && text.slice(index, index + 2).startsWith('下班')
      ? { end: time.end, from: r.today, to: r.today, grain: 'day', needsMark: true, confidence: 0.85 }
      : null;
  const [hour = 0, minute = 0] = time.time.split(':').map(Number);
  const day = hour * 60 + minute < r.minutes ? r.today + 1 : r.today;
  return { end: time.end, from: day, to: day, grain: 'time', time: time.time, needsMark: true, confidence: 0.85 };
}
