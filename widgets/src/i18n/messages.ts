import { bestMatch } from './match.ts';

/** Packs of one shape by language tag; `en` is what every other language falls back to. */
export type Packs<Words> = { en: Words; 'zh-CN': Words };

/** The pack for a reader, and the tag of the language it is really in. */
export function pick<Words>(packs: Packs<Words>, wants: string): { words: Words; lang: string } {
  const lang = (bestMatch(wants, Object.keys(packs)) ?? 'en') as keyof Packs<Words>;
  return { words: packs[lang], lang };
}

/** What all widgets say before anything else is known; the rest is in `base/states.messages.ts`. */
export interface StateWords {
  loading: string;
  error: string;
  retry: string;
}

export const stateWords: Packs<StateWords> = {
  en: {
    loading: 'Loading',
    error: 'We could not load this just now',
    retry: 'Try again',
  },
  'zh-CN': {
    loading: '正在加载',
    error: '暂时无法加载',
    retry: '重试',
  },
};
