/** Answers to columns of any number of rows, a batch at a time: one number of each. */
import type { Values } from '../../transforms/transformDef';
import { takeRows } from '../../transforms/valueRows';
import type { AskedModel } from '../explainerDef';

/** `at`: which number of an answer. Yields how many rows were answered. */
export async function* answersTo(
  model: Pick<AskedModel, 'run' | 'batch'>,
  columns: ReadonlyMap<string, Values>,
  rows: number,
  at: number,
): AsyncGenerator<number, Float64Array> {
  const said = new Float64Array(rows);
  for (let from = 0; from < rows; from += model.batch) {
    const count = Math.min(model.batch, rows - from);
    const some = Int32Array.from({ length: count }, (_, i) => from + i);
    const answers = await model.run({
      form: 'columns',
      rows: count,
      columns: new Map([...columns].map(([name, values]) => [name, takeRows(values, some)])),
    });
    const each = answers.length / count;
    for (let i = 0; i < count; i++) said[from + i] = answers[i * each + at] as number;
    yield from + count;
  }
  return said;
}
