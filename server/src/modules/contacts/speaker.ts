/** For whom something is submitted: a contact speaks for themselves, the vendor's back end for a contact of the project's client or for nobody. */
import { problem } from '../../core/errors.ts';
import { repo } from '../../core/repo.ts';
import type { Scope } from '../../core/scope.ts';
import { idOf } from '../../core/ids.ts';
import { ContactTable } from './model.ts';

/** The input field. */
export const onBehalfOf = idOf('contact').optional().describe('The contact who said it; with a secret key only');

/**
 * @param clientId of the project
 * @param named the contact in whose name a key acts
 * @returns id and name as they are now, or null if no contact is behind it
 * @throws {PorticoProblem} `forbidden` if a person names another one, `not_found` for a contact of another client
 */
export async function speaker(scope: Scope, clientId: string, named: string | undefined): Promise<{ id: string; name: string } | null> {
  const { actor } = scope;
  if (named !== undefined && actor.kind !== 'key')
    throw problem('forbidden', 'Only a secret key may name the contact who said it. Leave contact out.');
  if (actor.kind === 'contact') return { id: actor.id, name: actor.name };
  if (named === undefined) return null;
  const contact = await repo(scope, ContactTable).get(named);
  if (contact.clientId !== clientId)
    throw problem('invalid_input', 'contact: must be a contact of the client of this project', {
      errors: [{ path: 'contact', message: 'is of another client' }],
    });
  return { id: contact.id, name: contact.name };
}
