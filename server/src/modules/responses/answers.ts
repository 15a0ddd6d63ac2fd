/** Answers against the questions that were asked. */
import { problem } from '../../core/errors.ts';
import type { Question } from '../surveys/index.ts';
import type { Answer, Answers } from './schema.ts';

/** All answers of one person: they travel in one event. */
const mostBytes = 40 * 1024;

const whole = (answer: Answer, least: number, most: number): boolean => typeof answer === 'number' && answer >= least && answer <= most;

/** What is wrong with this answer to this question, or null. */
function fault(question: Question, answer: Answer): string | null {
  switch (question.kind) {
    case 'nps':
      return whole(answer, 0, 10) ? null : 'must be a whole number from 0 to 10';
    case 'csat':
      return whole(answer, 1, 5) ? null : 'must be a whole number from 1 to 5';
    case 'single':
      return question.options.some(({ id }) => id === answer) ? null : 'must be the id of one of the options';
    case 'multiple': {
      const ids = question.options.map(({ id }) => id);
      if (!Array.isArray(answer) || !answer.every((id) => ids.includes(id))) return 'must be a list of ids of the options';
      if (new Set(answer).size < answer.length) return 'must name each option once';
      return question.max !== undefined && answer.length > question.max ? `must name at most ${question.max} options` : null;
    }
    case 'text':
    default:
      return typeof answer === 'string' ? null : 'must be text';
  }
}

/** @throws {PorticoProblem} `invalid_input` with everything that is wrong at once */
export function assertAnswers(questions: readonly Question[], answers: Answers): void {
  const asked = new Map(questions.map((question) => [question.id, question]));
  const errors = Object.entries(answers).flatMap(([id, answer]) => {
    const question = asked.get(id);
    const message = question ? fault(question, answer) : 'is not a question of this survey';
    return message === null ? [] : [{ path: `answers.${id}`, message }];
  });
  errors.push(
    ...questions
      .filter(({ id, required }) => required && !Object.hasOwn(answers, id))
      .map(({ id }) => ({ path: `answers.${id}`, message: 'must be answered' })),
  );
  if (Object.keys(answers).length === 0 && errors.length === 0) errors.push({ path: 'answers', message: 'must hold at least one answer' });
  if (Buffer.byteLength(JSON.stringify(answers)) > mostBytes) errors.push({ path: 'answers', message: 'are too long together' });
  const [first] = errors;
  if (first) throw problem('invalid_input', `${first.path}: ${first.message}`, { errors: errors.slice(0, 20) });
}
