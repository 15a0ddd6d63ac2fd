/**
 * Who may do what: one table of action → roles, filled by the modules' `policy.ts`, closed at start, default deny.
 * The whole table is committed as `docs/policy.md`; a test compares.
 */
import { problem } from './errors.ts';
import type { Scope } from './scope.ts';

const members = ['admin', 'manager', 'lead', 'executive', 'engineer', 'sales', 'finance'] as const;
const contacts = ['owner', 'editor', 'viewer'] as const;

export type MemberRole = (typeof members)[number];
export type ContactRole = (typeof contacts)[number];
/** `key` is a vendor's back end with a secret key, `system` is Portico's own work. */
export type Role = MemberRole | ContactRole | 'key' | 'system';

export const policyRoles = { members, contacts };
export const everyRole: readonly Role[] = [...members, ...contacts, 'key'];

export interface Rule {
  readonly roles: readonly Role[];
  /** A further condition on the loaded row; pure. */
  readonly when?: (scope: Scope, row: never) => boolean;
  /** Said to whom the condition turns away. */
  readonly otherwise?: string;
}

export type Policy = Readonly<Record<string, Rule>>;

/** A rule for these roles; the vendor's key may always do what any role may. */
export const allow = (...roles: readonly (Role | readonly Role[])[]): Rule => ({ roles: [...new Set<Role>([...roles.flat(), 'key'])] });
/** A rule for the vendor's own back end alone. */
export const allowKey: Rule = { roles: ['key'] };

/** Merges the modules' policies; an action named twice is a mistake of the code. */
export function mergePolicies(policies: readonly Policy[]): ReadonlyMap<string, Rule> {
  const table = new Map<string, Rule>();
  for (const [action, rule] of policies.flatMap((policy) => Object.entries(policy))) {
    if (table.has(action)) throw new Error(`The action ${action} stands in two policies.`);
    table.set(action, rule);
  }
  return table;
}

/** May this role do it at all? What is not in the table is denied. */
export const mayRole = (table: ReadonlyMap<string, Rule>, role: Role, action: string): boolean =>
  role === 'system' || (table.get(action)?.roles.includes(role) ?? false);

/**
 * Throws unless the person may do this to this row. The one place where rights are checked.
 * @throws {PorticoProblem} `forbidden`
 */
export function authorize(scope: Scope, action: string, row?: unknown): void {
  const rule = scope.runtime.modules.policy.get(action);
  if (!mayRole(scope.runtime.modules.policy, scope.role, action)) {
    throw problem(
      'forbidden',
      `The role ${scope.role} may not do ${action}. Ask ${rule ? 'someone who is ' + rule.roles.join(' or ') : 'an admin'}.`,
    );
  }
  if (scope.widgets !== '*' && !scope.widgets.some((widget) => scope.runtime.modules.widgets.get(widget)?.includes(action))) {
    throw problem('forbidden', `The session was minted for the widgets ${scope.widgets.join(', ')}, which do not need ${action}.`);
  }
  if (rule?.when && row !== undefined && scope.role !== 'system' && !rule.when(scope, row as never)) {
    throw problem('forbidden', rule.otherwise ?? `You may not do ${action} here.`);
  }
}

/** The actions that a person's role allows, for a page to grey out the rest from the same table. */
export const allowedActions = (scope: Scope): string[] =>
  [...scope.runtime.modules.policy.keys()].filter((action) => mayRole(scope.runtime.modules.policy, scope.role, action)).toSorted();

/** The table as Markdown. */
export function policyTable(table: ReadonlyMap<string, Rule>): string {
  const head = ['action', ...everyRole];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = [...table]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, { roles, when }]) =>
      line([`\`${action}\`${when ? ' (with a condition)' : ''}`, ...everyRole.map((role) => (roles.includes(role) ? '✓' : ''))]),
    );
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : ':-:'))), ...rows].join('\n') + '\n';
}
