/** What the demo site knows of its workspace: the content of `demo.json`. */
import type { ContactRole, MemberRole } from '../../core/policy.ts';

/** `<PORTICO_DATA>/demo.json`: addresses, the secret key, and ids, so that a script can use the API at once. */
export interface Demo {
  /** Origin of the API. */
  url: string;
  /** Origin of the vendor's site. */
  siteUrl: string;
  staffUrl: string;
  secretKey: string;
  workspaceId: string;
  clientId: string;
  projectId: string;
  contacts: Record<ContactRole, string>;
  members: Record<MemberRole, string>;
}
