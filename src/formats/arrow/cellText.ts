/** One value of an Arrow batch as text: plain, or as JSON where it holds others. null where there is none. */
import { Type } from '@uwdata/flechette';
import { numberToText } from '#/core/table/cellValue';
import { decimalOf } from '../typed/exactNumber';
import { bytesText } from '../typed/bytesText';
import { dayText, instantText } from '../typed/instantText';
import { type ArrowBatch, digitsOf, infoOf } from './arrowTypes';

export function cellText(batch: ArrowBatch, index: number): string | null {
  if (!isThere(batch, index)) return null;
  const { type } = batch;
  switch (type.typeId) {
    case Type.Null:
      return null;
    case Type.Int:
      return String(batch.values?.[index]);
    case Type.Float: {
      const value = batch.value(index) as number;
      return Number.isFinite(value) ? numberToText(value) : null;
    }
    case Type.Decimal:
      return String(decimalOf(BigInt(batch.value(index) as number | bigint), type.scale ?? 0));
    case Type.Bool:
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return String(batch.value(index));
    case Type.Date: {
      const value = Number(batch.values?.[index]);
      return dayText(type.unit === 0 ? value : Math.floor(value / 86_400_000));
    }
    case Type.Timestamp:
      return instantText(batch.values?.[index] as bigint, digitsOf(type.unit), type.timezone ? 'Z' : '');
    case Type.Time:
    case Type.Duration:
      return numberToText(Number(batch.values?.[index]) / 10 ** digitsOf(type.unit));
    case Type.Dictionary:
      return dictionaryText(batch, Number(batch.values?.[index]));
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return bytesText(batch.value(index) as Uint8Array);
    default:
      return jsonOf(batch, index);
  }
}

export function dictionaryText({ dictionary }: ArrowBatch, index: number): string | null {
  let at = index;
  for (const part of dictionary?.data ?? []) {
    if (at < part.length) return at >= 0 ? cellText(part, at) : null;
    at -= part.length;
  }
  throw new Error('a value stands for an entry that the dictionary does not have');
}

function jsonOf(batch: ArrowBatch, index: number): string {
  if (!isThere(batch, index)) return 'null';
  const { type, children = [] } = batch;
  const [items] = children;
  switch (type.typeId) {
    case Type.Struct:
      return `{${children.map((child, i) => `${JSON.stringify(type.children?.[i]?.name ?? '')}:${jsonOf(child, index)}`).join(',')}}`;
    case Type.List:
    case Type.LargeList: {
      const [start, end] = rangeAt(batch, index);
      return items ? `[${jsonRange(items, start, end)}]` : '[]';
    }
    case Type.FixedSizeList: {
      const { stride = 0 } = type;
      return items ? `[${jsonRange(items, index * stride, (index + 1) * stride)}]` : '[]';
    }
    case Type.Map: {
      const [keys, values] = items?.children ?? [];
      if (!keys || !values) return '{}';
      const [start, end] = rangeAt(batch, index);
      const parts: string[] = [];
      for (let i = start; i < end; i++)
        parts.push(`${JSON.stringify(cellText(keys, i) ?? '')}:${jsonOf(values, i)}`);
      return `{${parts.join(',')}}`;
    }
    case Type.Union:
    case Type.RunEndEncoded:
    case Type.ListView:
    case Type.LargeListView:
    case Type.Interval:
      return JSON.stringify(batch.value(index), plain) ?? 'null';
    default: {
      const text = cellText(batch, index);
      if (text === null) return 'null';
      const { as } = infoOf(type);
      return as === 'text' || as === 'date' ? JSON.stringify(text) : text;
    }
  }
}

/** Counted from what is there: a list may claim any length. */
function rangeAt({ offsets, children }: ArrowBatch, index: number): [number, number] {
  const start = Number(offsets?.[index]);
  const end = Number(offsets?.[index + 1]);
  if (!(start >= 0 && end >= start && end <= (children?.[0]?.length ?? 0)))
    throw new Error('a list lies outside its batch');
  return [start, end];
}

function jsonRange(items: ArrowBatch, start: number, end: number): string {
  if (end > items.length) throw new Error('a list lies outside its batch');
  const parts: string[] = [];
  for (let i = start; i < end; i++) parts.push(jsonOf(items, i));
  return parts.join(',');
}

const plain = (_: string, value: unknown): unknown =>
  typeof value === 'bigint'
    ? Number(value)
    : ArrayBuffer.isView(value)
      ? Array.from(value as unknown as ArrayLike<number | bigint>, Number)
      : value;

const isThere = (batch: ArrowBatch, index: number): boolean =>
  batch.nullCount === 0 || !batch.validity || batch.validity.length === 0 || batch.isValid(index);
