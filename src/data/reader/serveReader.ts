/** The reading worker's side: one file, batch after batch, never far ahead of whoever takes them. */
import { toErrorInfo } from '#/core/protocol/errors';
import type { Registry } from '#/core/registry/registry';
import { SpareBuffers } from '#/core/table/spareBuffers';
import type { FormatDef, TableReader, TypedColumnInfo } from '#/formats/formatDef';
import { openSource } from '#/formats/openSource';
import { buffersOf, type FromReader, mostAhead, type ReadRequest, type ToReader } from './readerMessages';

type Post = (message: FromReader, moved?: ArrayBuffer[]) => void;

/** Some batches. */
const mostSpareBytes = 64 * 1024 * 1024;

/** Answers what to do with each message that comes. */
export function serveReader(post: Post, formats: Registry<FormatDef>): (message: ToReader) => void {
  let room = mostAhead;
  let wake: (() => void) | undefined;
  const roomForOne = async () => {
    while (room === 0) await new Promise<void>((resolve) => (wake = resolve));
    room--;
  };
  const spare = new SpareBuffers(mostSpareBytes);
  return (message) => {
    if (message.kind === 'taken') {
      room++;
      wake?.();
    } else if (message.kind === 'spare') spare.give(message.buffers);
    else
      read(message, post, formats, spare, roomForOne).catch((thrown) =>
        post({ kind: 'failed', error: toErrorInfo(thrown) }),
      );
  };
}

async function read(
  { file, name, format: type, batchRows, options, textColumns }: ReadRequest,
  post: Post,
  formats: Registry<FormatDef>,
  spare: SpareBuffers,
  roomForOne: () => Promise<void>,
): Promise<void> {
  const format = formats.get(type);
  if (format.holds !== 'rows') throw new Error(`${type} holds no rows.`);
  const source = await openSource(file instanceof File ? file : Object.assign(file, { name }));
  const reader = await format.read(source, {
    // Whoever loses interest ends the worker.
    signal: new AbortController().signal,
    report: (issue) => post({ kind: 'issue', issue }),
    batchRows,
    options,
    textColumns,
    spare,
  });
  const { names, details, decimal, options: used, ambiguities, batches } = reader;
  const typed = typedOf(reader);
  post({ kind: 'opened', table: { names, details, decimal, options: used, ambiguities, typed } });
  for await (const batch of batches) {
    await roomForOne();
    post({ kind: 'batch', batch, bytesRead: source.bytesRead() }, buffersOf(batch));
  }
  const ended = typedOf(reader);
  post({ kind: 'ended', typed: ended });
}

/** What the columns are may change while they are read. */
const typedOf = ({ names, typed }: TableReader): TypedColumnInfo[] | undefined =>
  typed && names.map((_, i) => typed.column(i));
