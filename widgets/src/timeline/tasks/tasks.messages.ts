import type { Dependency } from '@portico/sdk';
import type { Packs } from '../../i18n/messages.ts';

export interface TaskWords {
  tasks: string;
  /** Name of the list of a milestone's tasks. */
  tasksOf(name: string): string;
  /** What a task waits for: `numbers` is one or several, `lag` is signed, with its unit, or empty. */
  waits(type: Dependency['type'], numbers: string, lag: string): string;
  /** A lag that does not stop at night and on days off. */
  elapsed(lag: string): string;
  manyTasksChanged(count: number): string;
}

export const taskWords: Packs<TaskWords> = {
  en: {
    tasks: 'Tasks',
    tasksOf: (name) => `Tasks: ${name}`,
    waits: (type, numbers, lag) =>
      `${{ FS: 'After', SS: 'Starts with', FF: 'Ends with', SF: 'Ends after the start of' }[type]} ${numbers}${lag && `, ${lag}`}`,
    elapsed: (lag) => `${lag}, days off included`,
    manyTasksChanged: (count) => `${count} tasks were updated`,
  },
  'zh-CN': {
    tasks: '任务',
    tasksOf: (name) => `任务：${name}`,
    waits: (type, numbers, lag) =>
      ({ FS: `${numbers} 完成后`, SS: `与 ${numbers} 同时开始`, FF: `与 ${numbers} 同时结束`, SF: `${numbers} 开始后结束` })[type] +
      (lag && `，${lag}`),
    elapsed: (lag) => `${lag}（含休息日）`,
    manyTasksChanged: (count) => `${count} 项任务有更新`,
  },
};
