/** How good quantiles are, in one figure: the pinball loss, beside quantiles that need no model. */
import { ratioInterval, ratioOf } from '../stats/ratioInterval';
import type { Figure } from './finalFigure';

export function quantileFigure(
  losses: { model: ArrayLike<number>; free: ArrayLike<number>; blocks?: ArrayLike<number> },
  answer: string,
  seed: number,
): Figure | undefined {
  const known = Array.from(losses.model, (_, i) => i).filter((i) => !Number.isNaN(losses.model[i]));
  const of = (values: ArrayLike<number>) => Float64Array.from(known, (i) => values[i] as number);
  const model = { above: of(losses.model), blocks: losses.blocks && of(losses.blocks) };
  const value = ratioOf(model);
  if (!Number.isFinite(value)) return undefined;
  const interval = ratioInterval(model, seed);
  const free = ratioOf({ above: of(losses.free) });
  return {
    metric: 'pinball',
    value,
    ...(interval && { low: Math.max(0, interval.low), high: interval.high }),
    ...(Number.isFinite(free) && { free: { answer, value: free } }),
  };
}
