/** The life of a survey: what was asked stays as it was asked, so a new wave is a new survey. */
import type { Machine } from '../../core/machine.ts';
import type { statuses } from './schema.ts';

export const machine = [
  { from: null, on: 'create', to: 'draft', action: 'survey.create' },
  { from: 'draft', on: 'update', to: 'draft', action: 'survey.update' },
  { from: 'draft', on: 'open', to: 'open', action: 'survey.open' },
  // All but what people have been asked.
  { from: 'open', on: 'update', to: 'open', action: 'survey.update' },
  { from: 'open', on: 'close', to: 'closed', action: 'survey.close' },
] as const satisfies Machine<(typeof statuses)[number]>;
