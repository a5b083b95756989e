/**
 * Columns in memory. Two physical forms, chosen per chunk; the logical type lives in the schema,
 * so editing a type never rewrites bytes. Numbers keep float64; everything else keeps its text.
 */
export type ColumnValues =
  | { physical: 'f64'; values: Float64Array } // NaN = missing
  | { physical: 'dict'; codes: Int32Array; dictionary: string[] }; // -1 = missing

/** Columns align with `DatasetSchema.fields` (or with the names a reader announced). */
export interface RecordBatch {
  rows: number;
  columns: ColumnValues[];
}
