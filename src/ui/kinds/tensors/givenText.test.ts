import { expect, it } from 'vitest';
import { exampleShape, filled, isSingle, pictureOf, pictureValues, readText } from './givenText';

const port = (dtype: string, ...shape: (number | string)[]) => ({ name: 'x', dtype, shape });

it('numbers are read as they stand, and as JSON', () => {
  expect(readText(port('float', 'N', 2), '1, 2\n3;4')).toEqual([
    ['1', '2'],
    ['3', '4'],
  ]);
  expect(readText(port('float', 2), '[1, 2e3]')).toEqual([1, 2000]);
  expect(readText(port('bool'), 'true')).toEqual([true]);
  expect(readText(port('string', 'N'), 'a, b\nc')).toEqual(['a, b', 'c']);
  expect(() => readText(port('float', 2), '[1, 2')).toThrow('is no JSON');
  expect(() => readText(port('float', 2), ' ')).toThrow('is empty');
});

it('pictures are known by their axes', () => {
  expect(pictureOf(port('float', 'N', 3, 224, 224))).toEqual({
    order: 'channels first',
    channels: 3,
    height: 224,
    width: 224,
  });
  expect(pictureOf(port('uint8', 1, 'h', 'w', 3))).toMatchObject({ order: 'channels last', channels: 3 });
  expect(pictureOf(port('int64', 1, 3, 8, 8))).toBeUndefined();
  expect(pictureOf(port('float', 'N', 7))).toBeUndefined();
  // Two pixels, red and green.
  const pixels = { width: 2, height: 1, data: Uint8ClampedArray.of(255, 0, 0, 255, 0, 255, 0, 255) };
  const first = pictureOf(port('float', 3, 8, 8)) as NonNullable<ReturnType<typeof pictureOf>>;
  expect(pictureValues(pixels, first, 'unit')).toEqual({
    shape: [3, 1, 2],
    data: Float32Array.of(1, 0, 0, 1, 0, 0),
  });
  const last = { ...first, order: 'channels last' as const };
  expect([...pictureValues(pixels, last, 'signed').data]).toEqual([1, -1, -1, -1, 1, -1]);
});

it('an example has every size, and one value is one', () => {
  expect(exampleShape(['N', 3, 'tokens'])).toEqual([1, 3, 4]);
  expect(filled(port('float', 'N', 2), 'zeros')).toEqual({ shape: [1, 2], data: new Float32Array(2) });
  expect(filled(port('float', 1e9), 'zeros')).toBeUndefined();
  expect([isSingle(port('float')), isSingle(port('float', 'N', 1)), isSingle(port('float', 2))]).toEqual([
    true,
    true,
    false,
  ]);
});
