/** Which rows an explainer of many explains: those that were chosen, else some of the background, drawn by a seed. */
import type { RawSamples } from '../kinds/rawSamples';
import { permutation as orderOf } from '../random/random';
import { numbersOf } from './columns';
import type { Background, Explained } from './explainerDef';

/** Of a form and of a file no more are of use. */
export const mostChosen = 1000;

export async function rowsAsked(
  { chosen }: Pick<Explained, 'chosen'>,
  source: Background,
  { rows, seed }: { rows: number; seed: number },
): Promise<{ samples: RawSamples; numbers?: number[] }> {
  if (chosen) return { samples: await chosen.read(), numbers: [...chosen.numbers] };
  const drawn = orderOf(seed, 'explained', 0, source.rows).slice(0, rows).sort();
  return { samples: await source.batch(drawn), ...numbersOf(source, drawn) };
}
