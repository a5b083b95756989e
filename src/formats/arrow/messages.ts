/**
 * The messages of an Arrow file or stream, one after the other, each read from where it lies: the schema, then
 * dictionaries and record batches. Of their metadata only what is needed to go on is looked at here.
 */
import { TetradError } from '#/core/protocol/errors';
import { fieldAt, pairsAt, requireList, requireSchemaAt } from './flatbuffer';

export interface ArrowMessage {
  kind: 'schema' | 'dictionary' | 'batch' | 'other';
  /** The message with its body, as a stream holds it. */
  bytes: Uint8Array;
  /** Of a dictionary. */
  id?: bigint;
  isDelta?: boolean;
}

const mostMetadata = 64 * 1024 * 1024;
const mostBody = 1024 * 1024 * 1024;
const kinds = ['other', 'schema', 'dictionary', 'batch'] as const;

export class MessageReader {
  readonly #file: Blob;
  readonly #name: string;
  at = 0;

  constructor(file: Blob, name: string) {
    this.#file = file;
    this.#name = name;
  }

  async next(): Promise<ArrowMessage | undefined> {
    if (this.at === 0) await this.#skipMark();
    const start = this.at;
    const head = await this.#view(start, 8);
    if (head.byteLength < 4) return undefined;
    const isNew = head.getUint32(0, true) === 0xffffffff;
    if (isNew && head.byteLength < 8) throw this.#cut(start);
    const length = head.getInt32(isNew ? 4 : 0, true);
    const before = isNew ? 8 : 4;
    if (length === 0) return undefined;
    if (length < 8 || length > mostMetadata || start + before + length > this.#file.size)
      throw this.#cut(start);
    const metadata = await this.#view(start + before, length);
    const { kind, body, ...of } = messageOf(metadata);
    const end = start + before + length + body;
    if (!(body >= 0) || end > this.#file.size) throw this.#cut(start);
    if (body > mostBody)
      throw new TetradError({
        code: 'unsupported',
        message: 'A batch of the Arrow file is larger than 1 GB.',
        place: `${this.#name}, byte ${start.toLocaleString('en')}`,
        hint: 'Write it in smaller batches (pyarrow: write_feather(table, path, chunksize=65536)), or as Parquet.',
      });
    this.at = end;
    const bytes = new Uint8Array(await this.#file.slice(start, end).arrayBuffer());
    if (kind === 'schema') requireSchema(metadata);
    if (kind === 'batch' || kind === 'dictionary')
      requireLengths(metadata, kind, new DataView(bytes.buffer, before + length));
    return { kind, bytes, ...of };
  }

  /** The first message; some writers leave it to the footer of a file. */
  async schema(): Promise<ArrowMessage | undefined> {
    const first = await this.next();
    if (first?.kind === 'schema') return first;
    this.at = 8;
    return await this.#footerSchema();
  }

  async #footerSchema(): Promise<ArrowMessage | undefined> {
    const { size } = this.#file;
    if (size < 20) return undefined;
    const tail = await this.#view(size - 10, 10);
    const length = tail.getInt32(0, true);
    if (tail.getUint32(4, true) !== 0x4f525241 || length < 8 || length > Math.min(mostMetadata, size - 18))
      return undefined;
    const footer = await this.#view(size - 10 - length, length);
    const table = footer.getUint32(0, true);
    const at = fieldAt(footer, table, 1);
    if (at === 0) return undefined;
    requireSchemaAt(footer, at + footer.getUint32(at, true));
    return { kind: 'schema', bytes: schemaMessage(footer, at + footer.getUint32(at, true)) };
  }

  /** A file has a mark in front and its footer behind; between them it is a stream. */
  async #skipMark(): Promise<void> {
    const mark = new TextDecoder('latin1').decode(await this.#file.slice(0, 8).arrayBuffer());
    if (mark.startsWith('FEA1'))
      throw new TetradError({
        code: 'unsupported',
        message: 'The file is Feather version 1, which is not read.',
        place: this.#name,
        hint: 'Write it anew as version 2: pyarrow.feather.write_feather(pandas.read_feather(path), path).',
      });
    if (mark.startsWith('ARROW1')) this.at = 8;
  }

  async #view(start: number, length: number): Promise<DataView> {
    return new DataView(await this.#file.slice(start, start + length).arrayBuffer());
  }

  #cut(at: number): TetradError {
    return new TetradError({
      code: 'badInput',
      message: 'The Arrow file is cut short or damaged: a message says that it is longer than the file.',
      place: `${this.#name}, byte ${at.toLocaleString('en')}`,
      hint: 'Download or copy it again, whole, or write it anew.',
    });
  }
}

function messageOf(view: DataView): Omit<ArrowMessage, 'bytes'> & { body: number } {
  const table = view.getUint32(0, true);
  const typeAt = fieldAt(view, table, 1);
  const headerAt = fieldAt(view, table, 2);
  const bodyAt = fieldAt(view, table, 3);
  const kind = kinds[typeAt ? view.getUint8(typeAt) : 0] ?? 'other';
  const body = bodyAt ? Number(view.getBigInt64(bodyAt, true)) : 0;
  if (kind !== 'dictionary' || !headerAt) return { kind, body };
  const header = headerAt + view.getUint32(headerAt, true);
  const idAt = fieldAt(view, header, 0);
  const deltaAt = fieldAt(view, header, 2);
  return {
    kind,
    body,
    id: idAt ? view.getBigInt64(idAt, true) : 0n,
    isDelta: deltaAt !== 0 && view.getUint8(deltaAt) !== 0,
  };
}

function requireSchema(view: DataView): void {
  const headerAt = fieldAt(view, view.getUint32(0, true), 2);
  if (!headerAt) throw new Error('a message has no content');
  requireSchemaAt(view, headerAt + view.getUint32(headerAt, true));
}

/** A message around the schema that stands at `schema` in the footer, which follows it as it is. */
function schemaMessage(footer: DataView, schema: number): Uint8Array {
  const front = 32;
  const padding = -(front + footer.byteLength) & 7;
  const bytes = new Uint8Array(8 + front + footer.byteLength + padding);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xffffffff, true);
  view.setUint32(4, bytes.length - 8, true);
  const message = new DataView(bytes.buffer, 8);
  message.setUint32(0, 16, true);
  // Where the fields lie: version, type of header, header; no body.
  [12, 12, 4, 6, 8, 0].forEach((value, i) => message.setUint16(4 + 2 * i, value, true));
  message.setInt32(16, 12, true);
  message.setInt16(20, 4, true);
  message.setUint8(22, 1);
  message.setUint32(24, front + schema - 24, true);
  bytes.set(new Uint8Array(footer.buffer, footer.byteOffset, footer.byteLength), 8 + front);
  return bytes;
}

