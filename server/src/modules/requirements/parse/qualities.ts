import { pattern } from './pattern.ts';
import type { Quality } from './shapes.ts';

/**
 * Cues of quality requirements, Chinese and English, with weights. Words that carry a meaning everywhere, none that belong to one project:
 * words of projects do not carry over (guide: a bag of words falls from 0.91 to 0.59 on an unseen project, cues stay).
 */
const cues: ReadonlyArray<readonly [quality: Quality, weight: number, cue: RegExp]> = [
  [
    'performance',
    3,
    pattern`
    (?:within|in|under|in less than|less than|no (?:more|longer) than|not (?:exceed|take longer than)|maximum of|at most|
    up to|every|exceed)\s+(?:the\s+)?(?:\d+(?:\.\d+)?|one|two|three|four|five|ten|thirty|sixty|a|an|few|
    half a)[\s-]*(?:milli)?(?:seconds?|secs?|ms|minutes?|mins?)\b|\d\s?(?:ms|毫秒|秒)(?!杀)|[一二两三四五六七八九十]秒
  `,
  ],
  [
    'performance',
    2.5,
    pattern`
    response times?|latency|throughput|load(?:ing)? times?|per (?:second|minute)|响应时间|响应速度|加载(?:时间|速度)|吞吐|
    并发量|tps|qps|延迟|时延|耗时|(?:准确|识别|正确|命中|成功)率|\baccuracy\b
  `,
  ],
  [
    'performance',
    1.8,
    pattern`
    \b(?:fast(?:er|est)?|speed|quick(?:ly|er)?|slow(?:ly|er|est)?|sluggish|laggy|performance|instantly|instantaneous|
    prompt(?:ly)? respon|real[- ]time|timely|refresh(?:es|ed)?|takes? (?:forever|ages|too long))\b|很?慢|卡顿|太卡|更快|
    快一?[点些]|流畅|性能|提速|加快|秒开
  `,
  ],
  [
    'scalability',
    3,
    pattern`
    \b(?:simultaneous(?:ly)?|concurrent(?:ly)?|scal(?:e|es|able|ability|ing)|capacity)\b|同时在线|同时访问|扛得住|撑得住|
    并发|扩容|可扩展|横向扩展|水平扩展|弹性|(?:万|亿|千|百|\d)(?:级|个|名|位)?(?:用户|人|条|客户)?同时|承载|人同时
  `,
  ],
  [
    'scalability',
    2,
    pattern`
    \b(?:support|handle|accommodate|cope with|serve)\b.{0,30}\b(?:\d{2,}|thousands?|millions?|hundreds?)\b|\b(?:growth|grow|
    expand(?:ed|able|ing)?|volume of|handle (?:that|the|this|such) (?:load|traffic|volume)|peak (?:load|traffic|hours)|
    number of (?:concurrent )?users|increas(?:e|ing) (?:in|number|load))\b|百万|千万|海量|大量数据|数据量
  `,
  ],
  [
    'availability',
    3,
    pattern`
    \b(?:availab(?:le|ility)\b.{0,60}(?:\d|time|hours?|%|percent|always|day|year|week)|uptime|downtime|24\s?[/x×]\s?7|
    24 hours|365 days|hours (?:a|per) day|days (?:a|per) week|out of service|up and running)\b|可用性|可用率|在线率|
    7\s?[x×*]\s?24|24\s?[x×*]\s?7|全天候|不间断|停机|宕机时间
  `,
  ],
  [
    'availability',
    2.2,
    pattern`
    \b(?:not be down|be down|is down|goes? down|maintenance (?:shall|must|should|window|work)|around the clock|at all times|
    (?:every|each) day of the)\b
  `,
  ],
  ['availability', 1.5, /\b(?:availab(?:le|ility)|business hours|maintenance window|scheduled maintenance|unplanned)\b|99\.\d|全年/],
  ['fault_tolerance', 3.6, /\brecover(?:s|ed)? from\b|\bin case of (?:a |an )?(?:failure|crash|outage|error)/],
  [
    'fault_tolerance',
    2.5,
    pattern`
    \b(?:fault|toleran(?:t|ce)|failover|redundan(?:t|cy)|robust(?:ness)?|recover(?:y|s|ed|able)?|disaster|
    back(?:ed)?[- ]?ups?|(?:in the event of|case of|despite|after)\b.{0,30}\b(?:fail|crash|outage|error|loss)|
    loss of (?:data|power|connection|network)|continue to (?:operate|work|function|run)|power failure|resum(?:e|es) )\b|
    容灾|灾备|容错|备份|故障(?:恢复|转移)|断点续传|断网|断电|宕机|高可靠|恢复时间|自动恢复|数据不(?:能|可)?丢
  `,
  ],
  [
    'security',
    2.8,
    pattern`
    \b(?:secur(?:e|ity|ed|ely)|encrypt(?:ed|ion|s)?|authenticat(?:e|ed|ion|es)|authori[sz](?:ed|ation|e)|unauthori[sz]ed|
    passwords? (?:must|shall|should|policy|strength|length)|credentials?|privacy|confidential(?:ity)?|malicious|
    virus(?:es)?|hack(?:ers?|ing|ed)|intrusion|penetration|two-factor|2fa|mfa|ssl|tls|https|attacks?|vulnerab\w+|injection|
    tamper\w*|log(?:ged)? off|logged out after|leak(?:s|ed|age)?|masked)\b|加密|脱敏|防(?:止)?(?:攻击|篡改|泄露|注入|爬|刷)|
    安全|鉴权|权限(?:控制|隔离|管控)|越权|审计(?:日志)?|渗透|等保|双因素|二次(?:验证|认证)|密码强度|隐私|https|漏洞|泄露|
    水印
  `,
  ],
  [
    'security',
    3.2,
    pattern`
    \bonly (?:see|view|access|edit) (?:their|his|own)|只能(?:看|查看|访问|修改)(?:到)?自己|数据(?:权限|隔离)|按.{1,6}隔离|
    \bonly (?:\w+ ){1,4}(?:shall|may|can|should|must|is|are|will)\b
  `,
  ],
  [
    'security',
    2.2,
    pattern`
    \bonly\b.{0,50}\b(?:access|view|able|allowed|permitted|modify|can|may|authorized|users? with|have)\b|
    \b(?:access (?:rights|control|to)|permissions?|privileges?|role-based|log(?:ged)? ?in|log ?on|session time-?out|
    protect(?:ed|ion|s)?|prevent(?:s|ed)? .{0,30}(?:access|data|users?)|personal (?:data|information)|audit (?:trail|log)|
    restrict(?:ed|s)? (?:to|access)|verif(?:y|ied) (?:the )?identity)\b|只有.{0,16}(?:才能|可以|能|可)|仅.{0,12}(?:可见|
    可以|能|可)|未授权|未登录
  `,
  ],
  [
    'usability',
    2.5,
    pattern`
    \b(?:eas(?:y|ily|ier|e)|intuitive(?:ly)?|user[- ]friendl(?:y|iness)|usab(?:le|ility)|learn(?:ed|ing|able)?|
    train(?:ing(?! (?:material|document|session|plan|date|video|course)s?)|ed)|self-explanatory|understand(?:able)?|novice|
    first[- ]time users?|satisf(?:y|ied|action)|accessib(?:le|ility)|screen readers?|wcag|color[- ]?blind|disabilit(?:y|
    ies)|hard to (?:read|use|find|understand)|confus(?:ing|ed)|self-descriptive|familiar(?: with)?|at (?:their|
    the) first attempt|productive)\b|易用|友好|好用|易懂|上手|直观|简单(?:易|明|一|方便)|操作(?:简单|方便|便捷)|无障碍|适老|
    人性化|方便(?:用户|操作|使用|一)|难用|看不清|繁琐|用户体验|傻瓜|(?:无需|不经|不用|简单|经过).{0,3}培训|培训(?:后|即可)|
    学习成本
  `,
  ],
  ['usability', 2.2, /\b(?:simple|simplicity|straightforward|uncluttered)\b|简洁|简单/],
  [
    'usability',
    2,
    pattern`
    \d+\s?%\s+of\s+(?:the\s+)?(?:\w+\s+){0,2}(?:users?|people|customers?|respondents|viewers?|realtors?|students?)|
    \b(?:without (?:any )?(?:training|assistance|help|instruction)|number of clicks|(?:fewer|less|more) than \w+ clicks|
    read(?:able|ability)|legible|help (?:text|system|pages)|naming|terminolog\w+|conventions?|jargon)\b|\d+\s?步(?:内|以内)|
    点击次数
  `,
  ],
  [
    'look_and_feel',
    2.5,
    pattern`
    \b(?:colou?rs?|colou?r scheme|appear(?:ance|ing)|look and feel|look(?:s|ing)? (?:professional|modern|nice|good|like|
    more)|attractive|appealing|aesthetic\w*|brand(?:ing|ed)?|corporate (?:identity|design|style)|fonts?|logo|visual(?:ly)?|
    style guide|professional(?:ly)?|theme|modern|elegant|clean design|background|ugly|outdated|simulate the look|
    animat\w+)\b|外观|风格|配色|颜色|字体|美观|好看|大气|视觉|界面设计|美化|品牌|太丑|难看|科技感|高级感|质感|档次|土气|
    主题色|暗黑模式|简洁
  `,
  ],
  [
    'operational',
    2.3,
    pattern`
    \b(?:interfac(?:e|es|ed|ing) with|operat(?:e|es|ing|ional) (?:with|in|within|on|system|environment|using)|run(?:s|
    ning)? (?:on|under|in|within)|compatib(?:le|ility)|interoperab\w+|environment|hardware|servers?|operating systems?|
    windows|linux|unix|mac ?os|browsers?|chrome|firefox|safari|internet explorer|edge|web[- ]based|client machines?|
    deploy(?:ed|ment)?|install(?:ed|ation|er)?|infrastructure|oracle|mysql|sql server|on-premises?|existing (?:system|
    hardware|infrastructure|network)|wireless|bandwidth)\b|兼容|浏览器|操作系统|部署(?:在|到|于)|私有化|国产化|信创|
    运行环境|服务器|麒麟|统信|达梦|安装|离线(?:部署|环境)|内网
  `,
  ],
  [
    'portability',
    2.2,
    pattern`
    \b(?:portab(?:le|ility)|different (?:platforms|devices|operating systems|browsers)|cross[- ]platform|
    multiple (?:platforms|devices|operating systems)|platform[- ]independent|migrat(?:e|ed|ion) to (?:another|other|
    a different))\b|跨平台|可移植|多端|(?:手机|平板|电脑).{0,8}(?:都|均)(?:能|可以|要)|自适应|响应式
  `,
  ],
  [
    'maintainability',
    3.4,
    pattern`
    \b(?:eas(?:y|ily|ier) (?:to )?(?:extend|modif|maintain|updat|chang|configur)\w*|coding (?:standards?|conventions?|
    guidelines)|maintainab\w+|added .{0,40}by (?:a|the) (?:programmer|developer|maintainer)s?|by (?:the )?(?:maintenance|
    development) (?:team|staff|programmers?))\b
  `,
  ],
  [
    'maintainability',
    2.3,
    pattern`
    \b(?:maintain(?:able|ability|ed|enance)?\b(?! (?:an?|the|all|its|their) )|modular(?:ity)?|coding (?:standards?|
    conventions?)|source code|document(?:ed|ation)|upgrad(?:e|es|ed|able)|patch(?:es|ed)?|extensib(?:le|ility)|modif(?:ied|
    iable|ications?)|configurab(?:le|ility)|easily (?:updated|changed|extended|modified)|testab\w+|unit tests?|
    code coverage|developers?|releases?|bug fixes|technical debt|refactor\w*|design patterns?|development (?:standards|
    environment))\b|可维护|易维护|维护(?:成本|性|方便)|模块化|代码规范|单元测试|文档(?:齐全|完善|完整)|可配置|重构|技术债|
    解耦|注释|覆盖率
  `,
  ],
  [
    'legal',
    2.8,
    pattern`
    \b(?:compl(?:y|ies|iant|iance)|law(?:s|ful)?|legal(?:ly|ity)?|regulat(?:ion|ions|ory|ed)|statut\w+|gdpr|hipaa|sox|
    sarbanes|pci|licen[cs](?:e|es|ing)|copyrights?|disputes?|(?:iso|ieee|ansi) ?\d*|standards? (?:set|defined|of)|
    guidelines?|polic(?:y|ies)|certifi(?:ed|cation)|patent|act of|insurance regulations)\b|合规|法律|法规|国标|行业标准|
    符合.{0,14}(?:标准|规范|规定|要求|法)|gb\/?t|资质|备案|监管|版权|许可|个人信息保护|等级保护|认证要求
  `,
  ],
];

export interface QualityScore {
  quality: Quality;
  score: number;
  /** Where its best cue stands in the text. */
  start: number;
  end: number;
}

/** Scores of all quality classes that a folded text gives a cue for, best first. */
export function qualitiesOf(text: string): QualityScore[] {
  const found = new Map<Quality, QualityScore & { best: number }>();
  for (const [quality, weight, cue] of cues) {
    const match = cue.exec(text);
    if (!match) continue;
    const known = found.get(quality);
    if (!known) found.set(quality, { quality, score: weight, best: weight, start: match.index, end: match.index + match[0].length });
    else {
      known.score += weight * 0.6;
      if (weight > known.best) Object.assign(known, { best: weight, start: match.index, end: match.index + match[0].length });
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score).map(({ quality, score, start, end }) => ({ quality, score, start, end }));
}
