/** How the page around a story looks. The widgets take all of it from there, as they do on a vendor's page. */
export interface Look {
  theme: 'light' | 'dark';
  lang: string;
  /** Pixels of what holds the widget, or `full`. */
  width: string | number;
}

const surfaces = { light: ['#fff', '#1c2430'], dark: ['#14161a', '#e6e8ec'] } as const;

/** May be called at any time: nothing of the story is made anew. */
export function apply({ theme, lang, width }: Look): void {
  const { documentElement: page, body } = document;
  const [background, color] = surfaces[theme];
  page.lang = lang;
  page.style.colorScheme = theme;
  Object.assign(body.style, {
    background,
    color,
    margin: '0',
    padding: '16px',
    boxSizing: 'border-box',
    fontFamily: 'system-ui, sans-serif',
  });
  body.style.inlineSize = width === 'full' ? '' : `${width}px`;
}
