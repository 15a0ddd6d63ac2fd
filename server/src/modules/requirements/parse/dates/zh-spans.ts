import { pattern, sticky } from '../pattern.ts';
import { addMonths, addWorkdays, type Day } from './calendar.ts';
import { valueOf } from './numbers.ts';
import { at, clock, type Kind, type Mention, type Reading } from './reading.ts';
import type { Grain } from '../shapes.ts';

const digits = '\\d{1,4}(?:\\.\\d)?';
const han = '[一二两三四五六七八九十百廿卅]{1,5}';
const lengthPattern = sticky`(?:(?<lead>未来|接下来的?|今后|往后|再过|过|再给|给)(?:你们?|您|我们)?)?(?:(?<n>${digits}|${han})(?:[-~到至](?<upper>${digits}|${han}))?|(?<some>几|数|若干))(?<half>个半|半)?(?:个)?(?<unit>工作日|工作天|交易日|自然日|日历日|天|日(?!元|志|期|程|常|历|本)|周(?!年|期|转|边|[一二三四五六日])|星期(?![一二三四五六日])|礼拜(?![一二三四五六日])|(?<=个|个半|两|半)月(?![份底末初])|(?<=个|两|半)季度|(?<!\d{3})年(?!级|代|度|龄)|小时|钟头|分钟|秒钟?|毫秒|ms(?!\w)|s(?!\w)|h(?!\w)|min(?!\w))(?<more>半)?(?:的?时间)?`;
const halfSpan = /(?<lead>未来|接下来的?|再过|过)?半(?:个)?(?<unit>天|日|月|年|小时|钟头|季度)(?:的?时间)?/y;
const suffix = sticky`
  (?<in>之内|以内|内(?!容|部|存|网|测|嵌|置)|里(?!面|程)|(?<=间)内)|(?<after>之后|以后|后(?!台|端|面|期|续|缀|勤)|过后)|
  (?<ago>之前|以前|前(?!端|台|面|后|期|缀))|(?<do>左右)?(?:要|能|可以|就|请|必须)?(?<done>完成|搞定|交付|做完|做好|弄好|
  上线|出来|给我|给到|结束)
`;

/** 两三 and 三五 mean the larger number; 十五 and 二十 are one. */
function amountOf(text: string): { value: number; rough: boolean } {
  if (/^\d/.test(text)) return { value: Number(text), rough: false };
  const pair = /^([一二两三四五六七八九])([二两三四五六七八九])$/.exec(text);
  return pair ? { value: valueOf(pair[2]!), rough: true } : { value: valueOf(text), rough: false };
}

const quality = /响应|加载|返回|打开速度|延迟|延时|耗时|时延|刷新|渲染|吞吐|超时|恢复时间|rto|rpo|有效期|缓存|有效/;
const businessAfter =
  /^(?:的(?!时间)|未|没有?|不|自动|均可|可(?!以)|无|免|有效|任意|连续|累计|最多|至多|超过|仅|只能|允许|支持|撤回|取消|响应|返回|加载|打开|显示出|到账|失效|过期|恢复(?!服务|下单|登录))/;
const fromNow = /(?:即日|今[天日]|现在|当前|此刻|本周|从今)起?(?:算)?起?[,的]?$/;
const fromEvent = /(?:[后起]|之日|之时|以来|次日|到期|之日起)(?:的)?[,]?$/;
const measureBefore = pattern`
  (?:提前|超过|超|满|不足|未满|至少|逾期|有效期[为是]?|保留|保存|留存|间隔|延长|缩短|为期|长达|历时|连续|累计|持续|第|共|
  延迟|推迟|延后|试用|质保|保修|账期|每|每隔|隔|小于|大于|低于|高于|少于|多于|等于)(?:期?[为是约])?$
`;
const pastBefore = /(?:最近的?|近|过去的?|此前|前|早在|已经?|上)$/;
const limitBefore = /(?:不超过|不得超过|不多于|最多|最长|最晚|最迟|限期|期限[为是:]?|工期[为是:]?|控制在)$/;

