import type { Meta } from '@storybook/web-components-vite';
import '@portico/widgets/timeline';
import { entities } from '../widgets/src/timeline/timeline.fixtures.ts';
import { crowd, withTasks } from '../widgets/src/timeline/tasks/tasks.fixtures.ts';
import { click, inSight, plain, stage } from './stage.ts';

export default { title: 'Timeline' } satisfies Meta;

const show = stage('portico-timeline', { entities });

export const Ready = show();
export const Unfolded = show({ act: ({ widget }) => click(widget, 'button.name') });
export const Tasks = show({
  entities: withTasks,
  act: async ({ widget }) => {
    await click(widget, 'button.name');
    await inSight(widget, '.task', 15);
  },
});
export const TasksFolded = show({
  entities: withTasks,
  act: async ({ widget }) => {
    await click(widget, 'button.name');
    await inSight(widget, '.task', 15);
    await click(widget, '.task button');
  },
});
export const ManyTasks = show({
  entities: () => crowd(150),
  act: async ({ widget }) => {
    await click(widget, 'button.name', 10);
    await inSight(widget, '.task', 15);
    await click(widget, '.task button', 2);
  },
});
export const Loading = show(plain.loading);
export const Empty = show({ state: 'empty', entities: () => ({ ...entities(), milestones: [] }) });
export const Stale = show(plain.stale);
export const Failed = show(plain.error);
export const Forbidden = show(plain.forbidden);
