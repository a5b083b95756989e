/**
 * The API: a request in, a response out. Nothing of a framework, a network or a studio is in it: the page answers
 * through its service worker with it, tests call it.
 */
import { TetradError } from '#/core/protocol/errors';
import { isOfApi } from '#/core/protocol/restRelay';
import type { CommandInfo } from '../commandInfo';
import { fromJson, toJson } from '../jsonCodec';
import { readQuery } from './givenText';
import type { Idempotency } from './idempotency';
import { matchRoute } from './matchRoute';
import { fromCommand, snakeSchema, toCommand, toSnake } from './naming';
import { openapiOf } from './openapi';
import { flatItem, pageOfList } from './pageOfList';
import { HttpProblem, problem } from './problem';
import { isFileAlone, readBody } from './readBody';
import type { Fields, JsonSchema, RestRoute, RunCommand } from './restRoute';
import { routes } from './routes';
import { commandRoutes, pagingOf, placesOf, type RouteSchemas, schemasOf } from './schemas';

export interface RestDeps {
  run: RunCommand;
  /** Every command with its schemas. */
  commands(): readonly CommandInfo[];
  idempotency: Idempotency;
  /** What a training says from now on, as server-sent events; undefined: nothing live is to be had here. */
  events?(job: Fields, request: Request): ReadableStream<Uint8Array>;
}

export interface Api {
  /** Never rejects: whatever goes wrong is a problem. */
  answer(request: Request): Promise<Response>;
}

export const openapiPath = '/api/openapi.json';

export function createApi(deps: RestDeps): Api {
  let known: { commands: Map<string, CommandInfo>; all: RestRoute[]; document?: object } | undefined;
  const load = () => {
    if (known) return known;
    const commands = new Map(deps.commands().map((command) => [command.name, command]));
    known = { commands, all: [...routes, ...commandRoutes([...commands.values()])] };
    return known;
  };

  const prepared = new Map<RestRoute, Prepared>();

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (!isOfApi(url.pathname)) matchRoute([], request.method, url.pathname);
    const { commands, all } = load();
    if (url.pathname === openapiPath) {
      matchRoute([{ method: 'GET', path: openapiPath }], request.method, url.pathname);
      const document = (load().document ??= openapiOf([...commands.values()]));
      return await tagged(request, JSON.stringify(document));
    }
    const { route, params } = matchRoute(all, request.method, url.pathname);
    if (route.waitsFor)
      throw new HttpProblem(
        {
          code: 'unsupported',
          message: `${route.summary}: this waits for ${route.waitsFor}.`,
          place: 'path',
          hint: 'GET /api/openapi.json lists what is answered.',
        },
        { status: 501 },
      );
    const ready = prepared.get(route) ?? prepare(route, commands);
    prepared.set(route, ready);
    const asked = await readAsked(request, url, ready, params);
    const work = () => carryOut(request, route, asked);
    const key = request.method === 'POST' ? request.headers.get('idempotency-key') : null;
    if (key === null) return await work();
    const fingerprint = await sha256(
      `${request.method} ${url.pathname}${url.search}\n${await fingerprintOf(asked.input)}`,
    );
    return await deps.idempotency.once(key, fingerprint, async () => await work().catch(problem));
  }

  async function carryOut(
    request: Request,
    route: RestRoute,
    { input, page, output }: Asked,
  ): Promise<Response> {
    const asked = route.compose
      ? route.compose.answer(deps.run, input)
      : deps.run(route.command as string, input);
    const answered = await asked.catch((thrown) => {
      throw route.asCommand ? thrown : inWordsOfRest(thrown);
    });
    if (route.events) return liveAnswer(request, answered as Fields, deps);
    if (route.file) return fileAnswer((answered as Fields)[route.file] as File);
    if (route.status === 204) return new Response(null, { status: 204 });
    const shaped = route.list ? listAnswer(answered as Fields[], route, page) : answered;
    // The codec first: it knows bytes and files, which have no fields to rename.
    const json = await toJson(output ? fromCommand(shaped, output) : shaped);
    return await tagged(request, JSON.stringify(json), route.status);
  }

  return {
    answer: async (request) => {
      const response = await answer(request).catch(problem);
      return request.method === 'HEAD' ? new Response(null, response) : response;
    },
  };
}

/** Fields are named as they are here. */
function inWordsOfRest(thrown: unknown): unknown {
  if (!(thrown instanceof TetradError) || thrown.code !== 'badInput' || !/^[\w.]+$/.test(thrown.place ?? ''))
    return thrown;
  const place = thrown.place as string;
  return new HttpProblem({
    code: thrown.code,
    message: thrown.message.replace(`${place}:`, `${toSnake(place)}:`),
    place: toSnake(place),
    hint: thrown.hint?.startsWith('tetrad.commands()')
      ? 'GET /api/openapi.json says what this address takes.'
      : thrown.hint,
  });
}

