import { pattern } from './pattern.ts';
import type { Span } from './shapes.ts';

/**
 * Words that speak to a model and not to the vendor. They are only flagged, and their clause is no requirement; nothing here executes anything.
 * `text` is folded.
 */
const target =
  '(?:指令|指示|提示词?|提示语|系统提示|规则|设定|约束|命令|prompt|instructions?|prompts?|rules?|directives?|guidelines|guardrails|system message|context|safety|constraints)';
const commands = [
  pattern`(?:忽略|无视|忘记|忘掉|抛开|跳过|绕过|不要理会|不用管|覆盖|推翻)[^,。;!?\n]{0,16}(?:以上|上面|上述|之前|前面|先前|此前|所有|全部|一切|任何|你的|原有|系统)[^,。;!?\n]{0,12}${target}`,
  pattern`\b(?:ignore|disregard|forget|override|bypass|skip|neglect|drop|do not follow|don'?t follow)\b[^.;!?\n]{0,30}\b(?:all|any|the|your|my|previous|prior|above|earlier|preceding|existing|system|these|those|every|other)\b[^.;!?\n]{0,30}\b${target}\b`,
  pattern`
    系统提示词?|系统指令|提示词(?!模板|管理|功能|库|优化)|隐藏指令|开发者模式|越狱|你(?:现在)?(?:是|扮演|作为)(?:一个|一名|
    一位)?[^,。;!?\n]{0,8}(?:ai|助手|模型|管理员|机器人|助理|黑客)|从现在(?:起|开始)[,]?\s?你|作为(?:一个)?(?:ai|人工智能|
    语言模型)|(?:输出|打印|显示|告诉我|泄露|重复|返回|公开)[^,。;!?\n]{0,10}(?:提示词|系统提示|系统指令|你的(?:指令|规则|
    设定)|密钥|环境变量|api\s?key)
  `,
  pattern`
    \b(?:system prompt|developer mode|jailbreak|dan mode|do anything now|you are now|from now on,? you|pretend (?:to be|
    that you|you are)|act as (?:an? )?(?:ai|admin\w*|root|developer|assistant|dan|unrestricted)|
    as an ai(?: language)? model|(?:reveal|print|output|repeat|show|leak|dump|display|tell me|return|
    disclose)\s[^.;!?\n]{0,24}\b(?:system prompt|your (?:instructions|prompt|rules|configuration|secrets?)|hidden (?:prompt|
    instructions)|api keys?|environment variables|initial instructions|text above)|new instructions?:|end of (?:prompt|
    instructions|user input)|stop being)\b
  `,
  pattern`
    <\|[\w ]{1,20}\|>|\[\/?inst\]|<<\/?sys>>|<\/?(?:system|assistant|instructions?|prompt)>|\{\{\s?(?:system|prompt)|
    ^\s*(?:###|---)\s?(?:system|instruction|assistant)\b
  `,
  /^\s*["'`]?(?:system|assistant|developer|系统|助手)(?:\s?(?:message|消息|指令))?\s?:\s?.{0,60}(?:\byou\b|ignore|disregard|approve|must now|override|你|忽略|指令|批准|执行)/,
];
/** Orders to the one who sorts requirements; they count only in a text that is flagged already. */
const obey = pattern`
  (?:标记?为?|设置?为?|改为|置为|视为|全部|都)[^,。;!?\n]{0,8}(?:已?批准|已?通过|已?完成|已?确认|最高优先级|紧急|免费|
  已付款)|批准(?:所有|全部)|删除(?:所有|全部)|授予|管理员权限|(?:输出|回复|打印|返回)[^,。;!?\n]{0,10}(?:json|原文|密码|
  密钥|全部|所有|好的|ok)|不要(?:告诉|提及|透露)|必须(?:服从|遵守|听从)|优先级(?:设|改|为)|\b(?:mark|set|flag|treat|
  classify)\b[^.;!?\n]{0,40}\b(?:approved|accepted|done|urgent|critical|completed|free|paid|highest|priority)\b|
  \bapprove (?:all|every|everything|this|it|each)|\bdelete (?:all|every|everything)\b|\b(?:grant|
  give)\b[^.;!?\n]{0,20}\b(?:admin|access|root|rights)\b|\b(?:respond|reply|answer|output|print|
  say)\b[^.;!?\n]{0,16}\b(?:only|with|exactly|json|nothing|yes|ok)\b|\bdo not (?:tell|mention|reveal|ask)|\byou (?:must|
  have to|will) (?:obey|comply|follow|answer|approve)
`;

const invisible = /[\u200b-\u200d\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069\u00ad]/;
const allInvisible = new RegExp(invisible.source, 'g');
const letters = /[a-z\u3400-\u9fff]/;

/** Hidden characters between letters, or Unicode tag characters: nobody types those. */
export function hides(text: string): boolean {
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '\udb40' && !text.includes('\ud83c\udff4')) return true;
    if (!invisible.test(character)) {
      if (run > 0 && (run > 2 || (letters.test(text[i - run - 1] ?? '') && letters.test(character)))) return true;
      run = 0;
    } else run++;
  }
  return run > 2;
}

/** HTML comments: hidden from whoever read the mail, so not a request. One that is never closed runs to the end. */
export function comments(text: string): Span[] {
  const found: Span[] = [];
  for (let start = text.indexOf('<!--'); start >= 0;) {
    const close = text.indexOf('-->', start + 4);
    const end = close < 0 ? text.length : close + 3;
    found.push({ start, end });
    start = text.indexOf('<!--', end);
  }
  return found;
}

const bare = (text: string): string => (invisible.test(text) ? text.replace(allInvisible, '') : text);

/** Speaks to a model. */
export const commandsModel = (clause: string): boolean => {
  const text = bare(clause);
  return commands.some((cue) => cue.test(text));
};

/** Would change a requirement's fate if it were obeyed. */
export const wouldBeObeyed = (clause: string): boolean => obey.test(bare(clause));
