/** Answers to any number of questions, a batch at a time: one number of each. */
import type { Values } from '../../transforms/transformDef';
import { takeRows } from '../../transforms/valueRows';
import type { AskedModel } from '../explainerDef';

/** Rows there are, with other values in some columns. Laid out as they are asked: very many columns would not fit at once. */
export interface Questions {
  /** Of each question: the row. */
  of: Int32Array;
  /** By name, the values of all questions. */
  put: ReadonlyMap<string, Values>;
}

export const asTheyAre = (rows: number): Questions => ({
  of: Int32Array.from({ length: rows }, (_, row) => row),
  put: new Map(),
});

/** `at`: which number of an answer. Yields how many rows were answered. */
export async function* answersTo(
  model: Pick<AskedModel, 'run' | 'batch'>,
  columns: ReadonlyMap<string, Values>,
  { of, put }: Questions,
  at: number,
): AsyncGenerator<number, Float64Array> {
  const rows = of.length;
  const said = new Float64Array(rows);
  for (let from = 0; from < rows; from += model.batch) {
    const count = Math.min(model.batch, rows - from);
    const some = Int32Array.from({ length: count }, (_, i) => from + i);
    const answers = await model.run({
      form: 'columns',
      rows: count,
      columns: new Map(
        [...columns].map(([name, own]) => {
          const other = put.get(name);
          return [name, other ? takeRows(other, some) : takeRows(own, of.subarray(from, from + count))];
        }),
      ),
    });
    const each = answers.length / count;
    for (let i = 0; i < count; i++) said[from + i] = answers[i * each + at] as number;
    yield from + count;
  }
  return said;
}
