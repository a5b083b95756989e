/** The command reference of docs/scripting.md, written from the registry. */
import type { CommandInfo } from './commandInfo';

interface Schema {
  title?: string;
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  default?: unknown;
  const?: unknown;
  minimum?: number;
  maximum?: number;
  hint?: string;
}

/** A schema in a few characters of TypeScript. */
export const typeText = (schema: Schema): string => schema.title ?? shapeText(schema);

function shapeText(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map(typeText).join(' | ');
  if (schema.type === 'array') {
    const item = typeText(schema.items ?? {});
    return /[ |]/.test(item) && !item.startsWith('{') ? `(${item})[]` : `${item}[]`;
  }
  if (schema.properties) {
    const required = new Set(schema.required);
    const fields = Object.entries(schema.properties).map(
      ([name, field]) => `${name}${required.has(name) ? '' : '?'}: ${typeText(field)}`,
    );
    return fields.length > 0 ? `{ ${fields.join(', ')} }` : '{}';
  }
  if (schema.type === 'object')
    return typeof schema.additionalProperties === 'object'
      ? `Record<string, ${typeText(schema.additionalProperties)}>`
      : '{}';
  if (Array.isArray(schema.type)) return schema.type.join(' | ');
  return schema.type === 'integer' ? 'number' : (schema.type ?? 'unknown');
}

function range({ minimum, maximum, type }: Schema): string {
  if (type !== 'integer' && type !== 'number') return '';
  const low = minimum !== undefined && minimum > -Number.MAX_SAFE_INTEGER;
  const high = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  if (low && high) return `${minimum} to ${maximum}`;
  if (low) return `at least ${minimum}`;
  return high ? `at most ${maximum}` : '';
}

/** In a table a bar ends the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

function fieldLine(name: string, field: Schema, required: boolean): string {
  const standard = field.default === undefined ? '' : `default ${JSON.stringify(field.default)}`;
  const notes = [range(field), standard, required ? '' : standard ? '' : 'optional']
    .filter(Boolean)
    .join(', ');
  return `| \`${name}\` | \`${cell(typeText(field))}\` | ${notes} |`;
}

function section({ name, title, summary, effect, input, output }: CommandInfo): string {
  const { properties = {}, required = [] } = input as Schema;
  const fields = Object.entries(properties).map(([field, schema]) =>
    fieldLine(field, schema, required.includes(field)),
  );
  const takes = fields.length > 0 ? ['| takes | type | |', '|---|---|---|', ...fields] : ['Takes `{}`.'];
  return [
    `### ${name}`,
    '',
    `${title} (${effect}). ${summary}`,
    '',
    ...takes,
    '',
    `Answers \`${typeText(output as Schema)}\`.`,
  ].join('\n');
}

/** Every record that answers name, by its name, in the order they are met. */
function recordsIn(schema: Schema, found: Map<string, Schema>): Map<string, Schema> {
  if (schema.title && (schema.properties || schema.anyOf || schema.oneOf) && !found.has(schema.title))
    found.set(schema.title, schema);
  const { items, anyOf = [], oneOf = [], properties = {} } = schema;
  for (const part of [...(items ? [items] : []), ...anyOf, ...oneOf, ...Object.values(properties)])
    recordsIn(part, found);
  return found;
}

function recordSection(commands: readonly CommandInfo[]): string {
  const found = new Map<string, Schema>();
  for (const { output } of commands) recordsIn(output as Schema, found);
  const lines = [...found].map(([title, schema]) => `| \`${title}\` | \`${cell(shapeText(schema))}\` |`);
  return ['### Records', '', '| record | fields |', '|---|---|', ...lines].join('\n');
}

/** Grouped by resource, in the order of the registry. */
export function commandReference(commands: readonly CommandInfo[]): string {
  const list = commands.map(({ name, title, effect }) => `| \`${name}\` | ${title} | ${effect} |`);
  return [
    '| command | | |',
    '|---|---|---|',
    ...list,
    '',
    [...commands.map(section), recordSection(commands)].join('\n\n'),
  ].join('\n');
}
