/**
 * A record batch as one blob: magic, length of a JSON header, the header, then the columns' buffers at
 * 8-byte boundaries, little-endian. The header says where each buffer is, so one column is read without
 * touching the others. Codes are stored as narrow as the dictionary allows; 0 means missing.
 */
import { TetradError } from '../protocol/errors';
import type { ColumnValues, RecordBatch } from './column';

const magic = 0x31435454; // "TTC1"
const formatVersion = 1;

interface Span {
  at: number;
  bytes: number;
}
type ColumnHeader =
  | { physical: 'f64'; values: Span }
  | { physical: 'dict'; codeBytes: 1 | 2 | 4; codes: Span; entries: number; lengths: Span; text: Span };
interface ChunkHeader {
  version: number;
  rows: number;
  columns: ColumnHeader[];
}

const align8 = (n: number): number => (n + 7) & ~7;

/** `takeMemory` gives memory of so many bytes at least, whatever it holds; what it gives is written over from its start. */
export function encodeChunk(
  batch: RecordBatch,
  takeMemory: (bytes: number) => ArrayBuffer = (bytes) => new ArrayBuffer(bytes),
): Uint8Array<ArrayBuffer> {
  const { rows } = batch;
  const writers: ((out: ArrayBuffer, at: number) => void)[] = [];
  let size = 0;
  const place = (bytes: number, write: (out: ArrayBuffer, at: number) => void): Span => {
    const span = { at: size, bytes };
    writers.push((out, dataAt) => write(out, dataAt + span.at));
    size = align8(size + bytes);
    return span;
  };
  const encoder = new TextEncoder();
  const columns = batch.columns.map((column): ColumnHeader => {
    if (column.physical === 'f64') {
      const write = (out: ArrayBuffer, at: number) =>
        new Float64Array(out, at, rows).set(column.values.subarray(0, rows));
      return { physical: 'f64', values: place(rows * 8, write) };
    }
    const { dictionary } = column;
    const codeBytes = dictionary.length < 0xff ? 1 : dictionary.length < 0xffff ? 2 : 4;
    const lengths = Uint32Array.from(dictionary, (text) => text.length);
    const text = encoder.encode(dictionary.join(''));
    return {
      physical: 'dict',
      codeBytes,
      codes: place(rows * codeBytes, (out, at) => writeCodes(column.codes, rows, codeBytes, out, at)),
      entries: dictionary.length,
      lengths: place(lengths.byteLength, (out, at) => new Uint32Array(out, at, lengths.length).set(lengths)),
      text: place(text.length, (out, at) => new Uint8Array(out, at, text.length).set(text)),
    };
  });
  const header = encoder.encode(JSON.stringify({ version: formatVersion, rows, columns }));
  const dataAt = align8(8 + header.byteLength);
  const buffer = takeMemory(dataAt + size);
  const out = new Uint8Array(buffer, 0, dataAt + size);
  const view = new DataView(buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, header.byteLength, true);
  out.set(header, 8);
  out.fill(0, 8 + header.byteLength, dataAt);
  for (const { at, bytes } of columns.flatMap(spansOf))
    out.fill(0, dataAt + at + bytes, dataAt + align8(at + bytes));
  for (const write of writers) write(buffer, dataAt);
  return out;
}

const spansOf = (column: ColumnHeader): Span[] =>
  column.physical === 'f64' ? [column.values] : [column.codes, column.lengths, column.text];

function writeCodes(codes: Int32Array, rows: number, codeBytes: 1 | 2 | 4, out: ArrayBuffer, at: number) {
  const Stored = codeBytes === 1 ? Uint8Array : codeBytes === 2 ? Uint16Array : Uint32Array;
  const stored = new Stored(out, at, rows);
  for (let row = 0; row < rows; row++) stored[row] = (codes[row] as number) + 1;
}

/** Opens a chunk; columns are decoded when asked for. */
export function openChunk(bytes: Uint8Array<ArrayBuffer>): {
  rows: number;
  width: number;
  column(index: number): ColumnValues;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 8 || view.getUint32(0, true) !== magic) throw corrupt('no table chunk');
  const headerBytes = view.getUint32(4, true);
  const header = parseHeader(bytes.subarray(8, 8 + headerBytes));
  const dataAt = align8(8 + headerBytes);

  /** A copy when the blob sits at an odd offset, so that typed views are aligned. */
  const slice = (span: Span): { buffer: ArrayBuffer; at: number } => {
    const at = bytes.byteOffset + dataAt + span.at;
    if (dataAt + span.at + span.bytes > bytes.byteLength) throw corrupt('it is cut short');
    if (at % 8 === 0) return { buffer: bytes.buffer, at };
    return { buffer: bytes.slice(at - bytes.byteOffset, at - bytes.byteOffset + span.bytes).buffer, at: 0 };
  };

  const column = (index: number): ColumnValues => {
    const entry = header.columns[index];
    if (!entry) throw corrupt(`it has no column ${index + 1}`);
    if (entry.physical === 'f64') {
      const { buffer, at } = slice(entry.values);
      return { physical: 'f64', values: new Float64Array(buffer, at, header.rows) };
    }
    const codesAt = slice(entry.codes);
    const Stored = entry.codeBytes === 1 ? Uint8Array : entry.codeBytes === 2 ? Uint16Array : Uint32Array;
    const stored = new Stored(codesAt.buffer, codesAt.at, header.rows);
    const codes = new Int32Array(header.rows);
    for (let row = 0; row < codes.length; row++) codes[row] = (stored[row] as number) - 1;
    const lengthsAt = slice(entry.lengths);
    const lengths = new Uint32Array(lengthsAt.buffer, lengthsAt.at, entry.entries);
    const textAt = slice(entry.text);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      new Uint8Array(textAt.buffer, textAt.at, entry.text.bytes),
    );
    let at = 0;
    const dictionary = Array.from(lengths, (length) => text.slice(at, (at += length)));
    return { physical: 'dict', codes, dictionary };
  };
  return { rows: header.rows, width: header.columns.length, column };
}

export function decodeChunk(bytes: Uint8Array<ArrayBuffer>): RecordBatch {
  const chunk = openChunk(bytes);
  return {
    rows: chunk.rows,
    columns: Array.from({ length: chunk.width }, (_, index) => chunk.column(index)),
  };
}

function parseHeader(bytes: Uint8Array): ChunkHeader {
  let header: ChunkHeader;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes)) as ChunkHeader;
  } catch (cause) {
    throw corrupt('its header is unreadable', cause);
  }
  if (header.version > formatVersion)
    throw new TetradError({
      code: 'unsupported',
      message: 'This table was written by a newer version of Tetrad.',
      hint: 'Reload the page to get the current version.',
    });
  return header;
}

function corrupt(what: string, cause?: unknown): TetradError {
  return new TetradError(
    {
      code: 'corrupt',
      message: `A stored table chunk cannot be read: ${what}.`,
      hint: 'Import the file again.',
    },
    { cause },
  );
}
