/** Draws of which parts of a sample stay, and how near each is to the whole: by the cosine, as LIME does it. */
import { uniforms } from '../../random/random';

const widthOfKernel = 0.25;

export interface Hidden {
  /** Row-major [rows, parts]: 1 where the part stays. The first row is the whole. */
  kept: Float64Array;
  nearness: Float64Array;
}

export function hiddenParts(parts: number, count: number, seed: number): Hidden {
  const kept = new Float64Array(count * parts).fill(1);
  const nearness = new Float64Array(count).fill(1);
  for (let row = 1; row < count; row++) {
    const drawn = uniforms(seed, 'lime', row, parts);
    let stays = 0;
    for (const [part, value] of drawn.entries()) {
      kept[row * parts + part] = Number(value < 0.5);
      stays += Number(value < 0.5);
    }
    nearness[row] = Math.exp(-((1 - Math.sqrt(stays / parts)) ** 2) / widthOfKernel ** 2);
  }
  return { kept, nearness };
}
