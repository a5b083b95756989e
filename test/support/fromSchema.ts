/** Inputs made from a JSON schema: some that it takes, and some that it must not. */
import * as fc from 'fast-check';
import type { JsonSchema } from '#/app/rest/restRoute';

export type Components = Record<string, JsonSchema>;

/** It says nothing of what it takes: what it must be is not JSON's to say. */
export const isOpaque = (schema: JsonSchema): boolean =>
  !['type', 'const', 'enum', 'anyOf', 'oneOf', '$ref'].some((key) => key in schema) ||
  (typeof schema.items === 'object' && isOpaque(schema.items)) ||
  (schema.required ?? []).some((name) => isOpaque(schema.properties?.[name] ?? {}));

/** Values that the schema takes. */
export function valid(schema: JsonSchema, components: Components, depth = 0): fc.Arbitrary<unknown> {
  const inner = (one: JsonSchema) => valid(one, components, depth + 1);
  if (schema.$ref?.endsWith('/File')) return fc.constant({ $file: { name: 'a.csv', text: 'a,b\n1,2\n' } });
  if (schema.$ref?.endsWith('/Array'))
    return fc.constant({ $array: { dtype: 'float32', base64: 'AACAPw==' } });
  if (schema.$ref) return inner(components[schema.$ref.split('/').at(-1) as string] as JsonSchema);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(inner));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  switch (type) {
    case 'string':
      if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern), { size: 'xsmall' });
      return fc.string({
        minLength: Math.max(schema.minLength ?? 0, 1),
        maxLength: Math.min(schema.maxLength ?? 12, 12),
        unit: fc.constantFrom('a', 'b', 'c', 'x', 'y', '0', '9'),
      });
    case 'integer':
      return fc.integer({
        min: Math.max(minimum ?? (exclusiveMinimum ?? -1) + 1, -1e6),
        max: Math.min(maximum ?? (exclusiveMaximum ?? 1e6) - 1, 1e6),
      });
    case 'number':
      return fc.double({
        min: Math.max(minimum ?? (exclusiveMinimum === undefined ? 0 : exclusiveMinimum + 1e-3), -1e6),
        max: Math.min(maximum ?? (exclusiveMaximum === undefined ? 1e6 : exclusiveMaximum - 1e-3), 1e6),
        noNaN: true,
      });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map(inner));
      return fc.array(typeof schema.items === 'object' ? inner(schema.items) : fc.integer(), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 2, 2)),
      });
    case 'object': {
      const required = schema.required ?? [];
      const wanted = Object.entries(schema.properties ?? {}).filter(
        ([name, one]) => required.includes(name) || (depth < 1 && !isOpaque(one)),
      );
      return fc.record(Object.fromEntries(wanted.map(([name, one]) => [name, inner(one)])), {
        requiredKeys: required,
      });
    }
    default:
      return fc.integer();
  }
}

/** Nothing takes it. */
export const wrong = [[[['none']]]];

/** Strings that have broken others: paths, markup, headers, prototypes, what is not text at all. */
export const hostile: readonly string[] = [
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  'a\r\nset-cookie: x=1',
  '<script>alert(1)</script>',
  "'; drop table models; --",
  '\u202e\u0000\ud800',
  '{{7*7}}',
  'http://169.254.169.254/latest/meta-data',
  'x'.repeat(10_000),
];
