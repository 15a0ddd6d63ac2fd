/** Who is asked: the contacts of the client, whatever their role, and those who answered and have left since. */
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { ContactTable } from '../contacts/index.ts';
import { ResponseTable } from './model.ts';

/** How many are asked, as of now. */
export async function countInvited(scope: Scope, surveyId: string, clientId: string): Promise<number> {
  const contacts = new Set((await repo(scope, ContactTable).list({ clientId })).map(({ id }) => id));
  const responses = await repo(scope, ResponseTable).list({ surveyId });
  return contacts.size + responses.filter(({ contactId }) => !contacts.has(contactId)).length;
}
