/** What a route takes and answers, from the schemas of its command, in camelCase. */
import type { CommandInfo } from '../commandInfo';
import { toSnake } from './naming';
import type { JsonSchema, RestRoute } from './restRoute';

export interface RouteSchemas {
  /** Everything that may be given: in the path, the query or the body. */
  input: JsonSchema;
  output: JsonSchema;
}

/** The commands by name, with their schemas. */
export type CommandSchemas = ReadonlyMap<string, CommandInfo>;

/** Fields that only their page needs. */
const paging: Readonly<Record<string, JsonSchema>> = {
  limit: { type: 'integer', minimum: 1, maximum: 1000, default: 100, description: 'How many at most.' },
  cursor: { type: 'string', minLength: 1, maxLength: 300, description: '`next_cursor` of the page before.' },
};

export const pagingOf = (route: RestRoute): Readonly<Record<string, JsonSchema>> =>
  route.list ? paging : {};

export function schemasOf(route: RestRoute, commands: CommandSchemas): RouteSchemas {
  const command = route.command === undefined ? undefined : commands.get(route.command);
  const input = (command?.input ?? {}) as JsonSchema;
  const properties = { ...input.properties, ...route.own };
  const output = route.compose?.output ?? command?.output ?? {};
  return {
    input: {
      type: 'object',
      properties,
      required: (input.required ?? []).filter((name) => !route.optional?.includes(name)),
      additionalProperties: false,
    },
    output: route.list ? listed(route.list, output as JsonSchema, route.flatten) : (output as JsonSchema),
  };
}

function listed(name: string, { items }: JsonSchema, flatten: string | undefined): JsonSchema {
  const item = typeof items === 'object' ? items : {};
  return {
    type: 'object',
    properties: {
      [name]: { type: 'array', items: flatten ? flatSchema(item, flatten) : item },
      total: { type: 'integer' },
      nextCursor: { type: ['string', 'null'] },
    },
    required: [name, 'total', 'nextCursor'],
  };
}

function flatSchema({ properties = {}, required = [], ...rest }: JsonSchema, name: string): JsonSchema {
  const { [name]: inner = {}, ...beside } = properties;
  const { title: _title, ...flat } = { ...rest, ...inner };
  return {
    ...flat,
    properties: { ...inner.properties, ...beside },
    required: [...(inner.required ?? []), ...required.filter((field) => field !== name)],
  };
}

/** Every command, by its own name and in its own words. */
export const commandRoutes = (commands: readonly CommandInfo[]): RestRoute[] =>
  commands.map(({ name, title }) => ({
    method: 'POST',
    path: `/api/commands/${name}`,
    tag: 'Commands',
    command: name,
    summary: title,
    asCommand: true,
  }));

/** Where the fields of the input of a route come from. */
export function placesOf(
  route: RestRoute,
  input: JsonSchema,
): { path: string[]; query: string[]; body: string[] } {
  const names = Object.keys(input.properties ?? {});
  const path = [...route.path.matchAll(/\{(\w+)\}/g)].map(
    ([, name]) => route.params?.[name ?? ''] ?? (name as string),
  );
  const fixed = Object.keys(route.fixed ?? {});
  const free = names.filter((name) => !path.includes(name) && !fixed.includes(name));
  const isBody = route.method === 'POST' || route.method === 'PUT';
  const inQuery = new Set(route.query);
  return {
    path,
    query: free.filter((name) => inQuery.has(toSnake(name))),
    body: isBody ? free : [],
  };
}
