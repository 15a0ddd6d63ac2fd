/** People of the fixtures, as they are called on a Chinese page. */
const people: Record<string, string> = {
  'Mei Lin': '林梅',
  'Daniel Okafor': '何大年',
  'Wei Zhang': '张伟',
  'Sofia Rossi': '罗诗雨',
  'Anna Petrova': '彭安娜',
};

/** A copy of fixtures with the texts that people wrote, and the people, in Chinese; whatever has no other words stays. */
export function toChinese<Value>(value: Value, words: Record<string, string>): Value {
  const turn = (one: unknown): unknown => {
    if (typeof one === 'string') return words[one] ?? people[one] ?? one;
    if (Array.isArray(one)) return one.map(turn);
    return one && typeof one === 'object' ? Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, turn(inner)])) : one;
  };
  return turn(value) as Value;
}
