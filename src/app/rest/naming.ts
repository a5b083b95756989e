/**
 * REST says snake_case, commands say camelCase. A name is changed where a schema knows it as a field, and nowhere else:
 * columns of a table, settings of a family and other keys that are data stay as they are.
 */
import type { JsonSchema } from './restRoute';

export const toSnake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The schema with its fields in snake_case. */
export function snakeSchema(schema: JsonSchema): JsonSchema {
  const list = (schemas?: JsonSchema[]) => schemas?.map(snakeSchema);
  const nested = (inner?: JsonSchema | boolean) => (typeof inner === 'object' ? snakeSchema(inner) : inner);
  return withoutUndefined({
    ...schema,
    properties: schema.properties && mapKeys(schema.properties, toSnake, snakeSchema),
    required: schema.required?.map(toSnake),
    additionalProperties: nested(schema.additionalProperties),
    items: nested(schema.items),
    prefixItems: list(schema.prefixItems),
    anyOf: list(schema.anyOf),
    oneOf: list(schema.oneOf),
    allOf: list(schema.allOf),
  });
}

/** A value that speaks snake_case, as the command of the (camelCase) schema takes it. Unknown fields stay: the command names them. */
export const toCommand = (value: unknown, schema: JsonSchema | undefined): unknown =>
  renamed(value, schema, (known) => new Map([...known.keys()].map((name) => [toSnake(name), name])));

/** An answer of a command in snake_case. */
export const fromCommand = (value: unknown, schema: JsonSchema | undefined): unknown =>
  renamed(value, schema, (known) => new Map([...known.keys()].map((name) => [name, toSnake(name)])));

type Known = Map<string, JsonSchema>;

function renamed(
  value: unknown,
  schema: JsonSchema | undefined,
  names: (known: Known) => Map<string, string>,
): unknown {
  if (
    !schema ||
    typeof value !== 'object' ||
    value === null ||
    value instanceof Blob ||
    ArrayBuffer.isView(value)
  )
    return value;
  if (Array.isArray(value)) return value.map((item, i) => renamed(item, itemSchema(schema, i), names));
  const known = fieldsOf(schema);
  const change = names(known);
  const rest = choicesOf(schema).find(({ additionalProperties: more }) => typeof more === 'object');
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const other = change.get(name) ?? name;
      const inner =
        known.get(other) ?? known.get(name) ?? (rest?.additionalProperties as JsonSchema | undefined);
      return [other, renamed(item, inner, names)];
    }),
  );
}

/** The schema and all that it may be instead. */
const choicesOf = (schema: JsonSchema): JsonSchema[] => [
  schema,
  ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap(choicesOf),
];

const fieldsOf = (schema: JsonSchema): Known =>
  new Map(choicesOf(schema).flatMap(({ properties = {} }) => Object.entries(properties)));

function itemSchema(schema: JsonSchema, index: number): JsonSchema | undefined {
  for (const { prefixItems, items } of choicesOf(schema)) {
    const item = prefixItems?.[index] ?? items;
    if (typeof item === 'object') return item;
  }
  return undefined;
}

const mapKeys = <T, U>(record: Record<string, T>, key: (name: string) => string, value: (item: T) => U) =>
  Object.fromEntries(Object.entries(record).map(([name, item]) => [key(name), value(item)]));

const withoutUndefined = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
