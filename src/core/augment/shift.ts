import { z } from 'zod';
import type { AugmentDef } from './augmentDef';

const params = z.strictObject({ most: z.number().min(0).max(0.5) });

export const shift: AugmentDef<z.infer<typeof params>> = {
  type: 'shift',
  title: 'Shift',
  summary: 'Moves a sample along its axes by up to a share of each; what comes in repeats the edge.',
  params,
  moves: true,
  apply(values, shape, { most }, draw) {
    const sizes = shape.slice(0, -1);
    const channels = shape.at(-1) ?? 1;
    const by = Array.from(draw.uniforms(sizes.length), (u, axis) => {
      const reach = Math.floor(most * (sizes[axis] as number));
      return Math.floor(u * (2 * reach + 1)) - reach;
    });
    if (by.every((steps) => steps === 0)) return;
    const before = values.slice();
    const at = sizes.map(() => 0);
    for (let place = 0; place < values.length / channels; place++) {
      let from = 0;
      for (const [axis, size] of sizes.entries())
        from = from * size + Math.min(size - 1, Math.max(0, (at[axis] as number) - (by[axis] as number)));
      for (let channel = 0; channel < channels; channel++)
        values[place * channels + channel] = before[from * channels + channel] as number;
      step(at, sizes);
    }
  },
  examples: [
    { shape: [6, 5, 2], params: { most: 0.34 } },
    { shape: [12, 3], params: { most: 0.25 } },
  ],
};

/** To the next place in row-major order. */
function step(at: number[], sizes: readonly number[]): void {
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    at[axis] = (at[axis] as number) + 1;
    if ((at[axis] as number) < (sizes[axis] as number)) return;
    at[axis] = 0;
  }
}
