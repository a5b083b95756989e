/** What the values of a leaf column mean: numbers, texts, instants, as its logical type says. */
import type { SchemaElement } from 'hyparquet';
import type { ColumnType } from '#/core/protocol/dataset';
import type { ColumnSense } from '#/core/reading/readOptions';
import { bigEndian, decimalOf, safeNumbers } from '../typed/exactNumber';
import { hexText, isText } from '../typed/bytesText';
import { dayText, instantText } from '../typed/instantText';
import type { Spans } from '../typed/typedColumn';
import type { RawValues } from './rawValues';

/** Values of a piece of a column: numbers, texts of its own making, or texts as they lie in the page. */
export type Cells =
  | { form: 'numbers'; data: Float64Array }
  | { form: 'texts'; data: (string | null)[] }
  | { form: 'entries'; dictionary: readonly (string | null)[]; indices: Int32Array | Uint8Array }
  | ({ form: 'bytes' } & Spans);

export interface LeafSense {
  as: ColumnSense;
  type?: ColumnType;
  unit?: string;
  /** The cells stand for a number that JSON writes without quotes. */
  isNumber: boolean;
  toCells(raw: Exclude<RawValues, { form: 'indices' }>, count: number): Cells;
}

type Raw = Exclude<RawValues, { form: 'indices' }>;

export function senseOf(element: SchemaElement): LeafSense {
  const { type, converted_type: old, logical_type: logical } = element;
  if (type === 'BOOLEAN') return sense('boolean', 'boolean', true, truths);
  if (old === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = logical?.type === 'DECIMAL' ? logical.scale : (element.scale ?? 0);
    return sense('number', 'numeric', true, (raw, n) => decimals(raw, n, scale));
  }
  if (old === 'DATE' || logical?.type === 'DATE')
    return sense('date', 'datetime', false, (raw, n) => texts(raw, n, (v) => dayText(Number(v))));
  const time = timeOf(element);
  if (time && type !== 'INT96') {
    const [what, digits, zone] = time;
    if (what === 'instant')
      return sense('date', 'datetime', false, (raw, n) =>
        texts(raw, n, (v) => (v === noTime ? null : instantText(v, digits, zone))),
      );
    return { ...sense('duration', 'numeric', true, (raw, n) => scaled(raw, n, 10 ** digits)), unit: 's' };
  }
  if (type === 'INT96') return sense('date', 'datetime', false, (raw, n) => spanTexts(raw, n, int96Text));
  if (logical?.type === 'FLOAT16')
    return sense('number', 'numeric', true, (raw, n) => spanNumbers(raw, n, float16));
  if (type === 'FLOAT' || type === 'DOUBLE')
    return sense('number', 'numeric', true, (raw, n) => ({ form: 'numbers', data: numbers(raw, n, false) }));
  if (type === 'INT32' || type === 'INT64') {
    const unsigned = old?.startsWith('UINT') === true || (logical?.type === 'INTEGER' && !logical.isSigned);
    return sense('number', 'integer', true, (raw, n) => whole(raw, n, unsigned));
  }
  if (logical?.type === 'UUID')
    return sense('text', undefined, false, (raw, n) => spanTexts(raw, n, uuidText));
  if (old === 'INTERVAL') return sense('text', undefined, false, (raw, n) => spanTexts(raw, n, intervalText));
  const isText = old === 'UTF8' || old === 'ENUM' || old === 'JSON' || logical?.type === 'STRING';
  return sense('text', undefined, false, (raw, n) =>
    raw.form === 'bytes' && (isText || looksLikeText(raw, n)) ? raw : spanTexts(raw, n, spanHex),
  );
}

const sense = (
  as: ColumnSense,
  type: ColumnType | undefined,
  isNumber: boolean,
  toCells: LeafSense['toCells'],
): LeafSense => ({ as, ...(type && { type }), isNumber, toCells });

/** NaT, as pandas writes it. */
const noTime = -(2n ** 63n);

function timeOf({
  converted_type: old,
  logical_type: logical,
}: SchemaElement): ['instant' | 'day', number, string] | undefined {
  const digits = { MILLIS: 3, MICROS: 6, NANOS: 9 } as const;
  if (logical?.type === 'TIMESTAMP')
    return ['instant', digits[logical.unit], logical.isAdjustedToUTC ? 'Z' : ''];
  if (logical?.type === 'TIME') return ['day', digits[logical.unit], ''];
  if (old === 'TIMESTAMP_MILLIS') return ['instant', 3, 'Z'];
  if (old === 'TIMESTAMP_MICROS') return ['instant', 6, 'Z'];
  if (old === 'TIME_MILLIS') return ['day', 3, ''];
  if (old === 'TIME_MICROS') return ['day', 6, ''];
  return undefined;
}

