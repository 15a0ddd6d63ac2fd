import { pattern } from './pattern.ts';
import { isoOf, monthEnd, partsOf, weekStart, weekdayOf, type Day } from './dates/calendar.ts';
import type { Mention, Reading } from './dates/index.ts';
import type { Language, Option, Question, Span } from './shapes.ts';

const weekdaysZh = '一二三四五六日';
const weekdaysEn = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const monthsEn = 'January February March April May June July August September October November December'.split(' ');

/** A civil date as the guide to the look writes it: `2026年11月21日 周六`, `Sat, 21 November 2026`. */
function dateOption(day: Day, lang: Language): Option {
  const { year, month, day: date } = partsOf(day);
  const weekday = weekdayOf(day) - 1;
  return {
    label:
      lang === 'zh'
        ? `${year}年${month}月${date}日 周${weekdaysZh[weekday]}`
        : `${weekdaysEn[weekday]}, ${date} ${monthsEn[month - 1]} ${year}`,
    value: isoOf(day),
  };
}

const options = (labels: readonly string[]): Option[] => labels.map((label) => ({ label, value: label }));

/** Friday of this week, Friday of the next, the end of the month: what 尽快 can mean. */
function soonOptions(r: Reading, lang: Language): Option[] {
  const friday = weekStart(r.today) + 4;
  const end = monthEnd(r.year, r.month);
  const days = [
    friday >= r.today ? friday : friday + 7,
    friday + (friday >= r.today ? 7 : 14),
    end > r.today + 14 ? end : monthEnd(r.year, r.month + 1),
  ];
  return [...new Set(days)].map((day) => dateOption(day, lang));
}

const measures: ReadonlyArray<readonly [cue: RegExp, zh: readonly [string, ...string[]], en: readonly [string, ...string[]]]> = [
  [
    pattern`
      太慢|很慢|慢|(?:更|再)?快(?:一[点些]|点|些)|更快|提速|卡顿|太卡|很卡|流畅|高性能|性能(?:要|更)?好|\b(?:fast(?:er)?|
      slow(?:ly|er)?|speed(?:y| up)|quick(?:er|ly)?(?! add| start| view)|responsive|performant|sluggish|laggy)\b
    `,
    ['怎样算够快？', '1 秒内打开', '3 秒内打开', '5 秒内打开'],
    ['How fast is fast enough?', 'Opens within 1 second', 'Opens within 3 seconds', 'Opens within 5 seconds'],
  ],
  [
    pattern`
      易用|友好|好用|简单(?:一[点些]|易用|点|些)|方便(?:一[点些]|点|些)|上手|人性化|难用|不方便|繁琐|\b(?:user[- ]friendl(?:y|
      ier)|eas(?:y|ier) to use|intuitive|usable|simpler|easier|more convenient|confusing|clunky)\b
    `,
    ['怎样算好用？', '新用户不经培训即可完成', '三步以内完成', '请现有用户试用并评分'],
    [
      'How can we tell that it is easy to use?',
      'A new user succeeds without training',
      'At most three steps',
      'Current users try and rate it',
    ],
  ],
  [
    pattern`
      好看|美观|大气|高端|时尚|漂亮|太丑|难看|\b(?:modern|nicer|beautiful|attractive|appealing|ugly|professional[- ]looking|
      look(?:s)? (?:better|nice|good|professional|modern))\b
    `,
    ['外观以什么为准？', '贵司品牌规范', '一个参考网站', '先看两种设计稿'],
    ['What should the look follow?', 'Your brand guide', 'A site you like', 'Two drafts to choose from'],
  ],
  [
    /(?:更|要|很)?稳定(?:一[点些]|点|些|性)?|高可用|可靠|\b(?:stable|reliable|robust|reliability)\b/,
    ['稳定性要求到什么程度？', '每月停机不超过 45 分钟（99.9%）', '每月停机不超过 4 小时', '仅工作时间可用'],
    ['How reliable must it be?', 'Down at most 45 minutes a month (99.9%)', 'Down at most 4 hours a month', 'During working hours only'],
  ],
  [
    pattern`
      大量(?:用户|数据|订单|访问)|很多(?:用户|人)|海量|高并发|大并发|\b(?:many users|lots of (?:users|data|orders)|
      large number of|high load|scalable|heavy traffic|huge)\b
    `,
    ['大约多少用户同时使用？', '100 人以内', '约 1,000 人', '10,000 人以上'],
    ['About how many users at the same time?', 'Up to 100', 'About 1,000', 'More than 10,000'],
  ],
];
const measured = pattern`
  \d|[一二两三四五六七八九十百千万]+\s?(?:秒|毫秒|分钟|步|人|次)|\b(?:one|two|three|four|five|six|seven|eight|nine|
  ten) (?:seconds?|minutes?|steps?|clicks?)\b
`;
const pronoun = pattern`
  ^(?:请|麻烦|希望)?(?:尽快|尽早)?(?:把|将)?(?:这个|那个|它|这里|那里|这块|那块|上次(?:说的|那个|提的)|之前(?:说的|那个|
  提的)|刚才(?:说的|那个))(?!月|周|星期|礼拜|季度|工作日|项目|系统|平台|网站)|^(?:please |could you (?:please )?|
  can you )?(?:\w+ )?(?:it|that|this|this one|that one|that thing|the same(?: thing)?|the thing|what we discussed|
  that \w+|as before)(?: (?:is|should|must|please|again|too|as|by|asap|soon|done|fixed|needs|doesn't|does)\b|$)
`;
const pointer = pattern`
  这个|那个|它|这里|那里|这块|那块|上次|之前|刚才|\b(?:it|that thing|the same(?: thing)?|this one|that one|that|this|
  the thing|what we discussed|before)\b
`;
const approval = /(?:审批|审核|批准)(?!人|流|记录|状态|通过率|历史)|\b(?:approval|must be approved|be reviewed)\b/;
const someone = pattern`
  经理|主管|领导|老板|财务|管理员|负责人|总监|部门|人事|hr|法务|上级|由.{1,10}(?:审|批)|角色|\b(?:by (?:the|a|an|our|
  their) \w+|manager|admin\w*|supervisor|owner|finance|lead|director|department|role)\b
`;

