/**
 * What samples that are no rows of columns come to in a few numbers: how bright an image is and how its shades spread,
 * how long a text is, how much a sound or a field holds. Drift of such data is looked for in these, and in the answers.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import type { RawSamples, WindowSamples } from '#/core/kinds/rawSamples';

export interface SampleStats {
  names: string[];
  /** By name, then by sample. */
  values: Float64Array<ArrayBuffer>[];
}

const windowNames = ['mean', 'spread', 'smallest', 'largest', 'detail', 'missing share'];
const textNames = ['characters', 'words', 'share of letters', 'share of digits', 'share of capitals'];

export function statsOfSamples(samples: RawSamples): SampleStats {
  if (samples.form === 'windows') return statsOfWindows(samples);
  const names: string[] = [];
  const values: Float64Array<ArrayBuffer>[] = [];
  for (const [name, column] of samples.columns) {
    if (column.kind === 'number') {
      names.push(name);
      values.push(Float64Array.from(column.data));
      continue;
    }
    const own = statsOfTexts(column.data);
    names.push(...textNames.map((what) => (samples.columns.size > 1 ? `${name}: ${what}` : what)));
    values.push(...own);
  }
  return { names, values };
}

/** `detail`: the mean step between neighbours, in units of the spread. */
function statsOfWindows({ rows, shape, values }: WindowSamples): SampleStats {
  const size = sizeOf(shape);
  const channels = shape.length > 1 ? (shape.at(-1) ?? 1) : 1;
  const found = windowNames.map(() => new Float64Array(rows).fill(Number.NaN));
  for (let row = 0; row < rows; row++) {
    const from = row * size;
    let [count, sum, squares, steps, stepped] = [0, 0, 0, 0, 0];
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = from; i < from + size; i++) {
      const value = values[i] as number;
      if (value !== value) continue;
      count++;
      sum += value;
      squares += value * value;
      if (value < min) min = value;
      if (value > max) max = value;
      const before = i - channels >= from ? (values[i - channels] as number) : Number.NaN;
      if (before === before) {
        steps += Math.abs(value - before);
        stepped++;
      }
    }
    const put = (i: number, value: number) => {
      (found[i] as Float64Array)[row] = value;
    };
    put(5, 1 - count / size);
    if (count === 0) continue;
    const mean = sum / count;
    const spread = Math.sqrt(Math.max(0, squares / count - mean * mean));
    put(0, mean);
    put(1, spread);
    put(2, min);
    put(3, max);
    put(4, stepped > 0 && spread > 0 ? steps / stepped / spread : 0);
  }
  return { names: windowNames, values: found };
}

function statsOfTexts(texts: readonly (string | null)[]): Float64Array<ArrayBuffer>[] {
  const found = textNames.map(() => new Float64Array(texts.length).fill(Number.NaN));
  for (const [row, text] of texts.entries()) {
    if (text === null) continue;
    const share = (pattern: RegExp) => (text.match(pattern)?.length ?? 0) / Math.max(1, text.length);
    const numbers = [
      text.length,
      text.match(/\S+/g)?.length ?? 0,
      share(/\p{L}/gu),
      share(/\p{N}/gu),
      share(/\p{Lu}/gu),
    ];
    for (const [i, value] of numbers.entries()) (found[i] as Float64Array)[row] = value;
  }
  return found;
}