/** Runs and columns of nothing take no bytes; there are never more rows of them than this. */
const freeRows = 1 << 20;

/** What a batch says of itself must fit into its bytes: a column that claims more rows would be made of nothing. */
function requireLengths(view: DataView, kind: 'batch' | 'dictionary', body: DataView): void {
  const table = view.getUint32(0, true);
  const headerAt = fieldAt(view, table, 2);
  if (!headerAt) throw new Error('a message has no content');
  let batch = headerAt + view.getUint32(headerAt, true);
  if (kind === 'dictionary') {
    const dataAt = fieldAt(view, batch, 1);
    if (!dataAt) throw new Error('a dictionary has no content');
    batch = dataAt + view.getUint32(dataAt, true);
  }
  const isPacked = fieldAt(view, batch, 3) !== 0;
  let bytes = 0;
  for (const [offset, length] of pairsAt(view, batch, 2)) {
    if (!(offset >= 0 && length >= 0 && offset + length <= body.byteLength))
      throw new Error('a column lies outside its batch');
    const unpacked = isPacked && length >= 8 ? Number(body.getBigInt64(offset, true)) : length;
    bytes += unpacked < 0 ? length : unpacked;
  }
  const variadic = fieldAt(view, batch, 4);
  if (variadic) {
    const at = requireList(view, variadic, 8);
    for (let i = 0; i < view.getUint32(at, true); i++)
      if (view.getBigInt64(at + 4 + 8 * i, true) > BigInt(body.byteLength))
        throw new Error('a column claims more buffers than there are');
  }
  const most = Math.max(freeRows, Math.min(bytes, mostBody) * 8);
  const nodes = pairsAt(view, batch, 1);
  for (const [length, missing] of nodes)
    if (!(length >= 0 && length <= most && missing >= 0 && missing <= length))
      throw new Error(`a column claims ${length.toLocaleString('en')} rows, more than it has bytes for`);
}
