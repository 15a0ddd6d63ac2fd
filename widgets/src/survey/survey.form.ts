import type { Form, Problems } from '../base/form.ts';
import type { Answer, Answers, isAnswered, mostText, Survey } from './survey.model.ts';
import type { LaterWords } from './survey.later.messages.ts';

interface Setting {
  words: LaterWords;
  tooLong: string;
  manager: string | undefined;
  // What the first half has is not asked for again: an import of its chunk would cost it a module object.
  mostText: typeof mostText;
  isAnswered: typeof isAnswered;
}

/** What becomes of answers from the tap on. */
export const formOf = (survey: Survey, setting: Setting): Omit<Form<Answers>, 'key' | 'thing' | 'path' | 'blank'> => ({
  check: (answers) => check(survey, answers, setting),
  input: (answers) => ({ id: survey.id, answers: toSend(survey, answers, setting) }),
  recall: (input) => input['answers'] as Answers,
  field: (path) => path.replace(/^answers\./, ''),
  thanks: () => ({ title: setting.words.thanksTitle, text: setting.words.thanks(setting.manager) }),
});

/** What the server would refuse, by the id of the question. */
function check(survey: Survey, answers: Answers, { words, tooLong, mostText: most, isAnswered: isSaid }: Setting): Problems {
  const problems: Problems = {};
  for (const question of survey.questions) {
    const { id, kind, required } = question;
    const answer = answers[id];
    if (required && !isSaid(answer)) problems[id] = words.missing(kind);
    else if (kind === 'multiple' && question.max !== undefined && Array.isArray(answer) && answer.length > question.max)
      problems[id] = words.tooMany(question.max);
    else if (typeof answer === 'string' && answer.length > most) problems[id] = tooLong;
  }
  const isBlank = !survey.questions.some(({ id }) => isSaid(answers[id]));
  if (Object.keys(problems).length === 0 && isBlank) problems[''] = words.nothing;
  return problems;
}

/** What travels: the answers that say something. */
const toSend = ({ questions }: Survey, answers: Answers, { isAnswered: isSaid }: Setting): Record<string, Answer> =>
  Object.fromEntries(
    questions.flatMap(({ id }) => {
      const answer = answers[id];
      return answer === undefined || !isSaid(answer) ? [] : [[id, typeof answer === 'string' ? answer.trim() : answer]];
    }),
  );
