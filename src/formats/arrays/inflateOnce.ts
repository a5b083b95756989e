/** A gzip file of arrays has no random access: it is unpacked once, into a Blob the browser may keep on disk. */
import { TetradError } from '#/core/protocol/errors';
import { openSource } from '../openSource';
import type { ArraySource } from './arrayFormatDef';

const mostInflatedBytes = 8 * 1024 ** 3;

export async function inflateOnce(file: ArraySource, mostBytes = mostInflatedBytes): Promise<ArraySource> {
  const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return file;
  const source = await openSource(file);
  let bytes = 0;
  const counted = source.stream().pipeThrough(
    new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        bytes += piece.length;
        if (bytes > mostBytes) throw tooMuch(file.name, mostBytes);
        controller.enqueue(piece as Uint8Array<ArrayBuffer>);
      },
    }),
  );
  const blob = await new Response(counted).blob();
  return Object.assign(blob, { name: source.name });
}

export const tooMuch = (place: string, mostBytes: number): TetradError =>
  new TetradError({
    code: 'unsupported',
    message: `It unpacks to more than ${(mostBytes / 1024 ** 3).toLocaleString('en')} GB.`,
    place,
    hint: 'Unpack it yourself and open the file inside, which is then read in parts.',
  });
