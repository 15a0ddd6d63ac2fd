import type { Entity } from '@portico/sdk';
import type { MemoryServerOptions } from '@portico/sdk/testing';
import type { Parsed, Span } from './intake.model.ts';
import { entities as plan, project, today } from '../timeline/timeline.fixtures.ts';

/* A mail with three requests, what the server reads in it, and what was sent on other days. */

export const text = `Hi Mei,
reception would like to move an appointment on the phone, before the end of November.
The search is unbearably slow since Monday, please look at it at once!
And could the monthly report be a PDF as well?
Thanks, Anna`;

const span = (words: string): Span => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });

export const parsed: Parsed = {
  drafts: [
    {
      quote: 'reception would like to move an appointment on the phone, before the end of November.',
      span: span('reception would like to move an appointment on the phone, before the end of November.'),
      title: 'Move an appointment on the phone',
      type: 'functional',
      priority: 'normal',
      due: { date: '2026-11-30' },
      spans: { due: span('before the end of November') },
      ambiguities: [],
    },
    {
      quote: 'The search is unbearably slow since Monday, please look at it at once!',
      span: span('The search is unbearably slow since Monday, please look at it at once!'),
      title: 'The search is unbearably slow since Monday',
      type: 'defect',
      nfr: 'performance',
      priority: 'urgent',
      due: null,
      spans: { type: span('unbearably slow'), priority: span('at once') },
      ambiguities: [],
    },
    {
      quote: 'And could the monthly report be a PDF as well?',
      span: span('And could the monthly report be a PDF as well?'),
      title: 'The monthly report as a PDF as well',
      type: 'functional',
      priority: 'normal',
      due: null,
      spans: {},
      ambiguities: [
        {
          field: 'type',
          text: 'Is this a wish or a question?',
          options: [
            { label: 'A wish', value: 'functional' },
            { label: 'A question', value: 'question' },
          ],
        },
      ],
    },
  ],
  context: [span('Hi Mei,'), span('Thanks, Anna')],
};

const statuses = ['new', 'accepted', 'declined'];

const register = ['Reminders a day before', 'Labels for the archive boxes', 'A second screen for reception'].map((title, index) => ({
  id: `req_${String(index).padStart(26, '0')}`,
  rev: 1,
  projectId: project.id,
  number: index + 1,
  reference: `REQ-${index + 1}`,
  title,
  status: statuses[index]!,
  submittedAt: `${today}T01:00:00.000Z`,
}));

export const entities = (requirements: Entity[] = register): Record<string, Entity[]> => ({
  ...plan(),
  requirements: structuredClone(requirements),
});

export const me = (role: 'owner' | 'viewer' = 'owner') => ({
  kind: 'contact',
  id: 'con_1',
  name: 'Anna Petrova',
  role,
  workspaceId: 'wsp_1',
  clientId: project.clientId,
  projects: [project.id],
  can: role === 'viewer' ? [] : ['requirement.create'],
});

export const procedures = ({ found = parsed, who = me() }: { found?: Parsed; who?: object } = {}): NonNullable<
  MemoryServerOptions['procedures']
> => ({
  'sessions.me': () => who,
  'requirements.parse': () => found,
  'requirements.create': ({ items }: { items: { title: string }[] }) => ({
    items: items.map(({ title }, index) => ({
      ...register[0]!,
      id: `req_new${index}`,
      number: index + 4,
      reference: `REQ-${index + 4}`,
      title,
      status: 'new',
    })),
  }),
});
