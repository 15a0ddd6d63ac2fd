import { pattern } from './pattern.ts';
import { fold } from './fold.ts';
import type { Span } from './shapes.ts';

const leadZh = pattern`
  ^(?:(?:但是?|不过|所以|因此|那么?|另外|此外|除此之外|还有|还|同时|再者|再有|再就是|顺便|对了|其次|最后|首先|另|其[一二]|
  [一二三四]是|第[一二三四五六](?:点|个)?|然后|并且?|且|和)[,:、]?\s*|(?:您好|你好|大家好|hi|hello)[,!、\s]*|(?:(?:我们?|
  客户|用户|甲方|领导|老板|业务部门|我司|我方|贵司|你们?|您)?(?:还|也|都)?(?:非常|特别|很)?(?:希望|期望|盼望?|想要|想请|
  想让|想|需要|要求|建议|提议|打算|要|需)(?:贵司|你们?|您|大家|咱们|可以|能够?|是)?)|(?:请(?!求)|烦请|麻烦|劳驾|拜托|务必|
  必须|尽快|最好|能否|能不能|可否|可不可以|是否可以|是否能|可以|应该|要|能|帮忙|帮我们?|帮|给我们|您|你们?|贵司|
  请问)(?:请|帮我们?|帮忙|你们?|您|能|再|先|也|都)?)
`;
const leadEn = pattern`
  ^(?:(?:and also|and|also|plus|besides|in addition|additionally|furthermore|moreover|first(?:ly)?|second(?:ly)?|
  third(?:ly)?|finally|lastly|next|then|so|but|another thing|one more thing|on top of that|oh|by the way|btw)[,:]?\s+|
  (?:hi|hello|hey|dear)(?:\s\w+)?[,!]?\s+|(?:please|pls|kindly|maybe|just|urgently|really|also|ideally)[,]?\s+|(?:could|
  can|would) (?:you|we)(?: please| kindly| also)?\s+|would it be possible to\s+|is it possible to\s+|it (?:would|
  will) be (?:great|nice|good|helpful|useful)(?: to have| to| if (?:we|you) (?:could|can)(?: have)?| if)?\s+|(?:we|i|
  the client|the customer|our team|our users|they)(?:'d| would)?(?: also| really| urgently| still)? (?:like|love|need|
  want|wants|needs|expect|prefer|wish|require|hope|must)(?: you| also)?(?: to have| to see| to| for)?\s+|(?:make sure|
  ensure)(?: that)?\s+|let'?s\s+)
`;
const userStory = /^(?:as an? [\w -]{2,40}?,? i (?:want|would like|need|wish)(?: to(?: be able to)?)?\s+|作为[^,，]{1,12}[,，]?\s*)/;
const edgeZh = /^[\s,、:;。.!?)\]-]+|[\s,、:;。.!?([-]+$/g;
const modalAtCut = /(?:能够?|可以|需要?|要|应该?|必须|务必|请|最好|得|应|想|希望|再|于|在|到|能在)\s*$/;
const tailZh = /(?:谢谢|多谢|吧|呢|吗|哦|啊|哈|啦|可以吗|行吗|好吗)+$/;
const linkAtCut = /\s+(?:by|before|on|at|in|until|for|and|please)\s*$/i;

/**
 * A short name for a draft: its first clause without list marks, courtesies, and the words of its date. `cut` are offsets into `text`;
 * `folded` is `text` folded, of the same length.
 */
export function titleOf(text: string, folded: string, clause: Span, cut: readonly Span[]): string {
  const han = /[\u3400-\u9fff]/.test(folded.slice(clause.start, clause.end));
  let kept = '';
  let from = clause.start;
  for (const { start, end } of [...cut].sort((a, b) => a.start - b.start)) {
    if (start < from || end > clause.end) continue;
    kept += text.slice(from, start);
    if (han) kept = kept.slice(0, kept.length - (modalAtCut.exec(fold(kept))?.[0].length ?? 0));
    else kept = kept.replace(/[,\s]+$/, ' ');
    from = end;
  }
  kept += text.slice(from, clause.end);
  for (let round = 0; round < 5; round++) {
    const low = kept.replace(edgeZh, '');
    const lead = userStory.exec(foldedHead(low)) ?? leadZh.exec(foldedHead(low)) ?? leadEn.exec(foldedHead(low));
    kept = lead && lead[0].length < low.length - 1 ? low.slice(lead[0].length) : low;
    if (!lead) break;
  }
  kept = kept
    .replace(/[(（]\s*[)）]/g, '')
    .replace(tailZh, '')
    .replace(edgeZh, '')
    .replace(linkAtCut, '')
    .replace(/\s{2,}/g, ' ')
    .replace(/\s+([,.;])/g, '$1')
    .trim();
  if (kept.replace(/\s/g, '').length < 2) kept = text.slice(clause.start, clause.end).replace(/\s+/g, ' ').trim();
  if (/^[a-z]/.test(kept)) kept = kept[0]!.toUpperCase() + kept.slice(1);
  return kept.length > 80 ? `${kept.slice(0, 78).replace(/[\ud800-\udbff]$/, '')}…` : kept;
}

const foldedHead = (text: string): string => fold(text.slice(0, 60));
