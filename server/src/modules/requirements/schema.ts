import { z } from 'zod';
import { idOf } from '../../core/ids.ts';
import { Trail } from '../../core/machine.ts';
import { tapped } from '../../core/moment.ts';
import { pageInput } from '../../core/page.ts';
import { civilDate, language, line, paragraph, person, seenRev } from '../../core/shapes.ts';
import { onBehalfOf } from '../contacts/index.ts';
import { draftTypes, qualities } from './parse/shapes.ts';

export const statuses = ['new', 'accepted', 'declined', 'duplicate', 'done'] as const;
/** In the order in which they are seen to. */
export const priorities = ['urgent', 'high', 'normal', 'low'] as const;
export const types = draftTypes;
export const sources = ['widget', 'api', 'mail', 'form'] as const;

/** A message that may become requirements. As it came: offsets are of the very text that was sent, so nothing is trimmed. */
export const mostText = 8000;
const message = z
  .string()
  .max(mostText, `must have at most ${mostText} characters`)
  .refine((text) => text.trim() !== '', 'must not be empty')
  .refine((text) => text.isWellFormed() && !text.includes('\0'), 'must be text');

const Span = z
  .strictObject({ start: z.number().int().min(0).max(mostText), end: z.number().int().min(0).max(mostText) })
  .describe('UTF-16 offsets in the text, the end excluded');
const Spans = z
  .strictObject({ quote: Span, title: Span, type: Span, nfr: Span, priority: Span, due: Span, acceptance: z.array(Span).max(10) })
  .partial()
  .describe('The words that each field came from');

/** What the parser read and the client confirmed, beside what everybody filters by. */
const reading = { nfr: z.enum(qualities).nullable(), acceptance: z.array(line(300)).max(10), spans: Spans.nullable() };
const Reading = z.object(reading);

/** A requirement as its audience sees it; `note` and the notes of the trail are the team's alone. */
export const Requirement = z
  .object({
    id: idOf('requirement'),
    rev: z.number().int(),
    projectId: idOf('project'),
    number: z.number().int().describe('Dense within the project, from 1'),
    reference: z.string().describe('What people call it: REQ-7'),
    title: z.string(),
    quote: z.string().describe("The client's own words"),
    type: z.enum(types),
    priority: z.enum(priorities),
    due: z.string().nullable().describe('Civil date by which the client wants it'),
    ...reading,
    status: z.enum(statuses),
    duplicateOf: idOf('requirement').nullable(),
    source: z.enum(sources).describe('How it came in'),
    author: person.describe('The contact who said it; null: the vendor entered it'),
    submittedAt: z.string().describe('When the contact tapped, UTC'),
    trail: Trail,
    note: z.string().nullable().optional(),
  })
  .meta({ id: 'Requirement' });

const writable = { title: line(200), type: z.enum(types), priority: z.enum(priorities), due: civilDate.nullable() };

const Confirmed = z.strictObject({
  ...writable,
  quote: paragraph(mostText),
  due: writable.due.optional(),
  ...Reading.partial().shape,
  source: z.enum(sources).optional().describe('Default: widget for a contact, api for a secret key'),
});

export const CreateRequirements = z.strictObject({
  project: idOf('project'),
  items: z.array(Confirmed).min(1, 'must have at least 1').max(50),
  text: message.optional().describe('The message that the quotes and spans are of'),
  contact: onBehalfOf,
  at: tapped,
});
export const Requirements = z.object({ items: z.array(Requirement) });

const note = paragraph(2000).nullable();
export const UpdateRequirement = z.strictObject({
  id: idOf('requirement'),
  ...z.object({ ...writable, note }).partial().shape,
  rev: seenRev,
});

const said = {
  reason: paragraph(500).optional().describe('In words for the client'),
  note: paragraph(500).optional().describe('For the team alone'),
};
export const MoveRequirement = z.strictObject({ id: idOf('requirement'), ...said });
export const DuplicateRequirement = z.strictObject({
  id: idOf('requirement'),
  of: idOf('requirement').describe('The one that it repeats'),
  ...said,
});
export const RequirementId = z.strictObject({ id: idOf('requirement') });
export const ListRequirements = z.strictObject({
  project: idOf('project'),
  status: z.enum(statuses).optional(),
  priority: z.enum(priorities).optional(),
  sort: z.enum(['number', 'priority']).default('number').describe('priority: the urgent ones first, then by number'),
  ...pageInput,
});
/** What the quote was cut from. */
export const Origin = z.object({ id: idOf('requirement'), text: z.string().nullable(), spans: Spans.nullable() });

export const ParseText = z.strictObject({
  project: idOf('project'),
  text: message,
  lang: language.optional().describe('Of the text; recognised if it is not given'),
});

const Question = z.object({
  field: z.enum(['due', 'type', 'measure', 'referent', 'actor']),
  text: z.string(),
  options: z.array(z.object({ label: z.string(), value: z.string() })),
  span: Span,
});

/** A proposal: nothing of it is stored before the client confirms it. */
export const Draft = z
  .object({
    quote: z.string(),
    span: Span,
    title: z.string(),
    type: z.enum(types),
    nfr: z.enum(qualities).optional(),
    typeCandidates: z.array(z.object({ type: z.enum(types), score: z.number() })),
    margin: z.number().describe('Score of the first type less that of the second; below 0.15 ask'),
    priority: z.enum(priorities),
    due: z
      .object({
        date: z.string().describe('Civil date, the last day on which it is in time'),
        phrase: z.string(),
        span: Span,
        kind: z.literal('deadline'),
        grain: z.enum(['time', 'day', 'week', 'month', 'quarter', 'half', 'year']),
        time: z.string().optional().describe('HH:MM'),
        confidence: z.number(),
      })
      .nullable(),
    spans: z.object({
      title: Span,
      type: Span.optional(),
      nfr: Span.optional(),
      priority: Span.optional(),
      due: Span.optional(),
      acceptance: z.array(Span).optional(),
    }),
    acceptance: z.array(z.string()).optional(),
    ambiguities: z.array(Question),
  })
  .meta({ id: 'RequirementDraft' });

export const Parsed = z
  .object({
    lang: z.enum(['zh', 'en']),
    drafts: z.array(Draft),
    context: z.array(Span).describe('What was read and is no request'),
    flags: z.object({ injection: z.boolean(), truncated: z.boolean() }),
    questions: z
      .array(Question.extend({ draft: z.number().int().describe('Index of its draft') }))
      .describe('At most three, over all drafts'),
  })
  .meta({ id: 'ParsedText' });

export type Reading = z.infer<typeof Reading>;
export type Requirement = z.infer<typeof Requirement>;
export type Parsed = z.infer<typeof Parsed>;
