/** Every operation of the document, called with input made from the document: valid, missing, wrong and hostile. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Components, hostile, isOpaque, valid, wrong } from '../../../test/support/fromSchema';
import { commandInfos } from '../commandInfo';
import { commands } from '../dispatch';
import { TetradError } from '#/core/protocol/errors';
import { createApi } from './answer';
import { createIdempotency } from './idempotency';
import type { Operation, OpenapiDocument } from './openapi';
import type { Fields, JsonSchema } from './restRoute';

const origin = 'https://studio.test';
/** The door of the commands with nothing behind it: what passes it is answered by an error that is known. */
const byName = new Map(commands.all.map((command) => [command.name, command]));
const api = createApi({
  async run(name, input) {
    const command = byName.get(name);
    if (!command) throw new Error(`no command ${name}`);
    const parsed = command.input.safeParse(input);
    if (!parsed.success)
      throw new TetradError({
        code: 'badInput',
        message: parsed.error.message,
        place: 'input',
        hint: 'Look.',
      });
    throw new TetradError({ code: 'notFound', message: 'Nothing is behind this door.', hint: 'Go on.' });
  },
  commands: () => commandInfos(commands.all),
  idempotency: createIdempotency(),
});

const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.answer(
    new Request(`${origin}${path}`, {
      method,
      ...(body !== undefined && {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    }),
  );

const document = (await (await ask('GET', '/api/openapi.json')).json()) as OpenapiDocument;
const components = document.components.schemas as Components;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

const bodyOf = ({ requestBody }: Operation): JsonSchema | undefined =>
  requestBody?.content['application/json']?.schema;

const fill = (path: string, text = 'some') => path.replace(/\{\w+\}/g, encodeURIComponent(text));

async function problemOf(response: Response): Promise<Fields> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const told = (await response.json()) as Fields;
  expect(told).toMatchObject({
    status: response.status,
    code: expect.any(String),
    detail: expect.any(String),
  });
  return told;
}

test('the document speaks of every route and command', () => {
  expect(operations.length).toBeGreaterThan(130);
  for (const { name } of commands.all) expect(document.paths[`/api/commands/${name}`]).toBeDefined();
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  // Every name that is referred to is there.
  for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g))
    expect(components[name as string], name).toBeDefined();
});

test('what the document calls valid arrives at the command', async () => {
  for (const { path, method, operation } of operations) {
    const schema = bodyOf(operation);
    if (operation.responses[501]) {
      expect((await problemOf(await ask(method, fill(path)))).status).toBe(501);
      continue;
    }
    const inputs = schema
      ? fc.sample(valid(schema, components), { numRuns: path.startsWith('/api/commands/') ? 1 : 2, seed: 17 })
      : [undefined];
    for (const input of inputs) {
      const told = await problemOf(await ask(method, fill(path), input));
      expect(told, `${method} ${path} ${JSON.stringify(input)}`).toMatchObject({
        status: 404,
        hint: 'Go on.',
      });
    }
  }
});

test('what is missing or wrong is refused, and named', async () => {
  for (const { path, method, operation } of operations) {
    const schema = bodyOf(operation);
    if (!schema) continue;
    const [good] = fc.sample(valid(schema, components), { numRuns: 1, seed: 4 }) as [Fields];
    for (const name of schema.required ?? []) {
      const { [name]: _left, ...rest } = good;
      const told = await problemOf(await ask(method, fill(path), rest));
      expect(told.status, `${path} without ${name}`).toBe(400);
    }
    // Commands share one road: of their fields one is tried.
    const isCommand = path.startsWith('/api/commands/');
    const tried = isCommand ? (schema.required ?? []).slice(0, 1) : Object.keys(schema.properties ?? {});
    for (const name of tried) {
      const field = schema.properties?.[name] ?? {};
      if (isOpaque(field) || field.$ref) continue;
      const told = await problemOf(await ask(method, fill(path), { ...good, [name]: wrong }));
      // A model is looked for by its name before the rest is looked at.
      const refused = path === '/ml/models/predict' ? [400, 404] : [400];
      expect(refused, `${path} with a wrong ${name}`).toContain(told.status);
    }
    expect((await problemOf(await ask(method, fill(path), { ...good, notAField: 1 }))).status).toBe(400);
    if (path.startsWith('/api/commands/')) continue;
    for (const body of ['', '{', '[]', 'null', '7', '"a"']) {
      const { status } = await problemOf(await ask(method, fill(path), body));
      expect(status === 400 || (body === '' && status === 404), `${path} ${body} ${String(status)}`).toBe(
        true,
      );
    }
  }
});

test('hostile text is no failure of ours: never a 500, and never in a header', async () => {
  for (const { path, method, operation } of operations) {
    // Commands share one road; those of jobs stand for all.
    if (path.startsWith('/api/commands/') && !path.includes('/jobs.')) continue;
    for (const text of hostile) {
      const schema = bodyOf(operation);
      const body =
        schema && Object.fromEntries(Object.keys(schema.properties ?? {}).map((name) => [name, text]));
      const response = await ask(method, fill(path, text.isWellFormed() ? text.slice(0, 200) : 'x'), body);
      expect(response.status === 501 || response.status < 500, `${method} ${path} ${text.slice(0, 30)}`).toBe(
        true,
      );
      expect([...response.headers.values()].join()).not.toMatch(/script|passwd|cookie/);
    }
  }
  expect(({} as Fields).polluted).toBeUndefined();
  expect(
    (await ask('POST', '/ml/models', '{"__proto__":{"polluted":1},"name":"a","family":"b"}')).status,
  ).toBe(400);
});
