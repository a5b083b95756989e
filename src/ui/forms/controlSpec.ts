/** A zod object as a list of form fields: what to label, which control, which range, which default. */
import { z } from 'zod';
import type { LanguageName } from '#/core/expression/language';
import { labelFrom } from './labelFrom';

export interface ControlOption {
  value: string;
  label: string;
  hint?: string;
}

export interface ControlSpec {
  name: string;
  label: string;
  hint?: string;
  kind: 'integer' | 'number' | 'boolean' | 'select' | 'numbers' | 'choices' | 'text' | 'expression';
  /** Of an expression. */
  language?: LanguageName;
  minimum?: number;
  /** The minimum itself is not allowed. */
  above?: number;
  maximum?: number;
  default: unknown;
  options?: ControlOption[];
  /** For those who look for it. */
  advanced?: boolean;
  /** Means something only where answers are this (core/tasks). */
  value?: string;
}

interface JsonProperty {
  type?: string;
  enum?: string[];
  default?: unknown;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
  items?: { type?: string };
  label?: string;
  hint?: string;
  registry?: string;
  hidden?: boolean;
  advanced?: boolean;
  value?: string;
  expression?: LanguageName;
}

/** `optionsOf` answers what a `registry` field may be set to. */
export function controlSpecs(
  schema: z.ZodType,
  optionsOf: (registry: string) => ControlOption[] = () => [],
): ControlSpec[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const properties = (json.properties ?? {}) as Record<string, JsonProperty>;
  return Object.entries(properties)
    .filter(([, property]) => !property.hidden && kindOf(property) !== undefined)
    .map(([name, property]) => ({
      name,
      label: property.label ?? labelFrom(name),
      hint: property.hint,
      kind: kindOf(property) as ControlSpec['kind'],
      language: property.expression,
      minimum: realBound(property.minimum),
      above: realBound(property.exclusiveMinimum),
      maximum: realBound(property.maximum),
      default: property.default,
      advanced: property.advanced,
      value: property.value,
      options: property.registry
        ? withDefault(optionsOf(property.registry), property.default)
        : property.enum?.map((value) => ({ value, label: value })),
    }));
}

function kindOf(property: JsonProperty): ControlSpec['kind'] | undefined {
  if (property.type === 'array' && property.registry) return 'choices';
  if (property.enum || property.registry) return 'select';
  if (property.type === 'array')
    return property.items?.type === 'integer' || property.items?.type === 'number' ? 'numbers' : undefined;
  if (property.type === 'string') return property.expression ? 'expression' : 'text';
  if (property.type === 'integer' || property.type === 'number' || property.type === 'boolean')
    return property.type;
  return undefined;
}

/** "auto" and the like are valid without being registered. */
function withDefault(options: ControlOption[], value: unknown): ControlOption[] {
  if (typeof value !== 'string' || options.some((option) => option.value === value)) return options;
  return [{ value, label: value }, ...options];
}

/** z.int() states the safe-integer bounds, which tell a person nothing. */
const realBound = (bound: number | undefined): number | undefined =>
  bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined;

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });

/** "A whole number from 1 to 100,000". */
export function expectation(spec: ControlSpec): string {
  if (spec.kind === 'numbers') return 'Numbers separated by commas, for example 64, 32';
  if (spec.kind !== 'integer' && spec.kind !== 'number') return 'Choose one of the list';
  const noun = spec.kind === 'integer' ? 'A whole number' : 'A number';
  const low =
    spec.minimum !== undefined
      ? `from ${plain.format(spec.minimum)}`
      : spec.above !== undefined
        ? `above ${plain.format(spec.above)}`
        : '';
  const high = spec.maximum !== undefined ? `up to ${plain.format(spec.maximum)}` : '';
  return [noun, low, high]
    .filter(Boolean)
    .join(' ')
    .replace(/from (\S+) up to/, 'from $1 to');
}

/** Text as typed to a value; what cannot be understood stays text, and validation says so. */
export function parseControl(spec: ControlSpec, text: string): unknown {
  const trimmed = text.trim();
  if (spec.kind === 'integer' || spec.kind === 'number') {
    const value = Number(trimmed.replace(/(?<=\d)[\s_](?=\d{3})/g, ''));
    return trimmed === '' || Number.isNaN(value) ? text : value;
  }
  if (spec.kind === 'numbers') {
    if (trimmed === '') return [];
    const values = trimmed
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map(Number);
    return values.some(Number.isNaN) ? text : values;
  }
  return text;
}

export const controlText = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : isPlain(value) ? String(value) : '';

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Name of field -> what is wrong with it, in words of the field rather than of the parser. */
export function validateControls(
  schema: z.ZodType,
  specs: readonly ControlSpec[],
  values: Readonly<Record<string, unknown>>,
): Map<string, string> {
  const result = schema.safeParse(values);
  const problems = new Map<string, string>();
  if (result.success) return problems;
  for (const issue of result.error.issues) {
    const name = String(issue.path[0] ?? '');
    if (problems.has(name)) continue;
    const spec = specs.find((candidate) => candidate.name === name);
    problems.set(name, spec && issue.code !== 'custom' ? expectation(spec) : issue.message);
  }
  return problems;
}
