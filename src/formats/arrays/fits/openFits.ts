/** The images of a FITS file as variables: scaled, blanks missing; tables and packed images are named. */
import { sizeOf } from '#/core/arch/sizeOf';
import type { ArrayCoordinates, ArrayFile, AxisRole } from '#/core/grid/arrayFile';
import type { ArraySource } from '../../formatDef';
import { denseStrides, readBoxBytes } from '../boxBytes';
import { decodeNumbers, decodingDetails, plainDecoding } from '../decoding';
import { DimensionNames, largestFirst } from '../dimensionNames';
import { type NumericType, numericTypeName, readNumbers } from '../numericType';
import { openedArrays } from '../openedArrays';
import { newValues, type OpenedVariable } from '../openedVariable';
import { type FitsCards, type FitsPart, numberOf, readFitsParts, textOf } from './fitsHeader';
import { worldAxes } from './worldAxes';

const types: Record<number, Pick<NumericType, 'kind' | 'bytes'>> = {
  8: { kind: 'unsigned', bytes: 1 },
  16: { kind: 'integer', bytes: 2 },
  32: { kind: 'integer', bytes: 4 },
  64: { kind: 'integer', bytes: 8 },
  [-32]: { kind: 'float', bytes: 4 },
  [-64]: { kind: 'float', bytes: 8 },
};

interface Image {
  name: string;
  part: FitsPart;
  type: NumericType;
}

export async function openFits(file: ArraySource): Promise<ArrayFile> {
  const parts = await readFitsParts(file);
  const details: Record<string, string> = {};
  const images: Image[] = [];
  const names = new Set<string>();
  for (const [i, part] of parts.entries()) {
    const name = uniqueName(textOf(part.cards, 'EXTNAME') ?? (i === 0 ? 'image' : `part ${i + 1}`), names);
    const type = types[numberOf(part.cards, 'BITPIX') ?? 0];
    const why = refusal(part, type !== undefined);
    if (why === undefined && type) images.push({ name, part, type: { ...type, littleEndian: false } });
    else if (why) details[name] = `left out: ${why}`;
  }
  const dimensions = new DimensionNames();
  const coordinates: ArrayCoordinates[] = [];
  const roles: Record<string, AxisRole> = {};
  const variables = largestFirst(images, ({ part }) => part.shape).map(
    ({ name, part, type }): OpenedVariable => {
      const axes = worldAxes(part.cards, part.shape).toReversed();
      const shape = part.shape.toReversed();
      const own = axes.map(({ name: wanted, role, coordinates: found }, axis) => {
        const size = shape[axis] as number;
        const dimension = dimensions.name(wanted, size);
        if (role) roles[dimension] ??= role;
        if (found && !coordinates.some((known) => known.dimension === dimension))
          coordinates.push({ dimension, ...found });
        return { name: dimension, size };
      });
      return imageVariable(file, { name, part, type }, own);
    },
  );
  const [primary] = parts;
  return openedArrays(file.name, {
    variables,
    coordinates,
    roles,
    details: { ...(primary && described(primary.cards)), ...details },
  });
}

function refusal({ cards, shape }: FitsPart, known: boolean): string | undefined {
  const extension = textOf(cards, 'XTENSION');
  if (extension === 'BINTABLE' && cards.get('ZIMAGE') === true)
    return `an image packed as ${textOf(cards, 'ZCMPTYPE') ?? 'tiles'}; unpack it with funpack`;
  if (extension === 'BINTABLE' || extension === 'TABLE')
    return `a table of ${(shape[1] ?? 0).toLocaleString('en')} rows; save it as CSV or Parquet with astropy`;
  if (extension !== undefined && extension !== 'IMAGE') return `a part of the kind ${extension}`;
  if (cards.get('GROUPS') === true) return 'random groups';
  if (shape.length === 0) return extension === undefined ? '' : 'empty';
  if (!known) return 'numbers of an unknown kind';
  return shape.includes(0) ? 'empty' : undefined;
}

function imageVariable(
  file: ArraySource,
  { name, part, type }: Image,
  dimensions: { name: string; size: number }[],
): OpenedVariable {
  const { cards, offset } = part;
  const shape = dimensions.map(({ size }) => size);
  const layout = { offset, shape, strides: denseStrides(shape, type.bytes), itemBytes: type.bytes };
  const scale = numberOf(cards, 'BSCALE') ?? 1;
  const zero = numberOf(cards, 'BZERO') ?? 0;
  const blank = type.kind === 'float' ? undefined : numberOf(cards, 'BLANK');
  const decoding = { ...plainDecoding, scale, offset: zero, missing: blank === undefined ? [] : [blank] };
  const unit = textOf(cards, 'BUNIT');
  const flipped = flippedType(type, scale, zero);
  return {
    variable: {
      name,
      dimensions,
      dtype: flipped ?? numericTypeName(type),
      ...(unit && { unit }),
      details: flipped ? {} : decodingDetails(decoding),
    },
    async read(start, count, step, Values) {
      const bytes = await readBoxBytes(file, layout, start, count, step, name);
      return decodeNumbers(readNumbers(bytes, type), decoding, newValues(Values, sizeOf(count)));
    },
  };
}

/** Unsigned numbers (and signed bytes) are stored shifted by half their range. */
function flippedType({ kind, bytes }: NumericType, scale: number, zero: number): string | undefined {
  if (kind === 'float' || scale !== 1) return undefined;
  if (bytes === 1) return zero === -128 ? 'int8' : undefined;
  return zero === 2 ** (8 * bytes - 1) ? `uint${8 * bytes}` : undefined;
}

function described(cards: FitsCards): Record<string, string> {
  const told: Record<string, string> = {};
  for (const [key, name] of [
    ['OBJECT', 'object'],
    ['TELESCOP', 'telescope'],
    ['INSTRUME', 'instrument'],
    ['FILTER', 'filter'],
    ['DATE-OBS', 'observed'],
    ['CTYPE1', 'first axis'],
    ['CTYPE2', 'second axis'],
  ] as const) {
    const text = textOf(cards, key);
    if (text) told[name] = text;
  }
  return told;
}

function uniqueName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}, ${i}`;
  taken.add(name);
  return name;
}