const wrong = (): Error => new Error('the values of a column are not of its type');

function texts(raw: Raw, count: number, textOf: (value: number | bigint) => string | null): Cells {
  if (raw.form === 'bytes') throw wrong();
  const data: (string | null)[] = new Array(count);
  for (let i = 0; i < count; i++) data[i] = textOf(raw.data[i] as number | bigint);
  return { form: 'texts', data };
}

const truthTexts = ['false', 'true'] as const;

function truths(raw: Raw, count: number): Cells {
  if (raw.form !== 'truth') return texts(raw, count, (value) => truthTexts[value ? 1 : 0]);
  return { form: 'entries', dictionary: truthTexts, indices: raw.data };
}

function spanTexts(
  raw: Raw,
  count: number,
  textOf: (bytes: Uint8Array, start: number, end: number) => string | null,
): Cells {
  if (raw.form !== 'bytes') throw wrong();
  const data: (string | null)[] = new Array(count);
  for (let i = 0; i < count; i++) data[i] = textOf(raw.bytes, raw.starts[i] as number, raw.ends[i] as number);
  return { form: 'texts', data };
}

function spanNumbers(raw: Raw, count: number, numberOf: (bytes: Uint8Array, start: number) => number): Cells {
  if (raw.form !== 'bytes') throw wrong();
  return {
    form: 'numbers',
    data: Float64Array.from({ length: count }, (_, i) => numberOf(raw.bytes, raw.starts[i] as number)),
  };
}

function numbers(raw: Raw, count: number, unsigned: boolean): Float64Array {
  if (raw.form === 'numbers') {
    const { data } = raw;
    if (data instanceof Float64Array) return data.subarray(0, count);
    const out = new Float64Array(count);
    if (!unsigned) out.set(count === data.length ? data : data.subarray(0, count));
    else for (let i = 0; i < count; i++) out[i] = (data[i] as number) >>> 0;
    return out;
  }
  if (raw.form === 'truth') return Float64Array.from(raw.data.subarray(0, count));
  throw wrong();
}

function whole(raw: Raw, count: number, unsigned: boolean): Cells {
  if (raw.form !== 'whole64') return { form: 'numbers', data: numbers(raw, count, unsigned) };
  const { data } = raw;
  const values = unsigned ? new BigUint64Array(data.buffer, data.byteOffset, count) : data;
  const safe = safeNumbers(values, count);
  if (safe) return { form: 'numbers', data: safe };
  return { form: 'texts', data: Array.from({ length: count }, (_, i) => String(values[i])) };
}

function scaled(raw: Raw, count: number, scale: number): Cells {
  const data = new Float64Array(count);
  if (raw.form === 'bytes') throw wrong();
  for (let i = 0; i < count; i++) data[i] = Number(raw.data[i]) / scale;
  return { form: 'numbers', data };
}

function decimals(raw: Raw, count: number, scale: number): Cells {
  const data: (number | string)[] = new Array(count);
  let exact = true;
  for (let i = 0; i < count; i++) {
    const unscaled =
      raw.form === 'bytes'
        ? bigEndian(raw.bytes, raw.starts[i] as number, raw.ends[i] as number)
        : BigInt(raw.data[i] as number);
    data[i] = decimalOf(unscaled, scale);
    exact &&= typeof data[i] === 'number';
  }
  return exact
    ? { form: 'numbers', data: Float64Array.from(data as number[]) }
    : { form: 'texts', data: data.map(String) };
}

const julianEpoch = 2_440_588;

function int96Text(bytes: Uint8Array, start: number): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, 12);
  const days = BigInt(view.getInt32(8, true) - julianEpoch);
  return instantText(days * 86_400_000_000_000n + view.getBigInt64(0, true), 9, '');
}

function float16(bytes: Uint8Array, start: number): number {
  const bits = (bytes[start] as number) | ((bytes[start + 1] as number) << 8);
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * 2 ** -24 * fraction : sign * 2 ** (exponent - 25) * (1024 + fraction);
}

const spanHex = (bytes: Uint8Array, start: number, end: number): string =>
  hexText(bytes.subarray(start, end));

const uuidText = (bytes: Uint8Array, start: number, end: number): string =>
  spanHex(bytes, start, end).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** Months, days and milliseconds, as ISO 8601 writes a span of time. */
function intervalText(bytes: Uint8Array, start: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, 12);
  return `P${view.getUint32(0, true)}M${view.getUint32(4, true)}DT${view.getUint32(8, true) / 1000}S`;
}

/** Bytes of no said type are mostly texts of older writers. */
function looksLikeText({ bytes, starts, ends }: Spans, count: number): boolean {
  for (let i = 0; i < Math.min(count, 1000); i++)
    if (!isText(bytes.subarray(starts[i], ends[i]))) return false;
  return true;
}