interface Asked {
  input: Fields;
  page: Fields;
  /** undefined: the answer keeps the names of the command. */
  output?: JsonSchema;
}

/** A route with its schemas, by the names that requests use. */
interface Prepared extends RouteSchemas {
  route: RestRoute;
  inQuery: Readonly<Record<string, JsonSchema>>;
  inBody: Readonly<Record<string, JsonSchema>>;
}

function prepare(route: RestRoute, commands: ReadonlyMap<string, CommandInfo>): Prepared {
  const schemas = schemasOf(route, commands);
  const places = placesOf(route, schemas.input);
  const named = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => {
        const field = schemas.input.properties?.[name] ?? {};
        return route.asCommand ? [name, field] : [toSnake(name), snakeSchema(field)];
      }),
    );
  return {
    route,
    ...schemas,
    inQuery: { ...named(places.query), ...pagingOf(route) },
    inBody: named(places.body),
  };
}

async function readAsked(
  request: Request,
  url: URL,
  { route, input: schema, output, inQuery, inBody }: Prepared,
  params: Record<string, string>,
): Promise<Asked> {
  const { limit, cursor, ...query } = readQuery(url.searchParams, inQuery);
  const isBody = request.method === 'POST' || request.method === 'PUT';
  const body = isBody ? await readBody(request, inBody, url.searchParams.get('name')) : {};
  // The name of a file alone is that of the file: what is made of it is named after it.
  if (isBody && isFileAlone(request)) delete query.name;
  const given = fromJson({ ...query, ...body }) as Fields;
  const renamed = (route.asCommand ? given : toCommand(given, schema)) as Fields;
  const fromPath = Object.fromEntries(
    Object.entries(params).map(([name, text]) => [route.params?.[name] ?? name, text]),
  );
  const twice = Object.keys(fromPath).find((name) => Object.hasOwn(renamed, name));
  if (twice !== undefined)
    throw new HttpProblem({
      code: 'badInput',
      message: `"${toSnake(twice)}" stands in the address already.`,
      place: `body, ${toSnake(twice)}`,
      hint: 'Leave it out of the body.',
    });
  // Commands look at their own fields.
  const unknown =
    route.compose && Object.keys(renamed).find((name) => !Object.hasOwn(schema.properties ?? {}, name));
  if (unknown !== undefined)
    throw new HttpProblem({
      code: 'badInput',
      message: `"${unknown.slice(0, 100)}" is not something this address takes.`,
      place: `body, ${unknown.slice(0, 100)}`,
      hint: 'GET /api/openapi.json says what it takes.',
    });
  return {
    input: { ...renamed, ...fromPath, ...route.fixed },
    page: { ...(limit !== undefined && { limit }), ...(cursor !== undefined && { cursor }) },
    ...(!route.asCommand && { output }),
  };
}

const listAnswer = (items: readonly Fields[], { list, flatten }: RestRoute, page: Fields): Fields =>
  pageOfList(flatten ? items.map((item) => flatItem(item, flatten)) : items, list as string, page);

function fileAnswer(file: File): Response {
  return new Response(file, {
    headers: {
      'content-type': file.type || 'application/octet-stream',
      'content-length': String(file.size),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'x-content-type-options': 'nosniff',
    },
  });
}

function liveAnswer(request: Request, job: Fields, { events }: RestDeps): Response {
  if (!events)
    throw new HttpProblem(
      { code: 'unsupported', message: 'Nothing live is to be had here.' },
      { status: 501 },
    );
  return new Response(events(job, request), {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  });
}

/** With an ETag: who has this answer already is told so. */
async function tagged(request: Request, text: string, status = 200): Promise<Response> {
  const etag = `"${(await sha256(text)).slice(0, 32)}"`;
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    etag,
  };
  const known = request.headers
    .get('if-none-match')
    ?.split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''));
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && (known?.includes(etag) || known?.includes('*')))
    return new Response(null, { status: 304, headers: { etag } });
  return new Response(text, { status, headers });
}

/** What the request says, files by what is in them. */
async function fingerprintOf(input: Fields): Promise<string> {
  const files: Blob[] = [];
  const text = JSON.stringify(input, (_, value: unknown) =>
    value instanceof Blob
      ? { name: 'name' in value ? value.name : '', file: files.push(value) }
      : ArrayBuffer.isView(value)
        ? Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
        : value,
  );
  const hashes = await Promise.all(files.map(async (file) => await sha256(await file.arrayBuffer())));
  return [text, ...hashes].join('\n');
}

async function sha256(content: string | ArrayBuffer): Promise<string> {
  const given = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', given));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
