/** One command of a person: sent, and if the server refuses it, said in words that help. */
import { actorOf, facts, fill, rolesInWords, texts } from './facts.js';

/**
 * @param words `{ verb, roles, status, sent }`: what was tried, who may, how states are called, the state that was on the screen
 * @returns `{ answer }` or `{ refusal }`
 */
export async function act(portico, path, input, words) {
  try {
    return { answer: await portico.call(path, input) };
  } catch (error) {
    return { refusal: refusalOf(error, words), code: error.code };
  }
}

function refusalOf(error, { verb, roles = [], status = {}, sent }) {
  const { refused, failures } = texts;
  if (error.code === 'forbidden') return fill(refused.forbidden, { role: texts.roles[facts.role], verb, roles: rolesInWords(roles) });
  if (error.code === 'not_found') return refused.gone;
  if (error.code === 'conflict') {
    const { current } = error;
    // Not overtaken by anybody: the server says why, in the language of the page.
    if (!current?.status || current.status === sent) return fill(refused.said, { sentence: error.message });
    return fill(refused.moved, { who: whoOf(current.trail?.at(-1)?.actor), status: status[current.status] ?? current.status });
  }
  if (error.code === 'invalid_input') return fill(refused.said, { sentence: error.message });
  return fill(refused.other, { reason: failures[error.code] ?? failures.other });
}

export const whoOf = (actor) => (actor ? actorOf(actor) : texts.refused.someone);
