/** Forms that survive: `drafts` for what is typed, `outbox` for what is sent. Form widgets load it; the rest of a page does without. */
export { drafts, type Drafts } from './drafts.ts';
export { isLeft, jot } from './left.ts';
export { outbox, type Outbox, type SubmitOptions } from './outbox.ts';
export type { Submission, SubmissionInput, SubmissionState, Submittable } from './submission.ts';
