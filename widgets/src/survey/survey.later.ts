/* What a survey does without until somebody sends it, or has sent it: a chunk of its own. */
export { answered, closed } from './survey.answered.ts';
export { answeredStyles } from './survey.answered.styles.ts';
export { formOf } from './survey.form.ts';
export { laterWords } from './survey.later.messages.ts';
