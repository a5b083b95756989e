/** Answers to rows that are mixed of a row and those of a background, column by column. */
import type { RawSamples } from '../../kinds/rawSamples';
import type { Values } from '../../transforms/transformDef';
import { takeRows } from '../../transforms/valueRows';
import { columnsOf, joined } from '../columns';
import type { AskedModel } from '../explainerDef';

/**
 * Each of `rows` with all background rows: its own value where the column is in its part of `known` (row-major
 * [rows, columns]), that of the background row elsewhere.
 */
export type Mixer = (rows: ArrayLike<number>, known: Uint8Array) => Promise<ArrayLike<number>>;

/** Where the model can be asked behind its preparation, columns are prepared once and mixed there. */
export function mixerOf(
  model: Pick<AskedModel, 'prepared' | 'inputs' | 'run'>,
  samples: RawSamples,
  around: RawSamples,
): Mixer {
  const { prepared, inputs } = model;
  const width = inputs.length;
  const others = around.rows;
  if (!prepared || prepared.shape.length !== 1) {
    const [first, second] = [columnsOf(samples), columnsOf(around)];
    const all = inputs.map(({ name }): [string, Values] => [name, joined(first.get(name), second.get(name))]);
    return (rows, known) => {
      const count = rows.length * others;
      const pick = (column: number) =>
        Int32Array.from({ length: count }, (_, i) => {
          const at = Math.floor(i / others);
          return known[at * width + column] === 1 ? (rows[at] as number) : samples.rows + (i % others);
        });
      const columns = new Map(all.map(([name, values], column) => [name, takeRows(values, pick(column))]));
      return model.run({ form: 'columns', rows: count, columns });
    };
  }
  const { inputOf } = prepared;
  const size = inputOf.length;
  const [own, other] = [prepared.enter(samples), prepared.enter(around)];
  let features = new Float32Array();
  return (rows, known) => {
    const count = rows.length * others;
    if (features.length !== count * size) features = new Float32Array(count * size);
    for (let at = 0; at < rows.length; at++) {
      const start = at * others * size;
      features.set(other, start);
      const from = (rows[at] as number) * size;
      for (let feature = 0; feature < size; feature++) {
        if (known[at * width + (inputOf[feature] as number)] !== 1) continue;
        const value = own[from + feature] as number;
        const end = start + others * size;
        for (let k = start + feature; k < end; k += size) features[k] = value;
      }
    }
    return prepared.run(features, count);
  };
}
