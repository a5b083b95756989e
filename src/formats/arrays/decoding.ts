/**
 * Stored number to physical value by the CF conventions (section 2.5.1 and 8.1): value = raw * scale + offset,
 * raw values that stand for "missing" or lie outside the valid range become NaN.
 * https://cfconventions.org/cf-conventions/cf-conventions.html
 */
import type { NumberArray, NumericType } from './numericType';

export interface Decoding {
  scale: number;
  offset: number;
  /** Compared with the raw value. */
  missing: readonly number[];
  validMin: number;
  validMax: number;
}

export interface Attributes extends ReadonlyMap<string, string | readonly number[]> {
  /** What the numbers of an attribute are stored as, where the format says. */
  kinds?: ReadonlyMap<string, NumericType['kind']>;
}

/** Of numbers, or of numbers written as text: "0.005", "-99.9f", "0, 250". */
export function numbersOf(attributes: Attributes, name: string): readonly number[] {
  const value = attributes.get(name);
  return typeof value === 'string' ? writtenNumbers(value) : (value ?? []);
}

/** Of what is one number by its nature: "0,01" has a decimal comma. */
function oneNumber(attributes: Attributes, name: string): number | undefined {
  const value = attributes.get(name);
  const comma = typeof value === 'string' ? /^\s*([+-]?\d+),(\d+)\s*$/.exec(value) : null;
  return comma ? Number(`${comma[1]}.${comma[2]}`) : numbersOf(attributes, name)[0];
}

/** As C and CDL write numbers, with the letter of their type behind. */
const writtenNumber = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?:[fdlsb]|u[bsl]?|u?ll)?$/i;

function writtenNumbers(text: string): number[] {
  const words = text
    .replace(/^\s*[[{(]|[\]})]\s*$/g, '')
    .split(/[\s,;]+/)
    .filter((word) => word !== '');
  const numbers = words.map((word) => {
    if (/^[+-]?(nan|inf(inity)?)f?$/i.test(word))
      return /nan/i.test(word) ? Number.NaN : word.startsWith('-') ? -Infinity : Infinity;
    const digits = writtenNumber.exec(word)?.[1];
    return digits === undefined ? undefined : Number(digits);
  });
  return numbers.every((number) => number !== undefined) ? numbers : [];
}

export const plainDecoding: Decoding = {
  scale: 1,
  offset: 0,
  missing: [],
  validMin: Number.NEGATIVE_INFINITY,
  validMax: Number.POSITIVE_INFINITY,
};

/** `defaultFill`: what the format writes where nothing was written, when the file does not say. */
export function cfDecoding(attributes: Attributes, type: NumericType, defaultFill?: number): Decoding {
  const numbers = (name: string) => numbersOf(attributes, name);
  const asStored = (value: number): number => {
    if (type.kind === 'float') return type.bytes === 4 ? Math.fround(value) : value;
    return type.kind === 'unsigned' && value < 0 ? value + 2 ** (type.bytes * 8) : value;
  };
  const fill = numbers('_FillValue');
  const missing = [...fill, ...numbers('missing_value')];
  if (fill.length === 0 && defaultFill !== undefined) missing.push(defaultFill);
  const scale = oneNumber(attributes, 'scale_factor') ?? 1;
  const offset = oneNumber(attributes, 'add_offset') ?? 0;
  return {
    scale,
    offset,
    missing: missing.map(asStored),
    ...validRange(attributes, type, { scale, offset, asStored }),
  };
}

const boundNames = ['valid_range', 'valid_min', 'valid_max'];

/**
 * As stored. A packed variable has its range packed too, unless the range is of the type of what is unpacked, as the
 * users' guide of NetCDF says, or would leave next to none of what can be stored where unpacked it leaves most.
 */
function validRange(
  attributes: Attributes,
  type: NumericType,
  { scale, offset, asStored }: { scale: number; offset: number; asStored(value: number): number },
): Pick<Decoding, 'validMin' | 'validMax'> {
  const [rangeMin, rangeMax] = numbersOf(attributes, 'valid_range');
  const min = rangeMin ?? numbersOf(attributes, 'valid_min')[0] ?? -Infinity;
  const max = rangeMax ?? numbersOf(attributes, 'valid_max')[0] ?? Infinity;
  const all = { validMin: -Infinity, validMax: Infinity };
  const packed = { validMin: asStored(min), validMax: asStored(max) };
  const given = [min, max].filter(Number.isFinite);
  if (given.length === 0) return all;
  // A range that holds nothing says nothing.
  const sound = (range: typeof all) => (range.validMin <= range.validMax ? range : all);
  if (type.kind === 'float' || (scale === 1 && offset === 0)) return sound(packed);
  const ends = [(min - offset) / scale, (max - offset) / scale].sort((a, b) => a - b);
  const [low = -Infinity, high = Infinity] = ends;
  const slack = (value: number) => 1e-6 * Math.max(1, Math.abs(value));
  const unpacked = { validMin: Math.ceil(low - slack(low)), validMax: Math.floor(high + slack(high)) };
  const span = 2 ** (8 * type.bytes);
  const asUnpacked =
    boundNames.some((name) => attributes.kinds?.get(name) === 'float') ||
    given.some((bound) => !Number.isInteger(bound)) ||
    (max - min < span / 200 && high - low > span / 10 && high - low < 2 * span);
  return sound(asUnpacked ? unpacked : packed);
}

/** Written into `out`, in double precision until the last step. */
export function decodeNumbers<T extends Float32Array | Float64Array>(
  raw: NumberArray,
  decoding: Decoding,
  out: T,
): T {
  const { scale, offset, missing, validMin, validMax } = decoding;
  const plain = scale === 1 && offset === 0;
  const guarded = missing.length > 0 || validMin > -Infinity || validMax < Infinity;
  if (plain && !guarded) {
    out.set(raw);
    return out;
  }
  for (let i = 0; i < raw.length; i++) {
    const value = raw[i] as number;
    if (guarded && (value < validMin || value > validMax || missing.includes(value))) out[i] = Number.NaN;
    else out[i] = plain ? value : value * scale + offset;
  }
  return out;
}

/** For the user: what happens to the stored numbers. */
export function decodingDetails({
  scale,
  offset,
  missing,
  validMin,
  validMax,
}: Decoding): Record<string, string> {
  const details: Record<string, string> = {};
  if (scale !== 1) details.scale = String(scale);
  if (offset !== 0) details.offset = String(offset);
  if (missing.length > 0) details['fill value'] = [...new Set(missing)].join(', ');
  if (validMin > -Infinity || validMax < Infinity) details['valid range'] = `${validMin} to ${validMax}`;
  return details;
}
