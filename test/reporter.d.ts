import type { Reporter, SerializedError, TestModule } from 'vitest/node';
export type Counts = {
    passed: number;
    failed: number;
    skipped: number;
};
/** What the reporter writes, as JSON, to the file that `PORTICO_TEST_COUNTS` names. */
export interface Summary {
    /** By the path of the test file: its counts by what the tests ran on, and the names of those that were skipped. */
    files: Record<string, {
        kinds: Record<string, Counts>;
        skipped: string[];
    }>;
    /** Errors that no test awaited. */
    unhandled: number;
}
export default class CountingReporter implements Reporter {
    onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<SerializedError>): void;
}