function stretch(value: number, unit: string, r: Reading): { day: Day; grain: Grain } | null {
  if (/工作|交易/.test(unit)) return { day: addWorkdays(r.today, Math.ceil(value), r.isWorkday), grain: 'day' };
  if (/天|日/.test(unit)) return { day: r.today + Math.ceil(value) - (value === 0.5 ? 1 : 0), grain: 'day' };
  if (/周|星期|礼拜/.test(unit)) return { day: r.today + Math.ceil(value * 7), grain: 'day' };
  const months = unit === '月' ? 1 : unit === '季度' ? 3 : unit === '年' ? 12 : 0;
  if (!months || value * months > 600) return null;
  const whole = Math.floor(value * months);
  return { day: addMonths(r.today, whole) + Math.round((value * months - whole) * 30), grain: 'day' };
}

/** A length of time at `index`: a deadline counted from today, or a measure, or the past. `before` is the clause up to `index`. */
export function spanAt(text: string, index: number, before: string, r: Reading): Mention | null {
  if (/[\d.〇零一二两三四五六七八九十百廿卅年第]/.test(text[index - 1] ?? '') && !before.endsWith('年')) return null;
  const found = at(lengthPattern, text, index) ?? at(halfSpan, text, index);
  if (!found) return null;
  const g = found.groups!;
  const stop = index + found[0].length;
  const tail = at(suffix, text, stop);
  const t = tail?.groups;
  const said = t && !t.done ? tail[0] : '';
  const end = stop + said.length;
  const rest = text.slice(end, end + 8);
  const unit = g.unit!;
  const mention = (kind: Kind, more: Partial<Mention> = {}): Mention => ({
    start: index,
    end,
    outer: index,
    day: r.today,
    grain: 'day',
    kind,
    marked: false,
    confidence: 0.8,
    ...more,
  });

  if (g.some) return t?.in || t?.after ? mention('vague') : t?.ago ? mention('past') : mention('measure');
  const first = 'n' in g ? amountOf(g.upper ?? g.n) : { value: 0.5, rough: false };
  let value = first.value + (g.half || g.more ? 0.5 : 0);
  if (g.more && /小时|钟头/.test(unit)) value = first.value + 0.5;
  if (Number.isNaN(value) || value > 3660) return mention('measure');

  const prior = before.slice(-8);
  if (t?.ago) return mention(/提前|到期|过期/.test(before.slice(-6)) ? 'measure' : 'past');
  if (pastBefore.test(prior)) return mention('past');
  if (/分|秒|ms|^s$|min/.test(unit)) return mention('measure');
  const limit = limitBefore.test(prior);
  if (measureBefore.test(prior) && !limit) return mention('measure');
  const hours = /小时|钟头|^h$/.test(unit);
  const next = businessAfter.test(rest);
  if (quality.test(before.slice(-24)) || next || (hours && quality.test(rest)) || (hours && limit && !t?.in)) return mention('measure');
  const after = t?.after || g.lead === '再过' || g.lead === '过';
  const inside = t?.in || t?.done || limit || /未来|接下来|今后|往后|给/.test(g.lead ?? '');
  if (!after && !inside) return mention('measure');
  if (fromEvent.test(prior) && !fromNow.test(prior)) return mention('event');
  if (hours) {
    const minutes = r.minutes + value * 60;
    const day = r.today + Math.floor(minutes / 1440);
    return mention('deadline', {
      day,
      grain: 'time',
      time: clock(Math.floor((minutes % 1440) / 60), Math.floor(minutes % 60)),
      marked: true,
      confidence: 0.85,
    });
  }
  const reach = stretch(value, unit, r);
  if (!reach) return mention('measure');
  if (after && /^(?:自动|仍|未|没|还没|不|的|再(?!上|来|看)|起)/.test(rest)) return mention('measure');
  return mention('deadline', {
    ...reach,
    marked: Boolean(inside),
    confidence: (first.rough ? 0.65 : inside ? 0.95 : 0.8) - (t?.done ? 0.15 : 0),
  });
}
