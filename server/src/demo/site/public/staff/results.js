/** What the answers of a survey add up to, by the server's own definitions, read again whenever somebody has answered. */
export function createResults(portico, changed) {
  const kept = new Map();

  async function read(id, version) {
    const entry = kept.get(id) ?? { value: null, failed: false };
    kept.set(id, { ...entry, version, failed: false });
    try {
      const value = await portico.call('responses.results', { id });
      if (kept.get(id).version === version) kept.set(id, { version, value, failed: false });
    } catch {
      if (kept.get(id).version === version) kept.set(id, { ...entry, version, failed: true });
    }
    changed();
  }

  return {
    /** `{ value, failed }`; `version` says which answers it must hold. The last figures stay until the new ones are there. */
    of(id, version) {
      if (kept.get(id)?.version !== version) void read(id, version);
      return kept.get(id);
    },
    again: (id) => kept.delete(id),
  };
}

/** The question that a survey's one number of a kind is of. */
export const scoreOf = (value, kind) => value?.questions.find((question) => question.kind === kind && question.answered)?.score ?? null;

/** `−12.5`, `+33`; a minus sign, and a plus where below zero is possible. */
export const scoreInWords = (score, signed) =>
  score === null ? null : `${score < 0 ? '−' : signed && score > 0 ? '+' : ''}${Math.abs(score)}`;
