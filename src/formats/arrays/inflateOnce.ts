/** A gzip file of arrays has no random access: it is unpacked once, into a Blob the browser may keep on disk. */
import { bytesText } from '#/core/bytesText';
import { TetradError } from '#/core/protocol/errors';
import { openSource } from '../openSource';
import type { ArraySource } from '../formatDef';

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
  try {
    return Object.assign(await new Response(counted).blob(), { name: source.name });
  } catch (cause) {
    if (cause instanceof TetradError) throw cause;
    throw new TetradError(
      {
        code: 'outOfMemory',
        message: `The browser holds no more than ${bytesText(bytes)} of what it unpacks to.`,
        place: file.name,
        hint: unpackHint,
      },
      { cause },
    );
  }
}

const unpackHint = 'Unpack it yourself (gunzip -k) and drop the file inside, which is then read in parts.';

export const tooMuch = (place: string, mostBytes: number): TetradError =>
  new TetradError({
    code: 'unsupported',
    message: `It unpacks to more than ${(mostBytes / 1024 ** 3).toLocaleString('en')} GB.`,
    place,
    hint: unpackHint,
  });
