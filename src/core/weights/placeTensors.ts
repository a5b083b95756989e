/**
 * Arrays of a file into the places that a network has for them: by name, whatever stands between its parts
 * ("dense1/kernel", "dense1.kernel", "dense1/kernel:0"), else one by one where the file holds as many, of the very
 * same shapes in the same order. Nothing is turned or cut: a wrong shape is named.
 */
import { sizeOf } from '../arch/sizeOf';
import type { HostWeight } from '../layers/layerDef';
import { TetradError } from '../protocol/errors';

export interface GivenTensor {
  shape: readonly number[];
  data: ArrayLike<number | bigint>;
}

export interface Placed {
  weights: Map<string, HostWeight>;
  /** What to tell the person, in words. */
  remarks: string[];
}

const listedNames = 8;

export function placeTensors(
  places: readonly { name: string; shape: readonly number[] }[],
  given: ReadonlyMap<string, GivenTensor>,
): Placed {
  const byName = new Map([...given].map(([name, tensor]) => [plain(name), { name, tensor }]));
  const named = places.map(({ name }) => byName.get(plain(name)));
  const missing = places.filter((_, at) => named[at] === undefined);
  const inOrder = [...given].map(([name, tensor]) => ({ name, tensor }));
  const isAlike =
    missing.length === places.length &&
    inOrder.length === places.length &&
    places.every(({ shape }, at) => shape.join() === inOrder[at]?.tensor.shape.join());
  if (missing.length > 0 && !isAlike) throw notThere(missing, [...given.keys()]);
  const found = isAlike ? inOrder : named;
  const weights = new Map(
    places.map((place, at): [string, HostWeight] => {
      const { name, tensor } = found[at] as (typeof inOrder)[number];
      if (tensor.shape.join() !== place.shape.join()) throw otherShape(place, name, tensor.shape);
      return [place.name, { shape: [...place.shape], data: numbersOf(name, tensor, sizeOf(place.shape)) }];
    }),
  );
  const used = new Set(found.map((one) => one?.name));
  const left = [...given.keys()].filter((name) => !used.has(name));
  return {
    weights,
    remarks: [
      ...(isAlike
        ? [
            `The names in the file are others; its ${places.length} arrays have the same shapes in the same order, and were taken one by one.`,
          ]
        : []),
      ...(left.length > 0 ? [`Not used of the file: ${listed(left)}.`] : []),
    ],
  };
}

const plain = (name: string): string =>
  name
    .replace(/:0$/, '')
    .replace(/[./\\]+/g, '/')
    .toLowerCase();

function numbersOf(name: string, { data }: GivenTensor, size: number): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const value = Number(data[i]);
    if (!Number.isFinite(value) || !Number.isFinite(Math.fround(value)))
      throw new TetradError({
        code: 'badInput',
        message: `The array "${name.slice(0, 120)}" holds ${value} at place ${i}, which no network answers with.`,
        place: name.slice(0, 120),
        hint: 'Save the weights before they grew without bounds.',
      });
    numbers[i] = value;
  }
  return numbers;
}

const listed = (names: readonly string[]): string =>
  `${names
    .slice(0, listedNames)
    .map((name) => `"${name.slice(0, 60)}"`)
    .join(', ')}${names.length > listedNames ? ` and ${names.length - listedNames} more` : ''}`;

const notThere = (missing: readonly { name: string; shape: readonly number[] }[], names: readonly string[]) =>
  new TetradError({
    code: 'badInput',
    message: `The file has no ${missing
      .slice(0, 3)
      .map(({ name, shape }) => `"${name}" of [${shape.join(', ')}]`)
      .join(', ')}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}.`,
    place: missing[0]?.name,
    hint: `It holds ${names.length === 0 ? 'no arrays' : listed(names)}. The names are those that an export as safetensors gives.`,
  });

const otherShape = (
  { name, shape }: { name: string; shape: readonly number[] },
  theirs: string,
  given: readonly number[],
) =>
  new TetradError({
    code: 'badInput',
    message: `"${theirs.slice(0, 120)}" is [${given.join(', ')}] in the file, and [${shape.join(', ')}] in this network.`,
    place: name,
    hint:
      given.toReversed().join() === shape.join()
        ? 'Its axes are the other way round: save it transposed.'
        : 'Choose the version whose network these weights are of.',
  });
