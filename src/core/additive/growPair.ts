/**
 * Two features together: which pairs have something to say that neither says alone, and a step of what they add. A tree of
 * one cut of the first and one of the second on each side, or the other way round. Lou, Caruana, Gehrke and Hooker (2013),
 * Accurate intelligible models with pairwise interactions (FAST).
 */
import { type BinSums, type ShapeSettings, stepOf } from './growShape';

export interface PairStep {
  gain: number;
  /** By cell [first, second], float32. */
  added: Float32Array;
}

/** Row-major cells [first, second]. */
export function growPair(
  sums: BinSums,
  [first, second]: readonly [number, number],
  settings: ShapeSettings,
): PairStep {
  const along = bestCuts(sums, [first, second], false, settings);
  const across = bestCuts(sums, [second, first], true, settings);
  const best = across.gain > along.gain ? across : along;
  const added = new Float32Array(first * second);
  if (best.gain <= 0) return { gain: 0, added };
  for (let a = 0; a < best.outer; a++)
    for (let b = 0; b < best.inner; b++) {
      const side = a < best.cut ? 0 : 1;
      const half = b < (best.inside[side] as number) ? 0 : 1;
      added[best.turned ? b * second + a : a * second + b] = best.steps[2 * side + half] as number;
    }
  return { gain: best.gain, added };
}

interface Cuts {
  gain: number;
  turned: boolean;
  outer: number;
  inner: number;
  cut: number;
  inside: number[];
  steps: number[];
}

function bestCuts(
  sums: BinSums,
  [outer, inner]: readonly [number, number],
  turned: boolean,
  settings: ShapeSettings,
): Cuts {
  const best: Cuts = { gain: 0, turned, outer, inner, cut: 0, inside: [], steps: [] };
  const column = (values: Float64Array): Float64Array[] => {
    const upTo = [new Float64Array(inner)];
    for (let a = 0; a < outer; a++) {
      const before = upTo[a] as Float64Array;
      upTo.push(before.map((sum, b) => sum + (values[turned ? b * outer + a : a * inner + b] as number)));
    }
    return upTo;
  };
  const [g, h, n] = [column(sums.gradients), column(sums.curvatures), column(sums.rows)];
  const all = [g[outer], h[outer], n[outer]] as [Float64Array, Float64Array, Float64Array];
  const whole = worth(total(all[0]), total(all[1]), settings.lambda);
  for (let cut = 1; cut < outer; cut++) {
    const low = [g[cut], h[cut], n[cut]] as typeof all;
    const high = all.map((values, i) =>
      values.map((sum, b) => sum - ((low[i] as Float64Array)[b] as number)),
    ) as unknown as typeof all;
    const sides = [bestInside(low, settings), bestInside(high, settings)];
    const gain = sides.reduce((sum, side) => sum + side.worth, -whole);
    if (sides.some((side) => side.cut === 0) || gain <= best.gain * (1 + 1e-9) + 1e-12) continue;
    best.gain = gain;
    best.cut = cut;
    best.inside = sides.map((side) => side.cut);
    best.steps = sides.flatMap((side) => side.steps);
  }
  return best;
}

function bestInside(
  [g, h, n]: readonly [Float64Array, Float64Array, Float64Array],
  settings: ShapeSettings,
): { worth: number; cut: number; steps: number[] } {
  const [sumG, sumH, sumN] = [total(g), total(h), total(n)];
  const best = { worth: Number.NEGATIVE_INFINITY, cut: 0, steps: [0, 0] };
  let [lowG, lowH, lowN] = [0, 0, 0];
  for (let cut = 1; cut < g.length; cut++) {
    lowG += g[cut - 1] as number;
    lowH += h[cut - 1] as number;
    lowN += n[cut - 1] as number;
    if (lowN < settings.leastRows || sumN - lowN < settings.leastRows) continue;
    const own = worth(lowG, lowH, settings.lambda) + worth(sumG - lowG, sumH - lowH, settings.lambda);
    if (own <= best.worth) continue;
    best.worth = own;
    best.cut = cut;
    best.steps = [stepOf(lowG, lowH, settings), stepOf(sumG - lowG, sumH - lowH, settings)];
  }
  return best;
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
const worth = (g: number, h: number, lambda: number): number => (h > 0 ? (g * g) / (h + lambda) : 0);
