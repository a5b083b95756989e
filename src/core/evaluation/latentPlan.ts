/** Where to look in the narrow place of a model: how its numbers are spread over samples, and places between them. */
import { uniforms } from '../random/random';

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

/** A draw lies towards one of so many that are nearest. */
const nearest = 3;

/**
 * Numbers as of samples nobody gave: between those of one that was seen, by chance, and of one of those nearest to it
 * (Chawla et al. 2002, https://arxiv.org/abs/1106.1813). Each number by itself from a normal distribution, and moved at
 * random all the more, falls between the kinds that samples come in, where nothing was ever learnt. `draw` counts, so that
 * each is others.
 */
export function drawnLatents(seen: readonly (readonly number[])[], count: number, draw: number): number[][] {
  const { deviation } = latentSpread(seen);
  const [of, towards, shares] = ['of', 'towards', 'share'].map((what) =>
    uniforms(1, `latents/${what}`, draw, count),
  ) as [Float32Array, Float32Array, Float32Array];
  const around = new Map<number, number[]>();
  return Array.from({ length: count }, (_, row) => {
    const chosen = Math.floor((of[row] as number) * seen.length);
    const near = around.get(chosen) ?? nearestTo(seen, chosen, deviation);
    around.set(chosen, near);
    const from = seen[chosen] as readonly number[];
    const to = seen[near[Math.floor((towards[row] as number) * near.length)] ?? chosen] as readonly number[];
    return from.map((value, i) => value + (shares[row] as number) * ((to[i] as number) - value));
  });
}

/** Distances in deviations of each number, so that none counts for its size. */
function nearestTo(
  seen: readonly (readonly number[])[],
  chosen: number,
  deviation: readonly number[],
): number[] {
  const from = seen[chosen] as readonly number[];
  const far = seen.map((to) =>
    to.reduce((sum, value, i) => sum + ((value - (from[i] as number)) / (deviation[i] || 1)) ** 2, 0),
  );
  return seen
    .map((_, i) => i)
    .filter((i) => i !== chosen)
    .sort((a, b) => (far[a] as number) - (far[b] as number))
    .slice(0, nearest);
}
