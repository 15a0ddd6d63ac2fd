import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { pageInput } from '../../core/page.ts';
import { line, seenRev, translations } from '../../core/shapes.ts';

const names = translations({ name: line(200) });
const position = z.number().int().min(0).max(1_000_000).describe('Order within the project');

export const Stage = z
  .object({ id: idOf('stage'), rev: z.number().int(), projectId: idOf('project'), name: z.string(), translations: names, position })
  .meta({ id: 'Stage' });

const writable = { name: line(200), translations: names, position };

export const CreateStage = z.strictObject({ projectId: idOf('project'), ...z.object(writable).partial().shape, name: writable.name });
export const UpdateStage = z.strictObject({ id: idOf('stage'), ...z.object(writable).partial().shape, rev: seenRev });
export const StageId = z.strictObject({ id: idOf('stage') });
export const ListStages = z.strictObject({ project: idOf('project'), ...pageInput });

export type Stage = z.infer<typeof Stage>;
