import { everywhere, pattern } from './pattern.ts';
import { isDefect, politeRequest, type Cue } from './cues.ts';
import { qualitiesOf } from './qualities.ts';
import type { DraftType, Quality, Span } from './shapes.ts';

interface Evidence {
  type: DraftType;
  score: number;
  at?: Span;
}

const make = everywhere`
  增加|新增|添加|加上|加一|加入|增设|开发|实现|提供|引入|搭建|做一个|做个|导出|导入|汇出|汇入|对接|接入|集成|推送|提醒|通知|查看|
  查询|搜索|筛选|支持(?!.{0,8}(?:人同时|并发))|允许|可以|上线|生成|打印|上传|下载|显示|展示|迁移|交付|提交|发送|录入|登记|
  排序|统计|\b(?:add|create|generate|allows?|enable|display|record|search|send|notif(?:y|ies)|export|import|view|print|
  download|upload|filter|sort|schedul\w+|track|list|enter|select|choose|edit|delete|save|store|assign|calculat\w+|
  comput\w+|submit|register|approve|cancel|provide|deliver|integrate|build|implement|go live|launch|migrat\w+|sortable|
  printable|downloadable|exportable|searchable)\b
`;
const change = pattern`
  (?:请|把|将|移|挪)[^,。]{0,16}放[到在]|(?:^|请|需要|麻烦|希望|[:,]\s?)修改|改(?:成|为|到|掉|一下|得|大|小|短|长|回)|换(?:成|为|掉|个|一个|到|新|上)|更换|替换|
  变更|调整(?!失败)|更名|重命名|调[大小高低]|加[大粗]|放大|缩小|挪到|移到|移动到|推迟|延期|延后|提前到|更新(?!失败)|改版|
  把.{1,30}(?:改|换|移|调|放到)|将.{1,30}(?:改|换|移|调)|去掉|删掉|删除(?!按钮|功能|失败)|取消(?!订单|按钮|失败|功能)|
  不再(?:需要|使用)|\b(?:change (?:the|our|all|it|this|that|these)\b|replac(?:e|es|ed|ing)|instead of|rather than|
  swap(?:ped)?|switch(?:ed)? (?:the|our|to|from|over)\b|(?:^|please |and )change\b|changed (?:to|into)|(?:moved|shifted|
  brought forward) to|rename|relabel|move (?:the|it|our|all)|remove|drop the|get rid of|postpone|reschedule|update (?:the|
  our|all)|correct the|adjust|modify|rework(?:ed)?|redesign|restyle|reword|wording|convert the)\b
`;
const strongChange = pattern`
  改(?:成|为|到|用|由)|换(?:成|为|掉|上)|[把将].{1,30}(?:改|换|移到|更新|调整|放到|挪|调成|缩小|放大)|更换|替换|变更|更名|
  重命名|推迟|延期|\b(?:chang(?:e|es|ed|ing) .{1,60} (?:to|into)|replace|instead\b|rather than|swap|rename|(?:be|is|are) changed (?:to|
  into)|(?:moved|shifted|postponed|brought forward) to|reword|change the (?:wording|text|colou?r|font|logo|label|title|
  name|layout|order)|update the (?:wording|text|copyright|logo|label|title|name|year|photo|picture)|move (?:the|our|it|
  all)\b|put (?:the|our) .{1,40} (?:on|at|in|to)|make the .{1,30} (?:bigger|smaller|larger|wider|darker|lighter)|
  (?<!\b(?:a|the|this) )switch .{1,40} (?:to|from)|postpone|reschedule)\b
`;
const repair = pattern`
  修复|修好|修正|修一下|排查|修理|恢复(?:服务|下单|访问)|\b(?:fix(?:ed|es)?|hotfix|repair(?:ed)?|bug ?fix|debug|
  troubleshoot|correct(?:ed)?)\b(?! (?:at|to|on|position|width|height|header|number|amount|list))
`;
const slip = /错别字|笔误|拼写|\b(?:typos?|misspell\w*)\b/;
const modal = /\b(?:shall|must|should|will|needs? to|has to|have to)\b/;
const missing = pattern`
  增加|新增|添加|提供|支持|希望(?:能)?有|\b(?:add|would like (?:to have|a|an)|be able to (?:reset|change|see|view|search|
  sort|filter|add|edit|delete|create|export|import|print|send|cancel|select|choose|book|order|pay|upload|download)|
  need (?:a|an)|want (?:a|an))\b
`;
const behaviour = /\b(?:shall|will|be able to|users? can|automatically)\b|自动/;
const purpose = /(?:so that|in order to|because|so (?:our|the|we)|以便于?|为了|因为|便于|以免)[\s\S]{0,120}/;
const order = pattern`
  请|麻烦|[把将]|帮|\b(?:please|can you|could you|would you)\b|^(?:add|change|move|put|replace|update|use|make|remove|
  rename|fix|drop|cancel)\b
`;
const negativeRule = /(?:不得|禁止|不允许|不能(?:为空|超过|低于|重复|少于|修改))|\b(?:must|shall|should) (?:not|never|ignore)\b/;

