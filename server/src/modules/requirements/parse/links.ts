import { everywhere, pattern, sticky } from './pattern.ts';

const linkZh = String.raw`
  另外|此外|除此之外|还有一[点个件]|(?:然后)?(?:还有|另外)?就是(?=希望|想|要|请|能)|然后还有(?:就是)?|还有就是|
  还有(?!可能)|还(?=要(?!有[^,。]{0,3}的话)|需要?|想|希望|请|得|应)|同时(?!在线|使用|登录|访问|操作|显示|打开|支持|进行|
  并发|上线)|再者|再有|再就是|再加(?=上?一)|顺便|对了|其次|最后(?!一)|首先|其一|其二|另(?=请|需|希望)|以及希望|
  [一二三四]是(?=[^否])|第[二三四五六](?=[,:、]|是)|然后(?=请|希望|再|把|还)
`;

const linkEn = String.raw`
  also|and also|plus(?=\s+(?:please|we|i|can|could))|besides|in addition|additionally|furthermore|moreover|
  first(?:ly)?(?=,)|second(?:ly)?(?=,|\s+(?:please|we|the))|third(?:ly)?(?=,)|finally(?=,)|lastly|another (?:thing|point|
  request|issue|problem)|one more (?:thing|request|point)|one last thing|next(?=,)|on top of that|oh(?:,)? and|by the way|
  btw|and(?= (?:the )?[a-z]{3,}s? (?:would (?:also )?(?:like|love)|should be able)\b)|apart from that|other than that|and(?= (?:please|could you|can you|we (?:also )?(?:need|want|would)|i (?:also )?(?:need|want|would|'d))\b)
`;

export const link = sticky`\s*(?:(?:和|而且|并且?|,)\s*)?(?:${linkZh})|\s*(?:(?:and|but|so|then),?\s+)?(?:${linkEn})(?![a-z])`;

/** Who says or does it, in minutes and chats: 小王：修改…, Li: finish … */
export const owner =
  /(?!时间|截止|日期|工期|期限|下次|下一次|deadline|due|eta|when|http|next )(?:[\u4e00-\u9fff]{2,6}|[a-z]{2,12}(?: [a-z]{2,12})?)\s?:(?!\/)\s*(?=\S)/y;

/** A clause that asks though its question mark comes later. */
export const asks = pattern`
  ^\s*(?:请问|能否|能不能|可否|是否|如何|怎么|什么时候|can|could|when|what|why|who|where|which|how|is|are|does|do|did|
  will|would|should|may)(?![a-z])|吗|呢
`;

/** 建议：…, Wishes: … with the things on the same line. */
export const label = /(?:[^,。;!?:\n]{0,24})(?=:\s*[^\s:])/y;

export const innerLink = everywhere`
  然后(?=还有|希望|就是|请|另外)|另外|此外|还有(?!可能)|\band also\b|\bplus (?:please|we)\b|,? and (?=(?:the )?[a-z]{3,}s would (?:also )?(?:like|love)\b)|,? and (?:please|could you|
  can you|we (?:also )?(?:need|want|would like))\b
`;

const imperative =
  'add|fix|repair|remove|delete|change|update|replace|rename|move|increase|reduce|upgrade|correct|restore|improve|enable|disable|send|provide|translate|hide';

export const secondOrder = everywhere`\s+and\s+(?:then\s+)?(?=(?:${imperative})\s+(?!it\b|them\b|this\b|that\b|or\b|and\b)[a-z])`;

export const firstOrder = pattern`^\s*(?:hi|hello|hey)?[^,.]{0,0}(?:(?:please|kindly|could you(?: please)?|can you(?: please)?|would you(?: please)?|we need (?:you )?to|you (?:should|need to))\s+)?(?:${imperative})\s+\S+\s+\S`;

export const governed = pattern`
  \b(?:allow|able|let|so that|should be|must be|users? (?:can|to)|(?:button|option|link) to (?!the|our|all|every|each|a\b|
  an\b)|ability)\b
`;

export const bingZh = /(?:,|，)?(?:并且?|和|以及)(?=(?:请)?(?:修复|修正|解决|新增|增加|添加|删除|去掉|优化|调整|更换)[^,。;]{2,})/g;
