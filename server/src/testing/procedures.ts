/** Every procedure of the router with the fields by which it names things: what the generated tests walk over. */
import { z } from 'zod';
import { prefixes, type Noun } from '../core/ids.ts';
import type { Entity } from '../core/module.ts';
import { registry } from '../modules/index.ts';
import { restProcedures, type RestProcedure } from '../transport/rest.ts';

/** What a field names: a row by its id, a stream by its name, a person by the vendor's own id. */
export type Referent = Noun | 'stream' | 'externalId';

export interface Field {
  /** `id`, `lines.*.milestoneId` */
  path: string;
  names: Referent;
}

export interface Procedure extends Omit<RestProcedure, 'cached' | 'output'> {
  module: string;
  kind: 'query' | 'mutation';
  fields: readonly Field[];
  /** Makes a row: answers 201 and keeps what it made. */
  creates: boolean;
  entity: Entity | undefined;
}

const nouns = new Map(Object.entries(prefixes).map(([noun, prefix]) => [prefix as string, noun as Noun]));

/** The definition inside a zod schema, as far as the generated tests know it. */
export interface Definition {
  type: string;
  shape?: Record<string, z.ZodType>;
  innerType?: z.ZodType;
  element?: z.ZodType;
  keyType?: z.ZodType;
  valueType?: z.ZodType;
  options?: z.ZodType[];
  items?: z.ZodType[];
  in?: z.ZodType;
  entries?: Record<string, string>;
  values?: unknown[];
}
export const definitionOf = (schema: z.ZodType): Definition => schema.def;

/** What a string names, told by its pattern or by its name. */
function referentOf(schema: z.ZodType, path: string, searches: boolean): Referent | null {
  const { pattern } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { pattern?: string };
  const [, prefix] = /^\^([a-z]{3})_\[/.exec(pattern ?? '') ?? [];
  if (prefix) return nouns.get(prefix)!;
  const name = path.split('.').at(-1);
  if (name === 'stream') return 'stream';
  return name === 'externalId' && searches ? 'externalId' : null;
}

/** @param searches its module has no rows of its own, so that an `externalId` names somebody instead of being given */
function fieldsOf(schema: z.ZodType, searches: boolean, path: readonly string[] = []): Field[] {
  const { type, shape, innerType, element, valueType, options, items, in: input } = definitionOf(schema);
  const below = (child: z.ZodType, ...more: string[]): Field[] => fieldsOf(child, searches, [...path, ...more]);
  if (type === 'string') {
    const names = referentOf(schema, path.join('.'), searches);
    return names ? [{ path: path.join('.'), names }] : [];
  }
  const found = [
    ...Object.entries(shape ?? {}).flatMap(([name, child]) => below(child, name)),
    ...[innerType, input, ...(options ?? [])].flatMap((child) => (child ? below(child) : [])),
    ...[element, valueType, ...(items ?? [])].flatMap((child) => (child ? below(child, '*') : [])),
  ];
  return found.filter(({ path }, at) => found.findIndex((other) => other.path === path) === at);
}

const types = registry.router._def.procedures as Record<string, { _def: { type: 'query' | 'mutation' } }>;

export const procedures: readonly Procedure[] = restProcedures({ modules: registry }).map(({ cached: _, output: __, ...procedure }) => {
  const module = procedure.path.split('.')[0]!;
  const { entity } = registry.list.find(({ name }) => name === module)!;
  return {
    ...procedure,
    module,
    kind: types[procedure.path]!._def.type,
    fields: fieldsOf(procedure.input, !entity),
    creates: procedure.meta.status === 201 && !procedure.meta.stateless,
    entity,
  };
});

/** @throws if the router has no such procedure */
export function procedure(path: string): Procedure {
  const found = procedures.find((one) => one.path === path);
  if (!found) throw new Error(`The router has no ${path}.`);
  return found;
}
