/**
 * A file for mediabunny, which turns in circles over some that are damaged: it goes on asking its source, and never lets
 * anything else happen. Such a file ends in an error.
 */
import { BlobSource } from 'mediabunny';
import { TetradError } from '#/core/protocol/errors';

export interface MediaSource {
  source: BlobSource;
  /** Nothing is read any more. */
  stop(): void;
}

/** Reads of a file: some, and one for so many bytes. */
const freeReads = 50_000;
const bytesPerRead = 2;
/** Nothing else happened for so long. */
const longestMs = 6_000;
const tickMs = 250;
const readsPerLook = 64;

export function mediaSource(file: Blob, place: string): MediaSource {
  const source = new BlobSource(file);
  let turned = performance.now();
  const timer = setInterval(() => {
    turned = performance.now();
  }, tickMs);
  const most = freeReads + file.size / bytesPerRead;
  let reads = 0;
  let isStopped = false;
  // What the containers read through, whether it is in memory already or not.
  const reader = source as unknown as { _read(...range: unknown[]): unknown };
  const read = reader._read.bind(source);
  reader._read = (...range) => {
    reads++;
    const isStuck = reads % readsPerLook === 0 && performance.now() - turned > longestMs;
    if (isStopped || isStuck || reads > most)
      throw new TetradError({
        code: 'badInput',
        message: 'The file is damaged: reading it leads in circles.',
        place,
        hint: 'Copy or download it again, or write it anew.',
      });
    return read(...range);
  };
  return {
    source,
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
}
