/** Ends what a person or key holds open on this node at once; other nodes when they hear of the event, or by their sweep (`transport/socket`). */
import type { Scope } from '../scope.ts';

export function revoke({ runtime, workspaceId }: Scope, id: string): void {
  for (const listener of runtime.revoked) listener({ workspaceId, id });
}
