import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromJson, toJson } from './jsonCodec';

/** Through text, as it would cross a wire. */
const cross = async (value: unknown): Promise<unknown> =>
  fromJson(JSON.parse(JSON.stringify(await toJson(value))));

test('a file keeps name, type and bytes; a blob has no name', async () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256);
  const file = (await cross({ files: [new File([bytes], 'a "b".npy', { type: 'application/x' })] })) as {
    files: File[];
  };
  expect(file.files[0]).toBeInstanceOf(File);
  expect(file.files[0]).toMatchObject({ name: 'a "b".npy', type: 'application/x', size: 100_000 });
  expect(new Uint8Array((await file.files[0]?.arrayBuffer()) as ArrayBuffer)).toEqual(bytes);
  const blob = await cross(new Blob(['abc']));
  expect(blob).toBeInstanceOf(Blob);
  expect(blob).not.toBeInstanceOf(File);
  const written = fromJson({ $file: { name: 'a.csv', text: 'x,y\n1,ü\n' } }) as File;
  expect(await written.text()).toBe('x,y\n1,ü\n');
});

test('every typed array comes back as it was, a part of a buffer too, with its shape where it has one', async () => {
  const arrays = [
    Float32Array.of(1.5, Number.NaN, -0),
    Float64Array.of(1e300, Number.NEGATIVE_INFINITY),
    Int8Array.of(-128, 127),
    Int16Array.of(-32768),
    Int32Array.of(-5, 2 ** 31 - 1),
    BigInt64Array.of(-(2n ** 63n)),
    Uint8Array.of(0, 255),
    Uint8ClampedArray.of(255),
    Uint16Array.of(65535),
    Uint32Array.of(2 ** 32 - 1),
    BigUint64Array.of(2n ** 64n - 1n),
    new Float32Array(),
    Float32Array.of(1, 2, 3, 4).subarray(1, 3),
  ];
  for (const array of arrays) {
    const back = await cross(array);
    expect(back).toEqual(array);
    expect(back?.constructor).toBe(array.constructor);
  }
  const shaped = { shape: [2, 1], data: Float32Array.of(1, 2) };
  expect(await toJson(shaped)).toEqual({
    $array: { dtype: 'float32', base64: expect.any(String), shape: [2, 1] },
  });
  expect(await cross(shaped)).toEqual(shaped);
});

test('whatever JSON can say comes back as it was, keys that look like ours too', async () => {
  const key = fc.oneof(
    fc.constantFrom('$file', '$array', '$number', '$$file', '$', '__proto__'),
    fc.string(),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constant(null),
      fc.boolean(),
      fc.double().map((number) => (Object.is(number, -0) ? 0 : number)),
      fc.string(),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map((entries) => Object.fromEntries(entries)),
    ),
  }));
  expect(await cross({ gone: undefined, $number: 1 })).toEqual({ $number: 1 });
  await fc.assert(
    fc.asyncProperty(value, async (given) => {
      expect(await cross(given)).toEqual(given);
    }),
    { numRuns: 500 },
  );
});

test('what cannot be read is refused, saying why', () => {
  for (const [given, message] of [
    [{ $blob: {} }, /no "\$blob"/],
    [{ $file: {} }, /has "base64"/],
    [{ $file: { base64: '%' } }, /damaged/],
    [{ $array: { dtype: 'complex64', base64: '' } }, /dtype/],
    [{ $array: { dtype: '__proto__', base64: '' } }, /dtype/],
    [{ $array: { dtype: 'float32', base64: btoa('abc') } }, /3 bytes/],
    [{ $array: { dtype: 'float32', shape: [2], base64: btoa('abcd') } }, /1 values/],
    [{ $array: null }, /dtype/],
    [{ $number: '3' }, /NaN/],
  ] as const)
    expect(() => fromJson({ x: given })).toThrow(
      expect.objectContaining({ code: 'badInput', message: expect.stringMatching(message) }),
    );
});