export interface Doubt {
  folded: string;
  text: string;
  span: Span;
  /** First draft of the text: a pronoun has nothing to point back to. */
  first: boolean;
  mentions: readonly Mention[];
  dueKnown: boolean;
  conflict: readonly Mention[];
  types: readonly [string, string] | null;
}

const typeNames: Record<Language, Record<string, string>> = {
  zh: { functional: '新功能', nonfunctional: '质量要求', defect: '缺陷', change: '变更', question: '咨询' },
  en: {
    functional: 'A new function',
    nonfunctional: 'A quality requirement',
    defect: 'A defect',
    change: 'A change',
    question: 'A question',
  },
};

/** What has to be asked back about one draft, the most useful first; each question has options, in the client's language. */
export function ambiguitiesOf(doubt: Doubt, r: Reading, lang: Language): Question[] {
  const { folded, text, span, mentions } = doubt;
  const zh = lang === 'zh';
  const found: Question[] = [];
  const ask = (field: Question['field'], question: string, answers: Option[], where: Span): void =>
    void found.push({ field, text: question, options: answers, span: where });
  const said = (mention: Mention): string => text.slice(mention.start, mention.end);
  const spanOf = ({ start, end }: Mention): Span => ({ start, end });

  if (doubt.conflict.length > 1) {
    const days = [...new Map(doubt.conflict.map((mention) => [mention.day, mention])).values()];
    const last = days.at(-1)!;
    ask(
      'due',
      zh ? '提到了不止一个日期，以哪个为准？' : 'More than one date was given. Which one holds?',
      days.slice(0, 3).map((mention) => dateOption(mention.day, lang)),
      spanOf(last),
    );
  } else if (!doubt.dueKnown) {
    const open =
      mentions.find((mention) => mention.choices || mention.kind === 'vague') ??
      mentions.find((mention) => mention.kind === 'event') ??
      mentions.find((mention) => mention.kind === 'past' && mention.marked);
    if (open) {
      const answers = open.choices
        ? [...new Set(open.choices)].map((day) => dateOption(day, lang))
        : open.kind === 'past'
          ? [dateOption(open.day + 7, lang), ...soonOptions(r, lang)].slice(0, 3)
          : soonOptions(r, lang);
      const question =
        open.kind === 'past'
          ? zh
            ? `“${said(open)}”已经过去，应改为哪一天？`
            : `“${said(open)}” is in the past. Which day do you mean?`
          : zh
            ? `“${said(open)}”是指哪一天？`
            : `Which day do you mean by “${said(open)}”?`;
      ask('due', question, answers, spanOf(open));
    }
  }
  const where = (match: RegExpExecArray): Span => ({ start: span.start + match.index, end: span.start + match.index + match[0].length });
  if (!measured.test(folded)) {
    for (const [cue, zhTexts, enTexts] of measures) {
      const match = cue.exec(folded);
      if (!match) continue;
      const [question, ...answers] = zh ? zhTexts : enTexts;
      ask('measure', question, options(answers), where(match));
      break;
    }
  }
  const pointing = doubt.first && pronoun.test(folded) ? pointer.exec(folded) : null;
  if (pointing)
    ask(
      'referent',
      zh
        ? `“${text.slice(where(pointing).start, where(pointing).end)}”指的是什么？`
        : `What does “${text.slice(where(pointing).start, where(pointing).end)}” refer to?`,
      options(zh ? ['某个页面', '某项功能', '某份文件或数据'] : ['A page', 'A function', 'A document or data']),
      where(pointing),
    );
  const approving = approval.exec(folded);
  if (approving && !someone.test(folded))
    ask(
      'actor',
      zh ? '由谁审批？' : 'Who approves?',
      options(zh ? ['项目负责人', '部门主管', '管理员'] : ['The project owner', 'The head of department', 'An administrator']),
      where(approving),
    );
  if (doubt.types)
    ask(
      'type',
      zh ? '这一条属于哪一类？' : 'What kind of request is this?',
      doubt.types.map((type) => ({ label: typeNames[lang][type]!, value: type })),
      span,
    );
  return found.slice(0, 3);
}
