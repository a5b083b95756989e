/** A plane of numbers as shades, the smallest dark and the largest light. */
import { element } from './element';

export interface Plane {
  width: number;
  height: number;
  /** Between neighbours of a row. */
  step: number;
  start?: number;
}

export function drawSlice(
  values: ArrayLike<number>,
  { width, height, step, start = 0 }: Plane,
  label: string,
) {
  const canvas = element('canvas', { width, height });
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', label);
  const at = (i: number) => values[start + i * step] as number;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < width * height; i++) {
    if (at(i) < low) low = at(i);
    if (at(i) > high) high = at(i);
  }
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const shade = high > low ? ((at(i) - low) / (high - low)) * 255 : 128;
    image.data.set(Number.isNaN(shade) ? [128, 0, 0, 255] : [shade, shade, shade, 255], i * 4);
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}

export function drawPixels(
  values: ArrayLike<number>,
  [height = 1, width = 1, channels = 1]: readonly number[],
) {
  const canvas = element('canvas', { width, height });
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', 'The image as the model takes it');
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 4; c++)
      image.data[i * 4 + c] = c === 3 ? 255 : (values[i * channels + (channels === 1 ? 0 : c)] as number);
  canvas.getContext('2d')?.putImageData(image, 0, 0);
  return canvas;
}
