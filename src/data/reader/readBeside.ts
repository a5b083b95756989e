/**
 * Reads a table in a worker of its own: while it takes cells apart and numbers out of texts on one core, the batches it
 * has read are weighed, described and stored on another. They come in the order in which they stand in the file, so
 * what comes of them is the same to the bit. A worker cannot be made in some browsers: then it is read here.
 */
import { TetradError } from '#/core/protocol/errors';
import type { RecordBatch } from '#/core/table/column';
import type { ReadContext, TableFormatDef, TableReader } from '#/formats/formatDef';
import type { RecognisedTable } from '#/formats/recogniseFile';
import { formats } from '#/formats/registry';
import { buffersOf, type FromReader, type ToReader } from './readerMessages';

export interface ReaderWorker {
  postMessage(message: ToReader, moved: ArrayBuffer[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromReader>) => unknown) | null;
  onerror: ((event: ErrorEvent) => unknown) | null;
}

/** A smaller file is read before the worker has started. */
const fewestBytes = 8 * 1024 * 1024;

/** The same format, which reads beside this thread where that is worth it. */
export function readBeside(
  { file, format, source, isJoined }: RecognisedTable,
  makeReader: (() => ReaderWorker) | undefined,
  leastBytes: number = fewestBytes,
): Pick<TableFormatDef, 'read'> {
  const isItself = !isJoined && source.opened === file && formats.find(format.type) === format;
  if (!makeReader || !isItself || file.size < leastBytes) return format;
  return {
    async read(_source, context) {
      const { textColumns } = context;
      if (textColumns && !(textColumns instanceof Set)) return await format.read(source, context);
      const reader = await openBeside(
        makeReader,
        context,
        {
          kind: 'read',
          file,
          name: file.name,
          format: format.type,
          batchRows: context.batchRows,
          ...(context.options && { options: context.options }),
          ...(textColumns && { textColumns }),
        },
        (bytes) => source.tellRead(bytes / file.size),
      );
      return reader ?? (await format.read(source, context));
    },
  };
}

/** undefined where there is no worker to be had. */
async function openBeside(
  makeReader: () => ReaderWorker,
  { signal, report }: ReadContext,
  request: ToReader,
  tellBytes: (bytes: number) => void,
): Promise<TableReader | undefined> {
  signal.throwIfAborted();
  let worker: ReaderWorker;
  try {
    worker = makeReader();
  } catch {
    return undefined;
  }
  const inbox: (FromReader | { kind: 'stopped'; thrown: unknown })[] = [];
  let wake: (() => void) | undefined;
  const put = (message: (typeof inbox)[number]) => {
    inbox.push(message);
    wake?.();
  };
  const next = async () => {
    for (;;) {
      const message = inbox.shift();
      if (message?.kind === 'issue') report(message.issue);
      else if (message) return message;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const stop = () => {
    worker.terminate();
    inbox.length = 0;
    put({ kind: 'stopped', thrown: signal.reason });
  };
  const close = () => {
    worker.terminate();
    signal.removeEventListener('abort', stop);
  };
  worker.onmessage = ({ data }) => put(data);
  worker.onerror = ({ message }) => put({ kind: 'stopped', thrown: died(message) });
  signal.addEventListener('abort', stop);
  worker.postMessage(request, []);

  const first = await next();
  if (first.kind !== 'opened') {
    close();
    if (first.kind === 'failed') throw new TetradError(first.error);
    signal.throwIfAborted();
    return undefined;
  }
  let { typed, ...table } = first.table;

  async function* batches(): AsyncGenerator<RecordBatch> {
    try {
      for (;;) {
        const message = await next();
        switch (message.kind) {
          case 'batch':
            worker.postMessage({ kind: 'taken' }, []);
            tellBytes(message.bytesRead);
            yield message.batch;
            continue;
          case 'ended':
            ({ typed } = message);
            return;
          case 'failed':
            throw new TetradError(message.error);
          case 'stopped':
            throw message.thrown;
          default:
            throw new Error(`A reader of tables sent ${message.kind} in the middle of a table.`);
        }
      }
    } finally {
      close();
    }
  }

  return {
    ...table,
    ...(typed && { typed: { column: (i: number) => typed?.[i] ?? { as: 'text' } } }),
    batches: batches(),
    release(batch) {
      const buffers = buffersOf(batch);
      worker.postMessage({ kind: 'spare', buffers }, buffers);
    },
  };
}

const died = (message: string): TetradError =>
  new TetradError({
    code: 'workerDied',
    message: 'The worker that reads the file has stopped.',
    place: message || 'reader',
    hint: 'Most likely the memory was used up: close other pages and try again.',
  });
