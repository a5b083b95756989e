/** A gzip file of arrays has no random access: it is unpacked once, into a Blob the browser may keep on disk. */
import { bytesText } from '#/core/bytesText';
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { ArraySource } from '../formatDef';
import type { GunzipLimits } from '../gzip/gunzip';
import { openSource } from '../openSource';

/** Masks of a scan shrink a thousandfold, so only what is large is held to a ratio. */
const arrayLimits: GunzipLimits = { mostBytes: 8 * 1024 ** 3, mostRatio: 200, freeBytes: 2 * 1024 ** 3 };

export interface InflatedFile {
  file: ArraySource;
  /** What was noticed about the packing. */
  told: readonly DataIssue[];
}

export async function inflateOnce(file: ArraySource, mostBytes?: number): Promise<InflatedFile> {
  const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return { file, told: [] };
  const source = await openSource(file, { ...arrayLimits, ...(mostBytes !== undefined && { mostBytes }) });
  let bytes = 0;
  const counted = source.stream().pipeThrough(
    new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        bytes += piece.length;
        controller.enqueue(piece as Uint8Array<ArrayBuffer>);
      },
    }),
  );
  try {
    const blob = await new Response(counted).blob();
    return { file: Object.assign(blob, { name: source.name }), told: source.told() };
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
