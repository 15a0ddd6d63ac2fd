import type { Project } from '@portico/sdk';
import { html } from 'lit';
import type { Form, Problems } from '../base/form.types.ts';
import { choiceGroup } from '../ui/choice.ts';
import { textField } from '../ui/entry.ts';
import { textArea, type Binding } from '../ui/field.ts';
import type { ChangeRequestWords } from './change-request.messages.ts';
import { blank, categories, check, draftOf, most, type ChangeRequest, type Draft } from './change-request.model.ts';

/** What the forms of change requests speak of; `today` is where the project is. */
interface Setting {
  words: ChangeRequestWords & { tooLong(most: number): string };
  project: Project;
  today: string;
}

type Described = Omit<Form<Draft>, 'key'>;

/** To ask for a change, or anew for one that was returned. */
export const asking = (request: ChangeRequest | undefined, { words, project, today }: Setting): Described => ({
  thing: 'change-request',
  path: request ? 'changeRequests.resubmit' : 'changeRequests.submit',
  blank: request ? draftOf(request) : blank,
  check: (draft) => check(draft, today, words),
  input: ({ title, description, category, wantedBy }) => ({
    ...(request ? { id: request.id } : { project: project.id }),
    title: title.trim(),
    description: description.trim(),
    category,
    wantedBy: wantedBy || null,
  }),
  recall: (input) => draftOf(input as unknown as ChangeRequest),
  thanks: (result) => ({
    title: request ? words.resentTitle : words.sentTitle,
    text: words.sent(project.manager?.name),
    reference: (result as ChangeRequest | null)?.reference ?? request?.reference,
  }),
});

/** To withdraw one that is not decided yet. */
export const withdrawal = ({ id, reference }: ChangeRequest, { words }: Setting): Described => ({
  thing: 'change-request',
  verbs: ['withdraw', 'withdrawn'],
  path: 'changeRequests.withdraw',
  blank,
  check: ({ reason }): Problems => (reason.length > most.reason ? { reason: words.tooLong(most.reason) } : {}),
  input: ({ reason }) => ({ id, ...(reason.trim() && { reason: reason.trim() }) }),
  recall: ({ reason }) => ({ ...blank, reason: (reason as string | undefined) ?? '' }),
  thanks: () => ({ title: words.withdrawnTitle(reference), text: words.withdrawn }),
});

/** Where the change is described. */
export const fields = (
  bind: <Name extends keyof Draft>(name: Name) => Binding<Draft[Name]>,
  words: ChangeRequestWords,
  remaining: (count: number) => string,
  today: string,
): unknown => [
  textField({ ...bind('title'), label: words.title, hint: words.titleHint }),
  textArea({ ...bind('description'), label: words.description, hint: words.descriptionHint, most: most.description, remaining }),
  html`<div class="pair">
    ${choiceGroup({ ...bind('category'), label: words.categoryLabel, options: categories.map((id) => ({ id, label: words.category(id) })), row: true })}
    ${textField({ ...bind('wantedBy'), label: words.wantedBy, type: 'date', optional: true, min: today })}
  </div>`,
];
