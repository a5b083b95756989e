/** Where to look in the narrow place of a model: how its numbers are spread over samples, and places between them. */
import { normals, uniforms } from '../random/random';

/** Of each latent number over some samples. */
export interface LatentSpread {
  mean: number[];
  deviation: number[];
  /** Numbers of the latent places, the most spread first: those that say most. */
  order: number[];
}

export function latentSpread(latents: readonly (readonly number[])[]): LatentSpread {
  const width = latents[0]?.length ?? 0;
  const mean = Array.from(
    { length: width },
    (_, i) => latents.reduce((sum, numbers) => sum + (numbers[i] as number), 0) / latents.length,
  );
  const deviation = mean.map((middle, i) =>
    Math.sqrt(
      latents.reduce((sum, numbers) => sum + ((numbers[i] as number) - middle) ** 2, 0) / latents.length,
    ),
  );
  const order = mean.map((_, i) => i).sort((a, b) => (deviation[b] as number) - (deviation[a] as number));
  return { mean, deviation, order };
}

/** The mean with some places moved, in deviations of each. */
export function movedFrom({ mean, deviation }: LatentSpread, moves: ReadonlyMap<number, number>): number[] {
  return mean.map((middle, i) => middle + (moves.get(i) ?? 0) * (deviation[i] as number));
}

/** `side` × `side` places over two latent numbers, row by row: across from -reach to reach deviations, down alike. */
export function latentGrid(
  spread: LatentSpread,
  [across, down]: readonly [number, number],
  side: number,
  reach: number,
): number[][] {
  const at = (step: number) => (side === 1 ? 0 : -reach + (2 * reach * step) / (side - 1));
  return Array.from({ length: side * side }, (_, i) =>
    movedFrom(
      spread,
      new Map([
        [down, at(Math.floor(i / side))],
        [across, at(i % side)],
      ]),
    ),
  );
}

/** Of the deviation of each number: how far a draw lies from what was seen. */
const smoothing = 0.3;

/**
 * Numbers as of samples nobody gave: those of one that was seen, moved at random, and drawn in so that all together are
 * spread as before (a smoothed bootstrap: Silverman 1986, Density estimation, section 6.4). Each number by itself from a
 * normal distribution falls between the kinds that samples come in, where nothing was ever learnt. `draw` counts, so
 * that each is others.
 */
export function drawnLatents(seen: readonly (readonly number[])[], count: number, draw: number): number[][] {
  const { mean, deviation } = latentSpread(seen);
  const width = mean.length;
  const chosen = uniforms(1, 'latents/of', draw, count);
  const moves = normals(1, 'latents', draw, count * width);
  const shrink = 1 / Math.sqrt(1 + smoothing ** 2);
  return Array.from(chosen, (share, row) => {
    const from = seen[Math.floor(share * seen.length)] as readonly number[];
    return mean.map((middle, i) => {
      const move = smoothing * (deviation[i] as number) * (moves[row * width + i] as number);
      return middle + shrink * ((from[i] as number) - middle + move);
    });
  });
}
