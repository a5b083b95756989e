import { readFileSync } from 'node:fs';
import { type Schema, Validator } from '@cfworker/json-schema';
import { expect, test } from 'vitest';
import { operations } from '../operations';
import { serverOpenapi } from './serverOpenapi';

const official = JSON.parse(
  readFileSync(new URL('../../test/fixtures/openapi/schema-3.1.json', import.meta.url), 'utf8'),
) as Schema;
const document = await serverOpenapi();

test('the document is one of OpenAPI 3.1, by its own schema', () => {
  const validator = new Validator(official, '2020-12', false);
  const { valid, errors } = validator.validate(JSON.parse(JSON.stringify(document)));
  expect(errors.slice(-5)).toEqual([]);
  expect(valid).toBe(true);
  expect(validator.validate({ ...document, paths: { health: {} } }).valid).toBe(false);
});

test('every operation that the router has is described, and no other', () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.toSorted()).toEqual(operations.map(({ method, path }) => `${method} ${path}`).toSorted());
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  const names = new Set(
    Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`),
  );
  names.add('#/components/responses/Problem');
  for (const [, name = ''] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g))
    expect(names, name).toContain(name);
  for (const { path, method, for: who } of operations)
    expect('security' in (document.paths[path]?.[method.toLowerCase()] ?? {}), path).toBe(who !== 'public');
});
