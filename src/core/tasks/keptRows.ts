/** Of the rows at some places of a split: so many values each, in the order of the places. */
export interface KeptRows {
  width: number;
  values: Float64Array;
}

/** One value of each row. */
export const columnOf = ({ width, values }: KeptRows, column: number): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: values.length / width }, (_, row) => values[row * width + column] as number);
