import { pattern } from './pattern.ts';
import type { Priority, Span } from './shapes.ts';

const patterns: ReadonlyArray<readonly [Priority, RegExp]> = [
  [
    'low',
    pattern`
    不(?:是很|太|怎么|着)?(?:紧?急|着急)|没那么急|不用急|不急|可以缓|有空(?:再|的?时候|时)?|有时间(?:再|的?时候)|以后再|
    低优先级?|优先级(?:较|比较)?低|优先级[:为是]低|锦上添花|(?:放到|放在|等|留到)?下(?:个|一)版本?(?:再|也|就)?|\bp[3-5]\b|\b(?:low priority|priority:? (?:is )?low|no rush|
    not urgent|isn'?t urgent|no hurry|nice[- ]to[- ]have(?! (?:it|that|this|an?|the|them)\b)|whenever you (?:can|have time)|
    when you have (?:time|a moment)|some ?day|not important|minor|low prio|can wait|next release|later release)\b
  `,
  ],
  [
    'urgent',
    pattern`
    ^急+$|^急[!,。]|[,!。]急(?:[!,。]|$)|紧急(?!程度|联系|状态|级别|订单|通知|电话|情况|按钮|等级)|加急(?!单|订单|费|件|标)|
    十万火急|万分火急|火烧|特急|火速|(?:很|非常|十分|比较|挺|有点|蛮|确实)急(?!着)|着急|急需|急用|(?:马上|立刻|立即)(?:修|处理|解决|恢复|改|给|完成|上线|安排|
    回复)|(?:修|处理|解决|恢复).{0,4}(?:马上|立刻|立即)|最高优先级?|优先级(?:最高|[:为是]紧急)|\bp0\b|生产(?:环境)?(?:故障|
    宕机|崩溃)|线上故障|\b(?:urgent(?:ly)?|(?<=\b(?:is|are|really|very|quite|rather) )critical|critical(?: (?:bug|issue|problem|priority))|emergency|blocker|blocking|
    top priority|highest priority|show-?stopper|(?:fix|solve|resolve|restore|repair|do|handle|look into) (?:it |this |
    that )?(?:immediately|at once|right (?:now|away))|immediately (?:fix|solve|resolve)|production (?:is )?down|
    priority:? (?:is )?(?:urgent|critical|highest))\b
  `,
  ],
  [
    'high',
    pattern`
    尽快|尽早|及早|抓紧|赶紧|赶快|优先(?:处理|解决|做|级高|考虑|安排|开发|实现)|高优先级?|优先级(?:较|比较|很)?高|
    优先级[:为是]高|务必|很重要|非常重要|重要(?:的)?(?:需求|功能|问题|客户)|越[快早]越好|第一时间|\bp1\b|\b(?:asap|
    a\.s\.a\.p|as soon as possible|high priority|priority:? (?:is )?high|very important|important|must[- ]have|crucial|
    essential(?:ly)?|prioriti[sz]e|vital|as quickly as possible|at your earliest|high prio)\b
  `,
  ],
];

/** The priority that a folded text asks for and the words that say so; `normal` where none do. A denial (不急, not urgent) is read before the word it denies. */
export function priorityOf(text: string): { priority: Priority; at: Span | null } {
  for (const [priority, cue] of patterns) {
    const match = cue.exec(text);
    if (match) return { priority, at: { start: match.index, end: match.index + match[0].length } };
  }
  return { priority: 'normal', at: null };
}
