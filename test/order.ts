/** The order in which test files are begun. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They take long, and their size does not show it. */
const slow = [
  'test/nodes/two-nodes',
  'transport/bell',
  'generated/replay',
  'generated/leaks',
  'cli/cli',
  'transport/socket',
  'e2e/examples',
  'cli/import',
  'feed/dispatch',
];

/** Begun last, a long one would run alone while the other cores wait; the rest stays as it is, larger files first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification): boolean => slow.some((name) => moduleId.includes(`/${name}.test.ts`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}
