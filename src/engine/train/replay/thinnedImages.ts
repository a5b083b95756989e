import type { MadeImages } from '#/core/protocol/model';

/** Of an image in a strip: every second, third … pixel of what is larger. */
const mostSide = 64;

/** `shades`: 0 to 255, [images, height, width, channels]. */
export function thinnedImages(
  shades: Float32Array,
  [height = 1, width = 1, channels = 1]: number[],
): MadeImages {
  const every = Math.max(1, Math.ceil(Math.max(height, width) / mostSide));
  const [down, across] = [Math.ceil(height / every), Math.ceil(width / every)];
  const images = shades.length / (height * width * channels);
  const kept = new Uint8ClampedArray(images * down * across * channels);
  let at = 0;
  for (let image = 0; image < images; image++)
    for (let y = 0; y < down; y++)
      for (let x = 0; x < across; x++)
        for (let channel = 0; channel < channels; channel++)
          kept[at++] = shades[
            ((image * height + y * every) * width + x * every) * channels + channel
          ] as number;
  return { shape: [down, across, channels], shades: new Uint8Array(kept.buffer) };
}
