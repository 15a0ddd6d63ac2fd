import type { Meta } from '@storybook/web-components-vite';
import '@portico/widgets/timeline';
import { entities } from '../widgets/src/timeline/timeline.fixtures.ts';
import { click, plain, stage } from './stage.ts';

export default { title: 'Timeline' } satisfies Meta;

const show = stage('portico-timeline', { entities });

export const Ready = show();
export const Unfolded = show({ act: ({ widget }) => click(widget, 'button.name') });
export const Loading = show(plain.loading);
export const Empty = show({ state: 'empty', entities: () => ({ ...entities(), milestones: [] }) });
export const Stale = show(plain.stale);
export const Failed = show(plain.error);
export const Forbidden = show(plain.forbidden);
