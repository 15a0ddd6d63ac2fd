/** Valid inputs from a procedure's own schema, so that a new procedure is tested without a line for it. */
import { z } from 'zod';
import { registry } from '../modules/index.ts';
import { definitionOf, type Field, type Procedure } from './procedures.ts';
import type { Random } from './random.ts';

export interface Source {
  random: Random;
  /** A new try begins: what was drawn for the last one is forgotten. */
  begin(): void;
  /** The id, stream or external id to stand in this field. */
  reference(field: Field): string;
  /** A word that is found again wherever it comes out: letters and digits, 9 of them. */
  canary(path: string): string;
}

export interface Wish {
  /** How many of the optional fields: all (of references some, or everything would hang below everything), some by chance, none. */
  fill?: 'all' | 'some' | 'least';
  /** A field that must be there. */
  force?: string | undefined;
}

/** Where the caller stands in a list, a stream or a history: nothing that could be made up. */
const positions = new Set(['cursor', 'rev', 'epoch', 'seq', 'at']);

const words = ['上线', '验收测试', 'Go live', 'Café Ω', '“Phase 2” & <b>', '🚀 kick-off', "O'Neil; --", '雪 ❄ %_\\'];
const formats = [
  ...registry.list.flatMap(({ events }) => events),
  'CNY',
  'EUR',
  '2026-01-15T08:00:00.000Z',
  'Asia/Shanghai',
  'America/New_York',
  'UTC',
  'zh-CN',
  'en',
  'ja',
  'zh-Hant-TW',
  'timeline',
  '2026-02-28',
  '2027-12-31',
  '2028-02-29',
  '2026-02-28T09:30:00.000Z',
  'milestone.updated',
  '0',
  'a',
];

/**
 * An input that the schema takes. What the schema checks by code (exactly one of three, an end after a start) is found by trying.
 * @throws if none is found: then the schema wants something that this sampler does not know yet
 */
export function sample(
  { path: name, input, fields }: Pick<Procedure, 'path' | 'input' | 'fields'>,
  source: Source,
  { fill = 'some', force }: Wish = {},
): Record<string, unknown> {
  let complaint: z.ZodError | string = '';
  for (let tries = 0; tries < 200; tries++) {
    source.begin();
    // A choice among fields is not met by all of them: after three tries chance decides.
    const value = make(input, [], tries < 3 ? fill : 'some');
    const parsed = input.safeParse(value);
    if (parsed.success && (force === undefined || holds(value, force.split('.')))) return value as Record<string, unknown>;
    complaint = parsed.success ? `${force} is missing` : parsed.error;
  }
  throw new Error(`No valid input for ${name} could be made: ${typeof complaint === 'string' ? complaint : z.prettifyError(complaint)}`);

  function make(schema: z.ZodType, at: readonly string[], fill: NonNullable<Wish['fill']>): unknown {
    const { type, shape, innerType, element, keyType, valueType, options, items, in: inside, entries, values } = definitionOf(schema);
    const { random } = source;
    const path = at.join('.');
    // `.meta({ examples })` says what no chance would find: an XML plan, a formula.
    const { examples } = schema.meta() ?? {};
    if (Array.isArray(examples) && examples.length > 0) return random.pick(examples as unknown[]);
    const wanted = force !== undefined && (force === path || force.startsWith(`${path}.`));
    const byChance = fill !== 'all' || fields.some((field) => field.path === path);
    switch (type) {
      case 'object':
        return Object.fromEntries(
          Object.entries(shape!)
            .map(([key, child]) => [key, make(child, [...at, key], fill)])
            .filter(([, value]) => value !== undefined),
        );
      case 'optional':
      case 'default':
      case 'prefault':
        if (wanted) return make(innerType!, at, fill);
        if (positions.has(at.at(-1)!) || fill === 'least' || (byChance && random.chance(0.5))) return undefined;
        return make(innerType!, at, fill);
      case 'nullable':
        return !wanted && byChance && random.chance(0.25) ? null : make(innerType!, at, fill);
      case 'readonly':
      case 'nonoptional':
      case 'catch':
        return make(innerType!, at, fill);
      case 'pipe':
        return make(inside!, at, fill);
      case 'union':
        return make(random.pick(options!), at, fill);
      case 'array':
        return counted(schema).map(() => make(element!, [...at, '*'], fill));
      case 'tuple':
        return items!.map((item) => make(item, [...at, '*'], fill));
      case 'record':
        return Object.fromEntries([0, 1].map(() => [String(make(keyType!, [...at, 'key'], fill)), make(valueType!, [...at, '*'], fill)]));
      case 'enum':
        return random.pick(Object.values(entries!));
      case 'literal':
        return random.pick(values!);
      case 'boolean':
        return random.chance(0.5);
      case 'number':
      case 'int':
        return number(schema);
      case 'string':
        return text(schema, at);
      case 'unknown':
      case 'any':
        return source.canary(path);
      default:
        throw new Error(`${name}: ${path} is a ${type}, of which no sample can be made yet.`);
    }
  }

  function counted(schema: z.ZodType): undefined[] {
    const { minItems = 0, maxItems = 3 } = boundsOf(schema);
    return Array.from({ length: source.random.int(Math.max(1, minItems), Math.max(minItems, Math.min(3, maxItems))) });
  }

  function number(schema: z.ZodType): number {
    const bounds = boundsOf(schema);
    const least = Math.max(bounds.minimum ?? 0, -1_000_000);
    const most = Math.min(bounds.maximum ?? least + 1000, least + 1_000_000);
    return bounds.type === 'integer' ? source.random.int(least, most) : least + source.random.next() * (most - least);
  }

  function text(schema: z.ZodType, at: readonly string[]): string {
    const path = at.join('.');
    const field = fields.find((one) => one.path === path);
    if (field) return source.reference(field);
    const canary = source.canary(path);
    const { random } = source;
    const free = `${random.pick(words)} ${canary}`;
    const shapes = [free, `${canary}@portico.example`, `https://${canary}.example`, canary, ...random.shuffled(formats)];
    const found = shapes.find((candidate) => schema.safeParse(candidate).success);
    if (found === undefined) throw new Error(`${name}: no text is known that ${path} takes.`);
    return found;
  }
}

interface Bounds {
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  type?: string;
}

const bounds = new WeakMap<z.ZodType, Bounds>();
function boundsOf(schema: z.ZodType): Bounds {
  if (!bounds.has(schema)) bounds.set(schema, z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Bounds);
  return bounds.get(schema)!;
}

/** Does the value have something at this path? `*` is any element or member. */
function holds(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return value !== undefined && value !== null;
  if (value === null || typeof value !== 'object') return false;
  const children = key === '*' ? Object.values(value) : [(value as Record<string, unknown>)[key]];
  return children.some((child) => holds(child, rest));
}
