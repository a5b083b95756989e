/** As under the policy of the page: code made of strings throws, and the codecs decode what numcodecs wrote. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const evaluating = globalThis.Function;

beforeAll(() => {
  const forbidden = () => {
    throw new EvalError('unsafe-eval is not an allowed source of script');
  };
  globalThis.Function = Object.assign(forbidden, {
    prototype: evaluating.prototype,
  }) as unknown as FunctionConstructor;
  vi.resetModules();
});
afterAll(() => {
  globalThis.Function = evaluating;
});

test.each(['second.zarr.zip', 'codecs.zarr.zip', 'zstd.tif'])('%s without eval', async (name) => {
  const { arraysForTest } = await import('./arraysForTest');
  const fixture = (file: string) => readFileSync(new URL(`./fixtures/${file}`, import.meta.url));
  const bytes = new Uint8Array(fixture(name));
  const file = await arraysForTest(name, bytes);
  const wanted = JSON.parse(fixture('expected.json').toString())[name].variables as Record<
    string,
    { values: (number | null)[] }
  >;
  for (const { name: variable, dimensions } of file?.variables ?? []) {
    const shape = dimensions.map(({ size }) => size);
    const origin = shape.map(() => 0);
    const values = await file?.read(variable, origin, shape);
    expect(values?.[5], variable).toBeCloseTo(wanted[variable]?.values[5] ?? Number.NaN, 4);
  }
});
