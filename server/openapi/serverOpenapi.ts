/** Everything the server answers as one OpenAPI 3.1 document: its own operations, MLflow's, and those of the studio. */
import { z } from 'zod';
import { openapiOf, type OpenapiDocument, type Operation as Described } from '#/app/rest/openapi';
import type { JsonSchema } from '#/app/rest/restRoute';
import { restOperations } from '../jobs/restOperations';
import { type Operation, operations } from '../operations';
import { bodies, queries } from './bodies';

const prefix = '/workspaces/{workspace}';
const problem = { $ref: '#/components/responses/Problem' };

/** Commands are many: they are loaded when somebody asks for the document. */
export async function serverOpenapi(): Promise<OpenapiDocument> {
  const [{ commandInfos }, { commands }] = await Promise.all([
    import('#/app/commandInfo'),
    import('#/app/dispatch'),
  ]);
  const studio = openapiOf(commandInfos(commands.all));
  const ofStudio = new Set(restOperations.map(({ name }) => name));
  const paths: OpenapiDocument['paths'] = {};
  for (const operation of operations) {
    const at = (paths[operation.path] ??= {});
    const method = operation.method.toLowerCase();
    const known = studio.paths[operation.path.slice(prefix.length)]?.[method];
    at[method] = guarded(
      operation,
      ofStudio.has(operation.name) && known ? ofWorkspace(operation, known) : described(operation),
    );
  }
  return {
    ...studio,
    info: { ...studio.info, title: 'Tetrad server', description: about },
    tags: [
      ...new Set(Object.values(paths).flatMap((one) => Object.values(one).flatMap(({ tags }) => tags))),
    ].map((name) => ({ name })),
    paths,
    components: {
      schemas: referredTo(studio.components.schemas, paths),
      responses: studio.components.responses,
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    } as OpenapiDocument['components'],
  };
}

const idOf = ({ name }: Operation): string => name.replace(/[^a-zA-Z0-9]+/g, '_').replace(/_$/, '');

const namesIn = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name: name as string,
    in: 'path' as const,
    required: true,
    schema: { type: 'string', minLength: 1 },
  }));

/** A route of the studio, below a workspace. */
const ofWorkspace = (operation: Operation, known: Described): Described => ({
  ...known,
  operationId: idOf(operation),
  parameters: [...namesIn(prefix), ...(known.parameters ?? [])],
});

const isBytes = (name: string) => name === 'writeBlob';

function described(operation: Operation): Described {
  const { name, method, path } = operation;
  const isMlflow = name.startsWith('mlflow ');
  const body = (bodies as Record<string, z.ZodType | undefined>)[name];
  const inQuery = (queries as Record<string, Record<string, string> | undefined>)[name] ?? {};
  const parameters = [
    ...namesIn(path),
    ...Object.entries(inQuery).map(([called, type]) => ({
      name: called,
      in: 'query' as const,
      required: false,
      schema: { type },
    })),
  ];
  const schema: JsonSchema | undefined = body
    ? schemaOf(body)
    : isMlflow && method !== 'GET'
      ? { type: 'object' }
      : undefined;
  return {
    operationId: idOf(operation),
    tags: [isMlflow ? 'MLflow' : 'Server'],
    summary: isMlflow ? `As MLflow's REST API 2.0 answers ${path.split('/mlflow/')[1]}` : wordsOf(name),
    ...(parameters.length > 0 && { parameters }),
    ...(schema && { requestBody: { required: true, content: { 'application/json': { schema } } } }),
    ...(isBytes(name) && {
      requestBody: {
        required: true,
        content: {
          'application/octet-stream': { schema: { type: 'string', format: 'binary' } as JsonSchema },
        },
      },
    }),
    responses: { '2XX': { description: 'Done.' }, '4XX': problem, '5XX': problem },
  };
}

/** What refers to itself (any JSON) is any value here: its names would be sought in the document, and are not there. */
function schemaOf(body: z.ZodType): JsonSchema {
  const { $defs: _names, ...schema } = z.toJSONSchema(body, { unrepresentable: 'any', io: 'input' });
  return JSON.parse(JSON.stringify(schema), (_, value: unknown) =>
    String((value as { $ref?: string } | null)?.$ref).startsWith('#/$defs/') ? {} : value,
  ) as JsonSchema;
}

/** leaseRequest: "Lease request". */
const wordsOf = (name: string): string =>
  name
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/^./, (letter) => letter.toUpperCase());

function guarded({ for: who, scope }: Operation, operation: Described): Described {
  if (who === 'public') return operation;
  const may = who === 'user' ? 'Anybody with an account' : `A member who is ${who.join(', ')}`;
  return {
    ...operation,
    description: `${operation.description ? `${operation.description} ` : ''}${may}, by a token with the scope ${scope}.`,
    ...({ security: [{ token: [] }] } as object),
  };
}

/** Names that the paths speak of, and what those speak of. */
function referredTo(all: Record<string, JsonSchema>, paths: object): Record<string, JsonSchema> {
  const found = new Set<string>(['Problem']);
  const look = (value: unknown) => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/#\/components\/schemas\/(\w+)/g))
      if (!found.has(name)) {
        found.add(name);
        look(all[name] ?? {});
      }
  };
  look(paths);
  return Object.fromEntries(Object.entries(all).filter(([name]) => found.has(name)));
}

const about =
  'A server that several studios share: immutable blobs, a log of metadata, and requests that a runner answers. Names of fields below /ml and /api/ml are in snake_case.';
