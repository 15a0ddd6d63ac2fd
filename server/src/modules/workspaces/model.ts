import { json, optional, table, text, word } from '../../db/table.ts';

/** Its `workspaceId` is its own id. */
export const WorkspaceTable = table('workspaces', 'workspace', 'wks', {
  name: text(120),
  lang: word(20),
  timeZone: word(60),
  origins: json<string[]>(),
  // Of the page with the widgets; the links in mails to clients lead there.
  portalUrl: optional(text(2000)),
});
