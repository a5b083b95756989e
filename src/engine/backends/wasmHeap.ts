/**
 * The heap of tfjs-wasm says that it is full with an address of 0, or with one beyond 2 GiB that is negative as tfjs
 * reads it; tfjs looks at neither, and would write there. Here it is a failure.
 */
import { TetradError } from '#/core/protocol/errors';

export interface Heap {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

const guarded = new WeakSet<Heap>();

export function guardHeap(heap: Heap): void {
  if (guarded.has(heap)) return;
  guarded.add(heap);
  // Emscripten's exports replace themselves when first called.
  heap._free(heap._malloc(8));
  const allocate = heap._malloc.bind(heap);
  heap._malloc = (bytes) => {
    const address = allocate(bytes);
    if (address > 0 || bytes === 0) return address;
    if (address < 0) heap._free(address);
    throw new TetradError({
      code: 'outOfMemory',
      message: `WASM has no room for another ${Math.ceil(bytes / 2 ** 20)} MB: its memory ends at 2 GB.`,
      hint: 'Use a smaller batch, or train on the CPU backend.',
    });
  };
}
