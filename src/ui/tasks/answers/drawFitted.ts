import type { ImageSize } from '#/core/images/imageSchema';
import { framesOf } from '#/core/images/resizePixels';

/** An image at the size that a network takes, as it takes it. */
export function drawFitted(
  context: CanvasRenderingContext2D,
  image: HTMLImageElement,
  size: ImageSize,
): void {
  const [from, onto] = framesOf({ width: image.naturalWidth, height: image.naturalHeight }, size);
  context.drawImage(image, from.x, from.y, from.width, from.height, onto.x, onto.y, onto.width, onto.height);
}
