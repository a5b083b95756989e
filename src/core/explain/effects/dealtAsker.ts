/** Answers to rows of which one column is dealt anew among them. */
import type { RawSamples } from '../../kinds/rawSamples';
import type { Values } from '../../transforms/transformDef';
import { takeRows } from '../../transforms/valueRows';
import { columnsOf } from '../columns';
import type { AskedModel } from '../explainerDef';

export interface Dealt {
  column: number;
  /** Which row each has the value of. */
  order: Uint32Array;
}

/** Of the rows from `start` to before `end`. */
export type DealtAsker = (start: number, end: number, changed?: Dealt) => Promise<ArrayLike<number>>;

/** Where the model can be asked behind its preparation, rows are prepared once and values dealt there. */
export function dealtAsker({ prepared, inputs, run }: AskedModel, samples: RawSamples): DealtAsker {
  if (prepared?.shape.length !== 1) {
    const columns = columnsOf(samples);
    return (start, end, changed) => {
      const places = Uint32Array.from({ length: end - start }, (_, i) => start + i);
      const dealt = changed && changed.order.slice(start, end);
      const taken = inputs.map(({ name }, i): [string, Values] => [
        name,
        takeRows(columns.get(name) as Values, dealt && i === changed.column ? dealt : places),
      ]);
      return run({ form: 'columns', rows: places.length, columns: new Map(taken) });
    };
  }
  const { inputOf } = prepared;
  const size = inputOf.length;
  const featuresOf = inputs.map((): number[] => []);
  for (const [feature, input] of inputOf.entries()) featuresOf[input]?.push(feature);
  const entered = prepared.enter(samples);
  return async (start, end, changed) => {
    const some = entered.subarray(start * size, end * size);
    if (!changed) return await prepared.run(some, end - start);
    // Dealt in place, and put back: rows of very many columns are not copied for each.
    const features = featuresOf[changed.column] as number[];
    const kept = new Float32Array((end - start) * features.length);
    const dealt = new Float32Array(kept.length);
    let at = 0;
    for (const feature of features)
      for (let row = start; row < end; row++) {
        kept[at] = entered[row * size + feature] as number;
        dealt[at++] = entered[(changed.order[row] as number) * size + feature] as number;
      }
    const put = (values: Float32Array) => {
      let from = 0;
      for (const feature of features)
        for (let row = start; row < end; row++) entered[row * size + feature] = values[from++] as number;
    };
    put(dealt);
    try {
      return await prepared.run(some, end - start);
    } finally {
      put(kept);
    }
  };
}
