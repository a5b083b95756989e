/**
 * Columns in memory. Two physical forms, chosen per chunk; the logical type lives in the schema,
 * so editing a type never rewrites bytes. Numbers keep float64; everything else keeps its text.
 */
export type ColumnValues =
  | { physical: 'f64'; values: Float64Array; written?: Written } // NaN = missing
  | { physical: 'dict'; codes: Int32Array; dictionary: string[]; written?: Written }; // -1 = missing

/**
 * How a reader found the cells of a column written, beside their values: evidence for what they mean
 * (core/reading). Columns that are stored have none.
 */
export interface Written {
  /** Numbers whose text is not the one `numberToText` gives: 10.20, 1E5, +5. One of them in `example`. */
  unusual: number;
  example: string;
  /** Numbers with a decimal mark, and those among them that cannot be a group of thousands (not 1.234). */
  marked: number;
  proven: number;
  /** One of those that prove nothing, with a point. */
  open: string;
  /** Whole numbers written with an exponent: 12e4. */
  exponents: number;
  /** Bit n: a number with n decimals was seen; a number was seen that could be written with n decimals, too. */
  decimals: number;
  otherDecimals: number;
  /** So many entries of the dictionary, from its start, were numbers: how they were written is counted above. */
  fromNumbers: number;
  /** Texts outside quotes, where the format has quotes. */
  bareTexts: number;
  /** Words for missing outside quotes. In a dictionary they are entries of their own, at `code`. */
  markers: Map<string, Marker>;
  /** Line of the first cell of each dictionary entry; 0 where it is not known. */
  lines: number[];
  /** Of the numbers, where the reader has looked. */
  range?: NumberRange;
}

/** Infinite where none is present. */
export interface NumberRange {
  min: number;
  max: number;
  present: number;
}

export interface Marker {
  count: number;
  line: number;
  code?: number;
}

/** Columns align with `DatasetSchema.fields` (or with the names a reader announced). */
export interface RecordBatch {
  rows: number;
  columns: ColumnValues[];
}
