import { hasHan } from './cues.ts';
import { everywhere, pattern } from './pattern.ts';

const genericZh = everywhere`
  请|麻烦|希望|务必|必须|需要|要|能|可以|得|应该|最好|帮忙|帮|我们|你们|贵司|您|你|我|尽快|尽早|马上|立即|立刻|抓紧|赶紧|
  都|一下|一起|全部|所有|以上|上述|这些|这几[个点项]|这个|那个|该|此|它|问题|需求|功能|事项|内容|情况|bug|完成|搞定|处理|
  解决|修复|修改|修正|修|弄好|弄|做好|做完|做|上线|交付|安排|实现|落实|跟进|优化|改进|改善|改|调整|调|看看|看|检查|排查|
  确认|支持|的话|给|到|在|前|吧|哦|啊|呢|了|很|非常|比较|特别|十分|紧急|着急|急|重要|优先级?|最?高|谢谢|好|掉|是|为|有|这|
  那|件|事|也|就|再|快|慢|早|点|些|一|速度|行|吗|不|是否|能否|可否|求|想|把|将|并|且|和|与|及|其|天|时间|截止|之|后|内|
  当天|现在|客户|等着?用|用|多谢|按期|按时|如期|方便|补充|争取|最晚|最迟|不?超过|不?晚于
`;

const genericEn = everywhere`
  \b(?:please|pls|fix|do|it|its|it's|this|that|these|those|them|they|all|of|the|above|should|must|needs?|to|be|been|being|
  has|have|is|are|was|done|finished|completed?|complete|ready|live|deliver(?:ed)?|resolved?|handled?|asap|urgent(?:ly)?|
  important|very|really|quite|can|could|would|you|your|we|i|i'd|us|me|our|like|need(?:ed)?|required|want(?:ed)?|by|before|on|in|at|issues?|
  problems?|bugs?|requests?|items?|points?|changes?|features?|get|make|sure|soon|possible|as|look|looking|into|check|take|
  care|quickly|earliest|high|highest|top|low|normal|priority|now|today|deadline|due|date|for|an?|and|also|just|kindly|
  thanks?|thank|change|add|so|if|great|everything|latest|no|later|than|within|until|work|solve|correct|help|here|there|up|
  out|with|go|will|not|rush|hurry|matter|one|thing|things|critical|blocker|same|right|away|immediately|straight|directly|
  gets?|both|good|fine|okay|ok|enough|nice|helpful|expect(?:ed)?|delivery|launch|release|optimi[sz]e|improve)\b
`;

/** Whether a clause, its dates blanked out, says only “do it”: 请尽快处理, please fix it, it must be ready. */
export function isGeneric(clause: string): boolean {
  const rest = (hasHan.test(clause) ? clause.replace(genericZh, '') : clause).replace(genericEn, '').replace(/[^a-z\u3400-\u9fff]/g, '');
  return rest.length <= 1;
}

/** Goes on about what was asked before: 支持…, 例如…, it should …, because … */
export const elaborates = pattern`
  ^(?:保证|确保|放在|位置|并且?|且|而且|支持|包括|包含|例如|比如|即|也就是|因为|由于|主要是|以便|便于|这样|方便|以免|否则|
  不然|具体|其中|它|它们|该功能|该模块|此功能|这个功能|要求|格式|最好|如果|若|当|同时支持|需支持|需要支持|需要包含|需包含|
  能够|可以|用于|用来|避免|另存|或者?|等)|^(?:and |so |or )?(?:it|they|this|these|that|which|where|because|since|so that|
  for example|e\.g|i\.e|such as|including|otherwise|that way|this way|in particular|specifically|ideally|preferably|if|
  when|with|without|both|either)\b(?! would be (?:great|nice|good|helpful|useful))
`;

/** Announces a list. */
export const announces = pattern`
  以下|如下|下面|下列|几[点个项处条]|[两二三四五六](?:点|处|项|条)(?!钟|半|前|到|之)|(?:\d|[两二三四五六七八九十])(?:点|
  个|项|条)(?:需求|问题|建议|意见|要求|修改|请求|改动)|需求|要求|建议|问题|意见|修改|调整|待办|todo|行动项|分[两二三四几]步|[两二三四]个阶段|following|still open|
  these|below|few (?:things|points|changes|requests|issues|items)|\b(?:two|three|four|five|six|several|some|
  \d) (?:\w+ )?(?:things|points|changes|requests|issues|items|requirements|bugs|wishes|steps|phases|stages)|requirements|wishes|wish ?list|
  requests|changes|action items|to-?dos?|feedback|suggestions|ideas|improvements|proposals|need|want|like
`;

/** Means all that was said before: 以上都要在…前, all of this by … */
export const allAbove = pattern`
  ^(?:时间|截止|完成时间|交付时间|上线时间|工期|deadline|due|all|both)(?![a-z])|两[个项点条处]都|以上|上述|上面|这些|
  这几[个点项]|全部|都(?:要|需|请|必须|得|在)|所有(?:功能|需求|问题|事项)|\b(?:all (?:of )?(?:this|these|that|the above|
  of it|of them|items|three|points|changes)|everything|both|these (?:changes|items|points|things|features))\b
`;

/** A remark that something is not a matter of now. */
export const adverbial = pattern`
  ^(?:作为|as an? )|\d.{0,4}(?:人|用户|次|条|单|并发)|\b\d[\d,]* (?:\w+ )?(?:people|users|requests|orders|customers|
  visitors)\b|(?:时候?|之?后|的话|情况下|中|上|里|过程中)$|^(?:当|如果|若|关于|针对|对于|至于|when|if|while|after|
  whenever|regarding|concerning|as for|in the|on the|for the|since)
`;
