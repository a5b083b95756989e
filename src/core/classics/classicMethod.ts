/**
 * The contract of a classic forecast of one series: a few parameters, and from a window what comes next. With the
 * parameters fixed every one of them is linear in the window (plus a constant), so that a model of it is one matrix.
 */
export interface ClassicContext {
  /** Values to forecast. */
  steps: number;
  /** Of the season; absent where the series has none, or the window is shorter than it takes. */
  period?: number;
  /** What the series grows by in a step, on the whole: of the part that is learnt from. */
  slope: number;
}

export interface ClassicParameter {
  /** As it is told, such as α. */
  name: string;
  /** Where the search begins; all of the line is allowed, `toValue` keeps it in bounds. */
  start: number;
  toValue(free: number): number;
}

export interface ClassicMethod {
  type: string;
  title: string;
  /** The shortest window it works on, with a season of so many steps or without. */
  leastWindow(period: number | undefined): number;
  parameters(period: number | undefined): readonly ClassicParameter[];
  /** [steps], in the unit of the window. */
  forecast(window: Float64Array, values: readonly number[], context: ClassicContext): Float64Array;
}

/** A parameter between two bounds, by the logistic curve. */
export const between = (name: string, least: number, most: number, start: number): ClassicParameter => {
  const share = (start - least) / (most - least);
  return {
    name,
    start: Math.log(share / (1 - share)),
    toValue: (free) => least + (most - least) / (1 + Math.exp(-free)),
  };
};
