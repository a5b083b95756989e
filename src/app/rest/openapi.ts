/** The API as one OpenAPI 3.1 document, made from the table of routes and the schemas of the commands. */
import type { CommandInfo } from '../commandInfo';
import { version } from '../version';
import { snakeSchema, toSnake } from './naming';
import type { JsonSchema, RestRoute } from './restRoute';
import { routes } from './routes';
import { commandRoutes, pagingOf, placesOf, type RouteSchemas, schemasOf } from './schemas';

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: JsonSchema }[];
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, object>;
}

export interface OpenapiDocument {
  openapi: '3.1.1';
  info: object;
  servers: object[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; responses: Record<string, object> };
}

const jsonType = 'application/json';

export function openapiOf(commands: readonly CommandInfo[]): OpenapiDocument {
  const known = new Map(commands.map((command) => [command.name, command]));
  const all = [...routes, ...commandRoutes(commands)];
  const shared = new Map<string, { name: string; schema: JsonSchema }>();
  const paths: OpenapiDocument['paths'] = {};
  for (const route of all) {
    const at = (paths[route.path] ??= {});
    at[route.method.toLowerCase()] = operationOf(route, schemasOf(route, known), known, (schema) =>
      share(schema, shared),
    );
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Tetrad',
      version,
      summary: 'A machine-learning studio, asked over HTTP.',
      description: about,
      license: { name: 'MIT OR Apache-2.0', identifier: 'MIT OR Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(all.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries([
        ...[...shared.values()].map(({ name, schema }) => [name, schema] as const),
        ['File', fileSchema],
        ['Array', arraySchema],
        ['Problem', problemSchema],
      ]),
      responses: {
        Problem: {
          description: 'What was wrong, where, and what to do.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

function operationOf(
  route: RestRoute,
  { input, output }: RouteSchemas,
  commands: ReadonlyMap<string, CommandInfo>,
  refer: (schema: JsonSchema) => JsonSchema,
): Operation {
  const spoken = (schema: JsonSchema) => refer(route.asCommand ? schema : snakeSchema(schema));
  const nameOf = (name: string) => (route.asCommand ? name : toSnake(name));
  const places = placesOf(route, input);
  const isRequired = (name: string) => input.required?.includes(name) ?? false;
  const field = (name: string) => spoken(input.properties?.[name] ?? { type: 'string' });
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as string);
  const queries = route.method === 'POST' ? [] : places.query;
  const parameters: Operation['parameters'] = [
    ...inPath.map((name) => ({
      name,
      in: 'path' as const,
      required: true,
      schema: { type: 'string', minLength: 1 },
    })),
    ...queries.map((name) => ({
      name: nameOf(name),
      in: 'query' as const,
      required: isRequired(name),
      schema: field(name),
    })),
    ...Object.entries(pagingOf(route)).map(([name, schema]) => ({
      name,
      in: 'query' as const,
      required: false,
      schema,
    })),
    ...(route.method === 'POST' && !route.waitsFor
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header' as const,
            required: false,
            schema: { type: 'string', minLength: 1, maxLength: 255 },
          },
        ]
      : []),
  ];
  const body: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(places.body.map((name) => [nameOf(name), field(name)])),
    required: places.body.filter(isRequired).map(nameOf),
    additionalProperties: false,
  };
  const description = commands.get(route.command ?? '')?.summary;
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(description && { description }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.method === 'POST' &&
      !route.waitsFor && {
        requestBody: {
          required: (body.required ?? []).length > 0,
          content: { [jsonType]: { schema: body } },
        },
      }),
    responses: responsesOf(route, spoken(output)),
  };
}

function responsesOf(route: RestRoute, schema: JsonSchema): Record<string, object> {
  const failed = { $ref: '#/components/responses/Problem' };
  if (route.waitsFor) return { 501: failed };
  const content = route.events
    ? { 'text/event-stream': { schema: { type: 'string' } } }
    : route.file
      ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
      : { [jsonType]: { schema } };
  const status = String(route.status ?? 200);
  return {
    [status]: {
      description: route.status === 202 ? 'A job began.' : 'Done.',
      ...(route.status !== 204 && { content }),
    },
    '4XX': failed,
    '5XX': failed,
  };
}

const operationId = ({ method, path }: RestRoute): string =>
  `${method.toLowerCase()}${path.replace(/[^a-zA-Z0-9]+/g, '_').replace(/_$/, '')}`;

/** Schemas that have a name stand once; a second one of the same name gets a number. */
function share(schema: JsonSchema, shared: Map<string, { name: string; schema: JsonSchema }>): JsonSchema {
  if (schema.title === 'File') return { $ref: '#/components/schemas/File' };
  if (schema.title && /^\w*Array$/.test(schema.title) && !schema.type)
    return { $ref: '#/components/schemas/Array' };
  const inner = withInner(schema, (one) => share(one, shared));
  if (!schema.title || !/^[A-Z]\w*$/.test(schema.title)) return inner;
  const text = JSON.stringify(inner);
  const known = shared.get(text);
  if (known) return { $ref: `#/components/schemas/${known.name}` };
  const taken = new Set([...shared.values()].map(({ name }) => name));
  let name = schema.title;
  for (let number = 2; taken.has(name); number++) name = `${schema.title}${number}`;
  shared.set(text, { name, schema: inner });
  return { $ref: `#/components/schemas/${name}` };
}

function withInner(schema: JsonSchema, change: (inner: JsonSchema) => JsonSchema): JsonSchema {
  const { $schema: _dialect, ...copy } = schema as JsonSchema & { $schema?: string };
  const result: JsonSchema = copy;
  if (copy.properties)
    result.properties = Object.fromEntries(
      Object.entries(copy.properties).map(([name, inner]) => [name, change(inner)]),
    );
  if (typeof copy.items === 'object') result.items = change(copy.items);
  if (typeof copy.additionalProperties === 'object')
    result.additionalProperties = change(copy.additionalProperties);
  for (const key of ['anyOf', 'oneOf', 'allOf', 'prefixItems'] as const) {
    const list = copy[key];
    if (list) result[key] = list.map(change);
  }
  return result;
}

const about = `Names of fields are in snake_case; below \`/api/commands/\` they are those of the commands, in camelCase. What is long answers at once with \`job_id\`: ask \`/api/ml/jobs/{id}/status\`, or listen to \`/ml/training/{id}/events\`. A POST with an \`Idempotency-Key\` is carried out once. Reads have an \`ETag\`. A number that JSON has no word for is \`{ "$number": "NaN" }\`.`;

const text: JsonSchema = { type: 'string' };

const fileSchema: JsonSchema = {
  title: 'File',
  description: 'A file inside of JSON. As a form or as the body alone it goes as it is.',
  type: 'object',
  properties: {
    $file: { type: 'object', properties: { name: text, type: text, base64: text, text } },
  },
  required: ['$file'],
};

const arraySchema: JsonSchema = {
  title: 'Array',
  description: 'Numbers, little-endian in base64.',
  type: 'object',
  properties: {
    $array: {
      type: 'object',
      properties: { dtype: text, base64: text, shape: { type: 'array', items: { type: 'integer' } } },
      required: ['dtype', 'base64'],
    },
  },
  required: ['$array'],
};

const problemSchema: JsonSchema = {
  title: 'Problem',
  type: 'object',
  properties: {
    type: text,
    title: text,
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What was wrong.' },
    code: { type: 'string', description: 'The same word in every release.' },
    place: { type: 'string', description: 'Where.' },
    hint: { type: 'string', description: 'What to do.' },
  },
  required: ['type', 'title', 'status', 'detail', 'code'],
};
