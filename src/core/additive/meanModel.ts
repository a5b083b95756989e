/** The bags as one model: each table the mean of theirs, with how far these are apart, each shape meaning what it shows. */
import type { Axis } from './axis';
import { purify } from './purify';
import type { Cells } from './stage';
import type { AdditiveModel, Term } from './term';

export interface Paired {
  pair: [number, number];
  axes: [Axis, Axis];
  /** By bin of each feature's own shape the one that it comes to. */
  maps: [Uint8Array, Uint8Array];
}

type Tables = readonly (readonly Float32Array[])[];

export function meanModel(
  form: { width: number; base: readonly number[]; columns: number; teaching: number },
  shapes: { axes: readonly Axis[]; cells: readonly Cells[]; bags: Tables },
  pairs: { paired: readonly Paired[]; cells: readonly Cells[]; bags: Tables },
): AdditiveModel {
  const { width, base, columns, teaching } = form;
  const termOf = (axes: Axis[], { at, count }: Cells, tables: readonly Float32Array[]): Term => {
    const length = base.length * count;
    // Of two labels the second has the score.
    const from = base.length === columns ? 0 : count;
    const scores = new Float32Array(length);
    const spreads = new Float32Array(length);
    for (let i = 0; i < count * columns; i++) {
      const own = tables.map((table) => table[i] as number);
      const mean = own.reduce((sum, score) => sum + score, 0) / own.length;
      const apart = own.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(1, own.length - 1);
      scores[from + i] = mean;
      spreads[from + i] = Math.sqrt(apart);
    }
    return { axes, scores, spreads, rows: Float32Array.from(rowsByCell(at, count, teaching)) };
  };
  const of = (bags: Tables, term: number) => bags.map((tables) => tables[term] as Float32Array);
  const alone = shapes.axes.map((axis, i) => termOf([axis], shapes.cells[i] as Cells, of(shapes.bags, i)));
  const maps = new Map<Term, readonly Uint8Array[]>();
  const together = pairs.paired.map((paired, i) => {
    const term = termOf(paired.axes, pairs.cells[i] as Cells, of(pairs.bags, i));
    maps.set(term, paired.maps);
    return term;
  });
  const model: AdditiveModel = { width, base: [...base], terms: [...alone, ...together] };
  purify(model, new Map(shapes.axes.map(({ feature }, i) => [feature, i])), maps);
  return model;
}

export function rowsByCell(at: ArrayLike<number>, count: number, teaching: number): Float64Array {
  const rows = new Float64Array(count);
  for (let row = 0; row < teaching; row++) rows[at[row] as number] = (rows[at[row] as number] as number) + 1;
  return rows;
}