/**
 * The candidates for a draft's type, best first, scores in 0–1 that add up to at most 1, and the quality class that fits best.
 * Precedence of the guide: question mark, failure of something that exists, change, measurable quality, else functional; but a polite question
 * that asks for a deed is the deed. `text` is the folded words of the draft, `asked` whether its sentence ends in a question mark, `cue` what its first clause, `main`, is.
 */
export function typeOf(
  text: string,
  asked: boolean,
  cue: Cue,
  main: Span,
): { candidates: Evidence[]; margin: number; nfr: { quality: Quality; at: Span } | null } {
  const scores: Record<DraftType, { score: number; at?: Span }> = {
    functional: { score: 1 },
    nonfunctional: { score: 0 },
    defect: { score: 0 },
    change: { score: 0 },
    question: { score: 0 },
  };
  const span = (match: RegExpExecArray | null): Span | undefined =>
    match ? { start: match.index, end: match.index + match[0].length } : undefined;
  const add = (type: DraftType, score: number, at?: Span): void => {
    scores[type].score += score;
    if (at && !scores[type].at) scores[type].at = at;
  };

  const polite = cue.role === 'request' && politeRequest.test(text);
  if (cue.role === 'question') add('question', cue.strong ? 4.5 : 3);
  else if (asked) add('question', polite ? 0.6 : 2);

  const defectCue = cue.role === 'defect' || isDefect(text);
  const repaired = repair.exec(text);
  if (repaired) add('defect', cue.role === 'question' ? 1 : 2.6, span(repaired));
  if (slip.test(text)) add('defect', 2, span(slip.exec(text)));
  if (defectCue) add('defect', cue.role === 'defect' ? 3.2 : modal.test(text) || missing.test(text) || negativeRule.test(text) ? 0.8 : 2.4);

  const changed = strongChange.exec(text) ?? change.exec(text);
  // “The system shall update the stock” is what it does, not a change to it.
  if (changed)
    add(
      'change',
      (strongChange.test(text) ? 3 : 1.6) * (behaviour.test(text) && !/instead of|rather than|改|换/.test(text) ? 0.4 : 1),
      span(changed),
    );

  let verbs = 0;
  let first: Span | undefined;
  for (const match of text.matchAll(make)) {
    first ??= { start: match.index, end: match.index + match[0].length };
    if (++verbs === 3) break;
  }
  add('functional', Math.min(verbs, 3) * 0.45 + (missing.test(text) ? 1.1 : 0), first);

  // The purpose is not the wish: “sortable, so that people find customers easily” asks for sorting.
  const qualities = qualitiesOf(text.replace(purpose, (words) => ' '.repeat(words.length)));
  const top = qualities[0];
  const ordered = order.test(text);
  if (top)
    add(
      'nonfunctional',
      top.score *
        (cue.role === 'request' && cue.strong && top.start >= main.end ? 0.5 : 1) *
        ((changed || repaired) && ordered && top.score < 4 ? 0.45 : ordered && verbs > 0 && top.score < 3 ? 0.7 : 1) +
        (cue.role === 'quality' ? 1.2 : 0) -
        (missing.test(text) && top.score < 3 ? 0.6 : 0),
      { start: top.start, end: top.end },
    );
  else if (cue.role === 'quality') add('nonfunctional', 2.2);

  const ranked = (Object.entries(scores) as Array<[DraftType, { score: number; at?: Span }]>).sort((a, b) => b[1].score - a[1].score);
  const total = ranked.reduce((sum, [, { score }]) => sum + Math.max(score, 0), 0) || 1;
  const candidates = ranked
    .slice(0, 2)
    .map(([type, { score, at }]) => ({ type, score: Math.round((Math.max(score, 0) / total) * 100) / 100, ...(at ? { at } : {}) }));
  const margin = Math.round((candidates[0]!.score - candidates[1]!.score) * 100) / 100;
  return {
    candidates,
    margin,
    nfr: candidates[0]!.type === 'nonfunctional' ? { quality: top?.quality ?? 'usability', at: top ?? { start: 0, end: 0 } } : null,
  };
}
