/** A request in the words of a program, and what its body may look like. */
import type { JsonSchema } from '#/app/rest/restRoute';

export interface ApiRequest {
  method: string;
  /** With its query. */
  path: string;
  body?: string;
}

const jsonType = 'application/json';
export const fetchText = ({ method, path, body }: ApiRequest): string => {
  const options = [
    ...(method === 'GET' ? [] : [`  method: '${method}',`]),
    ...(body === undefined
      ? []
      : [`  headers: { 'content-type': '${jsonType}' },`, `  body: JSON.stringify(${indented(body)}),`]),
  ];
  const init = options.length > 0 ? `, {\n${options.join('\n')}\n}` : '';
  return `const response = await fetch(${JSON.stringify(path)}${init});\nconst answer = await response.json();`;
};

const indented = (body: string) => body.replaceAll('\n', '\n  ');

/** What a body may look like: the fields that it must have, and nothing in them that would not be taken. */
export function exampleBody(schema: JsonSchema, schemas: Readonly<Record<string, JsonSchema>>): unknown {
  const inner = (one: JsonSchema): unknown => exampleBody(one, schemas);
  if (schema.$ref?.endsWith('/File')) return { $file: { name: 'rows.csv', text: 'a,b\n1,2\n' } };
  if (schema.$ref) return inner(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice) return inner(choice);
  const [type] = [schema.type].flat();
  if (type === 'object')
    return Object.fromEntries(
      (schema.required ?? []).map((name) => [name, inner(schema.properties?.[name] ?? {})]),
    );
  if (type === 'array') {
    const least = schema.minItems ?? 0;
    const item = typeof schema.items === 'object' ? schema.items : {};
    return schema.prefixItems?.map(inner) ?? Array.from({ length: least }, () => inner(item));
  }
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 0, 0);
  if (type === 'boolean') return false;
  if (type === 'null') return null;
  return '';
}
