/** Composition root of the worker that reads a table for the data worker. */
import { formats } from '#/formats/registry';
import type { FromReader, ToReader } from './readerMessages';
import { serveReader } from './serveReader';

const serve = serveReader(
  (message: FromReader, moved: ArrayBuffer[] = []) => globalThis.postMessage(message, { transfer: moved }),
  formats,
);
addEventListener('message', ({ data }: MessageEvent<ToReader>) => serve(data));
