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

export type Attributes = ReadonlyMap<string, string | readonly number[]>;

export function numbersOf(attributes: Attributes, name: string): readonly number[] {
  const value = attributes.get(name);
  return typeof value === 'string' ? [] : (value ?? []);
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
  const [rangeMin, rangeMax] = numbers('valid_range');
  const missing = [...fill, ...numbers('missing_value')];
  if (fill.length === 0 && defaultFill !== undefined) missing.push(defaultFill);
  return {
    scale: numbers('scale_factor')[0] ?? 1,
    offset: numbers('add_offset')[0] ?? 0,
    missing: missing.map(asStored),
    validMin: rangeMin ?? numbers('valid_min')[0] ?? Number.NEGATIVE_INFINITY,
    validMax: rangeMax ?? numbers('valid_max')[0] ?? Number.POSITIVE_INFINITY,
  };
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
