/** Record batches of an Arrow file as batches of rows; one of them is in memory at a time, with the dictionaries. */
import { CompressionType, setCompressionCodec, type Table, tableFromIPC, Type } from '@uwdata/flechette';
import { bytesText } from '#/core/bytesText';
import { TetradError } from '#/core/protocol/errors';
import { signLife } from '#/core/protocol/heartbeat';
import type { RecordBatch } from '#/core/table/column';
import { batchRowsFor } from '#/core/table/columnBuilder';
import type { FormatSource, ReadContext, TableReader } from '../formatDef';
import { TypedTable } from '../typed/typedTable';
import { uniqueNames } from '../uniqueNames';
import { unpackLz4Frame } from '../unpack/lz4';
import { unpackZstd } from '../unpack/zstd';
import { type ArrowBatch, type ArrowField, infoOf } from './arrowTypes';
import { fillColumn } from './fillColumn';
import { type ArrowMessage, MessageReader } from './messages';

const mostUnpacked = 1024 * 1024 * 1024;
const mostRows = 2 ** 31;
/** Of the batch that is being read. */
let unpackedBytes = 0;

export async function readArrow(source: FormatSource, context: ReadContext): Promise<TableReader> {
  const file = await source.blob();
  registerCodecs();
  const messages = new MessageReader(file, source.name);
  const schema = await guarded(source.name, 'the schema', () => messages.schema());
  if (schema?.kind !== 'schema')
    throw new TetradError({
      code: 'badInput',
      message: 'The Arrow file does not begin with a schema.',
      place: source.name,
      hint: 'It is damaged, or no Arrow file: write it anew.',
    });
  const columns = await guarded(source.name, 'the schema', async () => {
    const { fields } = tableOf([schema]).schema as unknown as { fields: ArrowField[] };
    return fields.flatMap((field, i) => flattened(field, field.name ?? '', [i]));
  });
  if (columns.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'The Arrow file has no columns.',
      place: source.name,
      hint: 'Write it anew from a table with columns.',
    });
  const names = uniqueNames(
    columns.map(({ name }) => name),
    source.name,
    context.report,
  );
  const table = new TypedTable(
    names,
    columns.map(({ field }) => infoOf(field.type)),
    context.report,
  );
  return {
    names,
    details: {},
    typed: table,
    batches: batches(file, source, messages, schema, columns, table, context),
  };
}

interface ArrowColumn {
  name: string;
  field: ArrowField;
  /** From the top: which child of which. */
  path: number[];
}

/** Records are flattened to dotted names. */
const flattened = (field: ArrowField, name: string, path: number[]): ArrowColumn[] =>
  field.type.typeId === Type.Struct && (field.type.children?.length ?? 0) > 0
    ? (field.type.children ?? []).flatMap((child, i) =>
        flattened(child, `${name}.${child.name ?? ''}`, [...path, i]),
      )
    : [{ name, field, path }];

async function* batches(
  file: Blob,
  source: FormatSource,
  messages: MessageReader,
  schema: ArrowMessage,
  columns: readonly ArrowColumn[],
  typed: TypedTable,
  context: ReadContext,
): AsyncGenerator<RecordBatch> {
  let dictionaries: ArrowMessage[] = [];
  const aim = batchRowsFor(columns.length, context.batchRows);
  for (let number = 1; ; ) {
    context.signal.throwIfAborted();
    signLife();
    const where = `batch ${number}`;
    const message = await guarded(source.name, where, () => messages.next());
    if (!message) return;
    source.tellRead(messages.at / file.size);
    if (message.kind === 'dictionary') {
      if (!message.isDelta) dictionaries = dictionaries.filter(({ id }) => id !== message.id);
      dictionaries.push(message);
    }
    if (message.kind !== 'batch') continue;
    number++;
    const parts = await guarded(source.name, where, async () => {
      const { children } = tableOf([schema, ...dictionaries, message]) as unknown as {
        children: { data: ArrowBatch[] }[];
      };
      return columns.map(({ path }) => chainTo(path, children));
    });
    const rows = parts[0]?.at(0)?.length ?? 0;
    if (!(rows <= mostRows)) throw damaged(source.name, where, new Error(`it is said to have ${rows} rows`));
    for (let start = 0; start < rows; start += aim) {
      context.signal.throwIfAborted();
      const count = Math.min(aim, rows - start);
      const values = await guarded(source.name, where, async () =>
        parts.map((chain, i) => {
          if (i % 64 === 0) signLife();
          const leaf = chain.at(-1) as ArrowBatch;
          if (chain.some(({ length }) => length < start + count))
            throw new Error('its columns differ in length');
          return fillColumn(leaf, chain.slice(0, -1), start, count, () => typed.noteBadBytes(i));
        }),
      );
      yield { rows: count, columns: typed.checked(values) };
    }
  }
}

/** A column with the records around it, the outermost first. */
function chainTo([first = 0, ...rest]: number[], children: { data: ArrowBatch[] }[]): ArrowBatch[] {
  let batch = children[first]?.data[0];
  const chain: ArrowBatch[] = [];
  for (const index of [...rest, -1]) {
    if (!batch) throw new Error('it has fewer columns than the schema');
    chain.push(batch);
    batch = batch.children?.[index];
  }
  return chain;
}

function tableOf(messages: readonly ArrowMessage[]): Table {
  unpackedBytes = 0;
  return tableFromIPC(
    messages.map(({ bytes }) => bytes),
    { useBigInt: true, useDecimalInt: true, useBigIntTimestamp: true },
  );
}

function registerCodecs() {
  const bounded = (unpack: (bytes: Uint8Array, size: number) => Uint8Array) => ({
    decode(bytes: Uint8Array, size?: number): Uint8Array {
      const wanted = size ?? -1;
      unpackedBytes += wanted;
      if (!(wanted >= 0) || unpackedBytes > mostUnpacked)
        throw new Error(`it is said to unpack to more than ${bytesText(mostUnpacked)}`);
      return unpack(bytes, wanted);
    },
    encode: (bytes: Uint8Array) => bytes,
  });
  setCompressionCodec(CompressionType.ZSTD, bounded(unpackZstd));
  setCompressionCodec(CompressionType.LZ4_FRAME, bounded(unpackLz4Frame));
}

const damaged = (name: string, where: string, cause: unknown): unknown => {
  if (cause instanceof TetradError || (cause instanceof DOMException && cause.name === 'AbortError'))
    return cause;
  const why = cause instanceof Error && cause.message ? `: ${cause.message.replace(/\.$/, '')}` : '';
  return new TetradError(
    {
      code: 'badInput',
      message: `The Arrow file cannot be read${why}.`,
      place: `${name}, ${where}`,
      hint: 'It is damaged, or written in a way that is not known. Download it again, or write it anew.',
    },
    { cause },
  );
};

async function guarded<T>(name: string, where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw damaged(name, where, cause);
  }
}
