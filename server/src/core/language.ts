/** In which language a caller is refused: what their `Accept-Language` prefers of those that there are. Without it, English. */
export type Language = 'en' | 'zh-CN';

/** @param accepted the header (RFC 9110, 12.5.4): `zh-CN,zh;q=0.9,en;q=0.8` */
export function languageOf(accepted: string | undefined): Language {
  const wishes = (accepted ?? '').split(',', 20).flatMap((wish) => {
    const [, tag, weight = '1'] = /^\s*(zh|en)(?:-[\w-]+)?\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(wish) ?? [];
    return tag ? [{ tag: tag.toLowerCase(), weight: Number(weight) }] : [];
  });
  const [first] = wishes.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight);
  return first?.tag === 'zh' ? 'zh-CN' : 'en';
}
