/** The command reference of docs/scripting.md, written from the registry. */
import type { CommandInfo } from './commandInfo';

interface Schema {
  title?: string;
  type?: string | string[];
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  hint?: string;
}

/** A schema in a few characters of TypeScript. */
export function typeText(schema: Schema): string {
  if (schema.title) return schema.title;
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map(typeText).join(' | ');
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

function fieldLine(name: string, field: Schema, required: boolean): string {
  const standard = field.default === undefined ? '' : `default ${JSON.stringify(field.default)}`;
  const notes = [range(field), standard, required ? '' : standard ? '' : 'optional']
    .filter(Boolean)
    .join(', ');
  return `| \`${name}\` | \`${typeText(field).replaceAll('|', '\\|')}\` | ${notes} |`;
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

/** Grouped by resource, in the order of the registry. */
export function commandReference(commands: readonly CommandInfo[]): string {
  const list = commands.map(({ name, title, effect }) => `| \`${name}\` | ${title} | ${effect} |`);
  return ['| command | | |', '|---|---|---|', ...list, '', commands.map(section).join('\n\n')].join('\n');
}
