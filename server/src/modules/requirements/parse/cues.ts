import { defectEn, doneEn, greetingEn, headEn, qualityEn, questionEn, requestEn, subjectEn, talkEn } from './cues.en.ts';
import { defectZh, doneZh, headZh, qualityZh, questionZh, requestZh, subjectZh, supportZh, talkZh } from './cues.zh.ts';
import { pattern } from './pattern.ts';

/** What makes a clause a request, a defect, a question, or only talk. All patterns run on folded clauses of at most 300 characters. */

export type Role = 'request' | 'defect' | 'question' | 'quality' | 'talk';

const smallTalk = pattern`
  (?:最近|过得|身体|一切)(?:怎么样|好吗|如何|还好)|^你?好吗|how are you|how is it going|what do you think|any thoughts|
  does that make sense|^(?:对吧|是吧|好吗|行吗|ok)$
`;

/** A polite question that asks for something to be done. */
export const politeRequest = pattern`
  能否|能不能|可否|可不可以|是否(?:可以|能)(?:帮|增|加|改|提|把|支)|(?:可以|能)(?:帮|不能|增|加|改|把|给|
  请).{0,24}[吗么]?|\b(?:could|can|would) (?:you|we)(?! (?:tell|explain|clarify|confirm|advise|say|remind))|
  would it be possible|is it possible to (?:add|change|get|have|make|move)|\b(?:can|could) (?:the|our|this|that|these|
  those|all|it|we)\b.{1,80}\bbe (?:\w+ed|made|shown|sent|set|put|kept|hidden)\b|\b(?:can|could|would) (?:the|our|this|that|these|those)\b.{1,60}?\b(?:include|show|contain|
  have|carry|display|support|send|export|print|accept|allow|remember|remind|sort|say|tell)\b|how about|why not\b
`;

const whQuestion = /^(?:and |so |but )?(?:when|what|why|who|where|which|how(?! about))\b|什么时候|何时|多久|怎么|多少|为什么/;

export const hasHan = /[\u3400-\u9fff]/;

const hasLatin = /[a-z]{2}/;

export interface Cue {
  role: Role;
  /** Said with a request word, not only implied by the kind of clause. */
  strong: boolean;
}

/** What a clause is, taken alone. `asked`: its sentence ends in a question mark. */
export function cueOf(clause: string, asked: boolean): Cue {
  const zh = hasHan.test(clause);
  const en = hasLatin.test(clause);
  if (smallTalk.test(clause)) return { role: 'talk', strong: true };
  const defect = (zh && defectZh.test(clause)) || (en && defectEn.test(clause));
  const request = (zh && requestZh.test(clause)) || (en && requestEn.test(clause));
  if ((zh && talkZh.test(clause)) || (en && (talkEn.test(clause) || greetingEn.test(clause)))) return { role: 'talk', strong: true };
  if (!request && !defect && ((zh && doneZh.test(clause)) || (en && doneEn.test(clause)))) return { role: 'talk', strong: true };
  if ((zh && /会议|例会|周会|评审会|测试通过/.test(clause) && doneZh.test(clause)) || (en && !request && doneEn.test(clause)))
    return { role: 'talk', strong: true };
  const question = (zh && questionZh.test(clause)) || (en && questionEn.test(clause));
  if (politeRequest.test(clause) && !whQuestion.test(clause)) return { role: 'request', strong: true };
  if (
    question &&
    (asked ||
      /请问|请教|想(?:问|了解|知道|咨询)|什么时候|怎么|如何(?!.{0,4}下)|为什么|吗$|wonder|know|ask|tell|explain|clarify/.test(clause)) &&
    !(request && /希望|please (?!tell|explain|clarify|confirm|advise)/.test(clause)) &&
    !(defect && !asked && !/怎么|为什么|请问/.test(clause))
  )
    return { role: 'question', strong: true };
  if (request) return { role: 'request', strong: true };
  if (defect) return { role: 'defect', strong: true };
  if (asked && (question || en || zh) && clause.length > 5 && !/^(?:right|ok|okay|对吧|是吧)/.test(clause))
    return { role: 'question', strong: false };
  if ((zh && headZh.test(clause) && !/了$|过$/.test(clause)) || (en && headEn.test(clause))) return { role: 'request', strong: false };
  if ((zh && subjectZh.test(clause)) || (en && subjectEn.test(clause))) return { role: 'request', strong: false };
  if ((zh && qualityZh.test(clause)) || (en && qualityEn.test(clause))) return { role: 'quality', strong: true };
  if (zh && supportZh.test(clause) && !/^(?:您|你|我|大家|目前|现在|今天|谢谢)/.test(clause)) return { role: 'request', strong: false };
  return { role: 'talk', strong: false };
}

/** Names a failure, whatever else it says. */
export const isDefect = (text: string): boolean => defectZh.test(text) || defectEn.test(text);

/** Starts with an order or 把 and an object: on its own a new request. */
export const isOrder = (clause: string): boolean => headZh.test(clause) || headEn.test(clause);
