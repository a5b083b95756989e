import { z } from 'zod';
import type { AugmentDef } from './augmentDef';

const params = z.strictObject({ strength: z.number().min(0).max(1) });

export const tempo: AugmentDef<z.infer<typeof params>> = {
  type: 'tempo',
  title: 'Tempo',
  summary: 'Plays a series faster or slower around its middle; what is missing at its ends is mirrored.',
  params,
  apply(values, [times = 1, ...rest], { strength }, draw) {
    const width = rest.reduce((product, size) => product * size, 1);
    const factor = Math.exp(strength * (draw.normals(1)[0] as number));
    const before = values.slice();
    const [last, middle] = [times - 1, (times - 1) / 2];
    for (let time = 0; time < times; time++) {
      const at = mirrored(middle + (time - middle) * factor, last);
      const first = Math.min(Math.floor(at), Math.max(0, last - 1));
      const second = Math.min(first + 1, last);
      const share = at - first;
      for (let i = 0; i < width; i++) {
        const [a, b] = [before[first * width + i] as number, before[second * width + i] as number];
        values[time * width + i] = a + share * (b - a);
      }
    }
  },
  examples: [
    { shape: [16, 2], params: { strength: 0.2 } },
    { shape: [1, 2], params: { strength: 0.2 } },
  ],
};

/** Back into 0..last, as between two mirrors. */
function mirrored(at: number, last: number): number {
  if (last === 0) return 0;
  const turn = Math.abs(at) % (2 * last);
  return turn > last ? 2 * last - turn : turn;
}
