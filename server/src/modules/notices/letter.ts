/** The form of a notice: greeting, paragraphs, who sent it; as plain text, and as HTML made from that text. */
import type { NoticeLang, Writing } from '../../core/notice.ts';

const greeting: Record<NoticeLang, (name: string) => string> = {
  'zh-CN': (name) => `${name}，您好：`,
  en: (name) => `Hello ${name},`,
};

const signature: Record<NoticeLang, (workspace: string) => string> = {
  'zh-CN': (workspace) => `${workspace}项目门户\n本邮件自动发出，请勿直接回复。`,
  en: (workspace) => `${workspace}, project portal\nThis mail was sent automatically; replies are not read.`,
};

const whereTo: Record<NoticeLang, (address: string) => string> = {
  'zh-CN': (address) => `请在项目门户查看和回复：\n${address}`,
  en: (address) => `See it and answer in the project portal:\n${address}`,
};

/** Who sends it. `portalUrl`: where the reader answers; null where that is not known, or not theirs. */
export interface Sender {
  name: string;
  portalUrl: string | null;
}

/** Text with the way to the portal and the workspace's signature below it. */
export const signed = (text: string, { name, portalUrl }: Sender, lang: NoticeLang): string =>
  [text, ...(portalUrl === null ? [] : [whereTo[lang](portalUrl)]), signature[lang](name)].join('\n\n');

/** The whole text of a letter. */
export const written = ({ lines }: Writing, reader: string, sender: Sender, lang: NoticeLang): string =>
  signed([greeting[lang](reader), ...lines].join('\n\n'), sender, lang);

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!);

const families = {
  'zh-CN': `'PingFang SC','HarmonyOS Sans SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif`,
  en: 'system-ui,Segoe UI,Helvetica,Arial,sans-serif',
};

/**
 * The same text for mail programs that prefer HTML: paragraphs, the signature quieter. No picture, no script, nothing from elsewhere, and
 * no link but the one to the portal: what people wrote must not lead anywhere.
 */
export function html(text: string, portalUrl: string | null, lang: NoticeLang): string {
  const link = portalUrl === null ? null : escaped(portalUrl);
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => {
    const lines = escaped(paragraph).split('\n');
    // The line that `signed()` has written: the last of its paragraph, and nothing else in it.
    if (link !== null && lines.length > 1 && lines.at(-1) === link)
      lines.splice(-1, 1, `<a href="${link}" style="color:#0969da">${link}</a>`);
    return lines.join('<br>');
  });
  const quiet = 'margin:24px 0 0;padding:12px 0 0;border-top:1px solid #d8dde3;color:#59636e;font-size:13px';
  const body = paragraphs
    .map((paragraph, at) => `<p style="${at === paragraphs.length - 1 ? quiet : 'margin:0 0 12px'}">${paragraph}</p>`)
    .join('\n');
  const font = `font-family:${families[lang].replaceAll("'", '&#39;')};font-size:15px;line-height:${lang === 'zh-CN' ? 1.7 : 1.5}`;
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:24px;background:#fff;color:#1f2328;${font}">
<div style="max-width:600px">
${body}
</div>
</body></html>
`;
}
