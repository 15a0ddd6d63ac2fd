import type { Preview } from '@storybook/web-components-vite';
import { apply, type Look } from '../look.ts';
import '../clock.ts';

const choice = (name: string, icon: 'contrast' | 'globe' | 'browser', items: { value: string; title: string }[]) => ({
  description: name,
  toolbar: { title: name, icon, items, dynamicTitle: true },
});

export default {
  globalTypes: {
    theme: choice('Theme', 'contrast', [
      { value: 'light', title: 'Light' },
      { value: 'dark', title: 'Dark' },
    ]),
    lang: choice('Language', 'globe', [
      { value: 'en', title: 'English' },
      { value: 'zh-CN', title: '简体中文' },
    ]),
    width: choice('Width', 'browser', [
      { value: 'full', title: 'Full width' },
      { value: '360', title: '360 px' },
      { value: '640', title: '640 px' },
      { value: '1280', title: '1280 px' },
    ]),
  },
  initialGlobals: { theme: 'light', lang: 'en', width: 'full' },
  decorators: [
    (story, { globals }) => {
      apply(globals as Look);
      return story();
    },
  ],
  parameters: {
    layout: 'fullscreen',
    controls: { disable: true },
    // The addon leaves out the rule `region`, as we do: landmarks are the page's business.
    a11y: { test: 'error', options: { resultTypes: ['violations'] } },
  },
} satisfies Preview;
