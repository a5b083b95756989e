import { z } from 'zod';
import type { AugmentDef } from './augmentDef';

const params = z.strictObject({ chance: z.number().min(0).max(1) });

export const turn: AugmentDef<z.infer<typeof params>> = {
  type: 'turn',
  title: 'Turn',
  summary: 'Turns some of the images: by a quarter, a half or three quarters; what is not square by a half.',
  params,
  moves: true,
  apply(values, shape, { chance }, draw) {
    const [height = 1, width = 1, channels = 1] = shape.slice(-3);
    const [drawn, how] = draw.uniforms(2) as unknown as [number, number];
    if (drawn >= chance) return;
    const quarters = height === width ? 1 + Math.floor(3 * how) : 2;
    const before = values.slice();
    const size = height * width * channels;
    for (let start = 0; start < values.length; start += size)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const [fromY, fromX] = source(quarters, y, x, height, width);
          for (let channel = 0; channel < channels; channel++)
            values[start + (y * width + x) * channels + channel] = before[
              start + (fromY * width + fromX) * channels + channel
            ] as number;
        }
  },
  examples: [
    { shape: [5, 5, 3], params: { chance: 1 } },
    { shape: [4, 5, 1], params: { chance: 1 } },
  ],
};

/** What comes to a place when the image is turned to the left. */
function source(quarters: number, y: number, x: number, height: number, width: number): [number, number] {
  if (quarters === 1) return [x, width - 1 - y];
  if (quarters === 2) return [height - 1 - y, width - 1 - x];
  return [height - 1 - x, y];
}
