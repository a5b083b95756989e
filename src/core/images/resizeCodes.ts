/** Numbers of labels to the size a network takes, where the pixels of its image land: the nearest, never one between. */
import type { ImageSize } from './imageSchema';
import { notCounted } from './maskCodes';
import { framesOf } from './resizePixels';

/** Row-major [height, width] of the size, into `to` from `at` on; edges that are added are of no label. */
export function resizeCodes(
  codes: Uint8Array,
  image: { width: number; height: number },
  size: ImageSize,
  to: Uint8Array,
  at = 0,
): void {
  const [from, onto] = framesOf(image, size);
  to.fill(notCounted, at, at + size.width * size.height);
  const places = (count: number, start: number, length: number, end: number) =>
    Int32Array.from({ length: count }, (_, i) =>
      Math.min(end - 1, Math.floor(start + ((i + 0.5) * length) / count)),
    );
  const across = places(onto.width, from.x, from.width, image.width);
  for (const [y, row] of places(onto.height, from.y, from.height, image.height).entries())
    for (const [x, column] of across.entries())
      to[at + (onto.y + y) * size.width + onto.x + x] = codes[row * image.width + column] as number;
}
