/** What coalitions of known columns are worth for each row: the mean answer with the other columns as in background rows. */
import type { RawSamples } from '../../kinds/rawSamples';
import type { AskedModel, MixedMeans, PreparedModel } from '../explainerDef';
import { mixerOf } from './mixer';

export interface Worths {
  samples: RawSamples;
  around: RawSamples;
  /** Row-major [coalitions, columns]. */
  known: Uint8Array;
  /** Which number of an answer. */
  output: number;
}

/** A row that is done. */
export interface RowWorth {
  row: number;
  worth: Float64Array;
}

/** Also yields its progress, 0 to 1. */
export async function* worthsOf(model: AskedModel, asked: Worths): AsyncGenerator<number | RowWorth, void> {
  const { prepared } = model;
  const means = prepared?.shape.length === 1 && (await prepared.mixed?.(prepared.enter(asked.around)));
  if (prepared && means) yield* byMeans(prepared, means, model.inputs.length, asked);
  else yield* byMixing(model, asked);
}

/** Rows that are explained side by side, and multiplications between two yields. */
const [rowsAtOnce, workAtOnce] = [16, 2e8];

async function* byMeans(
  { enter, inputOf }: PreparedModel,
  { answers, work, of }: MixedMeans,
  width: number,
  { samples, known, output }: Worths,
): AsyncGenerator<number | RowWorth, void> {
  const [count, size] = [known.length / width, inputOf.length];
  const own = enter(samples);
  const byFeature = new Uint8Array(count * size);
  for (let i = 0; i < count; i++)
    for (let feature = 0; feature < size; feature++)
      byFeature[i * size + feature] = known[i * width + (inputOf[feature] as number)] as number;
  for (let first = 0; first < samples.rows; first += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, samples.rows - first);
    const atOnce = Math.max(1, Math.floor(workAtOnce / (work * rows)));
    const worth = new Float64Array(rows * count);
    const some = own.subarray(first * size, (first + rows) * size);
    for (let from = 0; from < count; from += atOnce) {
      const to = Math.min(count, from + atOnce);
      const said = of(some, byFeature.subarray(from * size, to * size));
      for (let row = 0; row < rows; row++)
        for (let i = from; i < to; i++)
          worth[row * count + i] = said[(row * (to - from) + i - from) * answers + output] as number;
      yield (first + (rows * to) / count) / samples.rows;
    }
    for (let row = 0; row < rows; row++)
      yield { row: first + row, worth: worth.subarray(row * count, (row + 1) * count) };
  }
}

async function* byMixing(
  model: AskedModel,
  { samples, around, known, output }: Worths,
): AsyncGenerator<number | RowWorth, void> {
  const [width, others] = [model.inputs.length, around.rows];
  const count = known.length / width;
  const mix = mixerOf(model, samples, around);
  const atOnce = Math.max(1, Math.floor(model.batch / others));
  for (let row = 0; row < samples.rows; row++) {
    const worth = new Float64Array(count);
    for (let from = 0; from < count; from += atOnce) {
      const some = Math.min(atOnce, count - from);
      const answers = await mix(
        new Int32Array(some).fill(row),
        known.subarray(from * width, (from + some) * width),
      );
      const each = answers.length / (some * others);
      for (let i = 0; i < some; i++) {
        let sum = 0;
        for (let k = 0; k < others; k++) sum += answers[(i * others + k) * each + output] as number;
        worth[from + i] = sum / others;
      }
      yield (row + (from + some) / count) / samples.rows;
    }
    yield { row, worth };
  }
}
