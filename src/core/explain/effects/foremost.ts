/**
 * Of very many columns those that answers hang on most, found by a quick look: each is dealt anew among few rows, and how
 * far answers move is counted. Explainers that ask much of each column then ask of these.
 */
import { permutation as orderOf } from '../../random/random';
import { columnsOf } from '../columns';
import type { AskedModel, Background } from '../explainerDef';
import { dealtAsker } from './dealtAsker';

/** Values that are looked at for one column. */
const mostValues = 2 ** 18;
const [fewestRows, mostRows] = [8, 64];

export interface Foremost {
  names: string[];
  /** Of all the work, so much was the look. */
  share: number;
  /** Where some are left out: a sentence. */
  note?: string;
}

/** Of the time of an explanation, about. */
const lookShare = 0.4;

/** Names in the order of the columns. Yields its part of the progress; at once where there are no more than `most`. */
export async function* foremost(
  model: AskedModel,
  source: Background,
  most: number,
  seed: number,
): AsyncGenerator<number, Foremost> {
  const names = model.inputs.map(({ name }) => name);
  if (names.length <= most) return { names, share: 0 };
  const count = Math.max(fewestRows, Math.min(mostRows, Math.floor(mostValues / names.length)));
  const drawn = orderOf(seed, 'foremost', 0, source.rows).slice(0, count).sort();
  const samples = await source.batch(drawn);
  columnsOf(samples);
  const ask = dealtAsker(model, samples);
  const rows = samples.rows;
  const answers = async (changed?: { column: number; order: Uint32Array }): Promise<Float64Array> => {
    const parts: ArrayLike<number>[] = [];
    for (let start = 0; start < rows; start += model.batch)
      parts.push(await ask(start, Math.min(rows, start + model.batch), changed));
    return Float64Array.from(parts.flatMap((part) => Array.from(part)));
  };
  const before = await answers();
  const order = Uint32Array.from({ length: rows }, (_, row) => (row + 1) % rows);
  const moves = new Float64Array(names.length);
  for (const column of names.keys()) {
    const after = await answers({ column, order });
    for (const [i, value] of after.entries())
      moves[column] = (moves[column] as number) + Math.abs(value - (before[i] as number));
    yield (lookShare * (column + 1)) / names.length;
  }
  const kept = new Set(
    [...names.keys()].sort((a, b) => (moves[b] as number) - (moves[a] as number)).slice(0, most),
  );
  return {
    names: names.filter((_, column) => kept.has(column)),
    share: lookShare,
    note: `The model takes ${names.length} columns: these are the ${most} that move answers most when they are dealt anew among ${rows} rows. Ask for more under “Columns at most”.`,
  };
}
