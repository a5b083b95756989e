/** What tasks share that ask for no column: nothing is known of a row beforehand. */
import type { Values } from '../transforms/transformDef';

/** As many rows as there are, with nothing to be known of them. */
export const unknownValues = (rows: number): Values => ({
  kind: 'number',
  width: 1,
  data: new Float64Array(rows),
});

export const rowCountOf = ({ data }: Values): number => data.length;
