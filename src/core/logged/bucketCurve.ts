/**
 * A series as few points that a chart can draw: buckets of as many points each, of which the lowest and the highest are
 * kept as they were logged, and the mean. It grows by what is added, without a look at what was before: where there are
 * too many buckets, neighbours become one. Pure.
 */
import { type PackedColumn, packColumn, unpackColumn } from './packColumn';
import type { SeriesColumns } from './series';

/** As long as a bucket is a point, there may be so many; afterwards half. */
const mostWhole = 512;
const mostBuckets = 256;
const nowhere: CurvePoint = [0, 0, 0];

const fields = [
  'lowStep',
  'lowEpoch',
  'low',
  'highStep',
  'highEpoch',
  'high',
  'endStep',
  'endEpoch',
  'sum',
  'finite',
] as const;
type Field = (typeof fields)[number];

type CurvePoint = [step: number, epoch: number, value: number];

/** As it is stored. */
export interface PackedCurve {
  /** Points of the series. */
  count: number;
  /** Points of each bucket but the last. */
  width: number;
  first: CurvePoint;
  last: CurvePoint;
  buckets: Record<Field, PackedColumn>;
}

/** As it is drawn: logged points in the order of their steps. */
export interface DrawnSeries {
  steps: Float64Array<ArrayBuffer>;
  epochs: Float64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
  /** Every point of the series is there. */
  whole: boolean;
  /** Points that were logged. */
  count: number;
  /** Means of buckets, where these end; absent where the curve is whole. */
  means?: Pick<DrawnSeries, 'steps' | 'epochs' | 'values'>;
}

export class BucketCurve {
  #width: number;
  #count: number;
  #first: CurvePoint;
  #last: CurvePoint;
  /** The last may have fewer points than the others. */
  #buckets: Record<Field, number[]>;

  constructor(packed?: PackedCurve) {
    this.#width = packed?.width ?? 1;
    this.#count = packed?.count ?? 0;
    this.#first = packed?.first ?? nowhere;
    this.#last = packed?.last ?? nowhere;
    this.#buckets = Object.fromEntries(
      fields.map((field) => [field, packed ? [...unpackColumn(packed.buckets[field])] : []]),
    ) as Record<Field, number[]>;
  }

  add({ steps, epochs, values }: Pick<SeriesColumns, 'steps' | 'epochs' | 'values'>): void {
    for (let i = 0; i < values.length; i++)
      this.#addPoint(steps[i] as number, epochs[i] as number, values[i] as number);
  }

  pack(): PackedCurve {
    return {
      count: this.#count,
      width: this.#width,
      first: this.#first,
      last: this.#last,
      buckets: Object.fromEntries(
        fields.map((field) => [field, packColumn(this.#buckets[field])]),
      ) as PackedCurve['buckets'],
    };
  }

  #addPoint(step: number, epoch: number, value: number): void {
    const most = this.#width === 1 ? mostWhole : mostBuckets;
    if (this.#count === this.#width * most) this.#halve();
    const b = this.#buckets;
    const at = Math.floor(this.#count / this.#width);
    this.#last = [step, epoch, value];
    if (this.#count === 0) this.#first = this.#last;
    this.#count++;
    b.endStep[at] = step;
    b.endEpoch[at] = epoch;
    if (at === b.low.length) {
      b.lowStep.push(step);
      b.lowEpoch.push(epoch);
      b.low.push(value);
      b.highStep.push(step);
      b.highEpoch.push(epoch);
      b.high.push(value);
      b.sum.push(Number.isFinite(value) ? value : 0);
      b.finite.push(Number.isFinite(value) ? 1 : 0);
      return;
    }
    if (lower(value, b.low[at] as number)) {
      b.lowStep[at] = step;
      b.lowEpoch[at] = epoch;
      b.low[at] = value;
    }
    if (lower(-value, -(b.high[at] as number))) {
      b.highStep[at] = step;
      b.highEpoch[at] = epoch;
      b.high[at] = value;
    }
    if (!Number.isFinite(value)) return;
    b.sum[at] = (b.sum[at] as number) + value;
    b.finite[at] = (b.finite[at] as number) + 1;
  }

  /** Twice, where buckets were points: they may be half as many from then on. */
  #halve(): void {
    do this.#mergePairs();
    while (this.#buckets.low.length >= mostBuckets);
  }

  #mergePairs(): void {
    const b = this.#buckets;
    const next = Object.fromEntries(fields.map((field) => [field, [] as number[]])) as Record<
      Field,
      number[]
    >;
    for (let at = 0; at < b.low.length; at += 2) {
      const other = Math.min(at + 1, b.low.length - 1);
      const low = lower(b.low[other] as number, b.low[at] as number) ? other : at;
      const high = lower(-(b.high[other] as number), -(b.high[at] as number)) ? other : at;
      next.lowStep.push(b.lowStep[low] as number);
      next.lowEpoch.push(b.lowEpoch[low] as number);
      next.low.push(b.low[low] as number);
      next.highStep.push(b.highStep[high] as number);
      next.highEpoch.push(b.highEpoch[high] as number);
      next.high.push(b.high[high] as number);
      next.endStep.push(b.endStep[other] as number);
      next.endEpoch.push(b.endEpoch[other] as number);
      const both = other !== at;
      next.sum.push((b.sum[at] as number) + (both ? (b.sum[other] as number) : 0));
      next.finite.push((b.finite[at] as number) + (both ? (b.finite[other] as number) : 0));
    }
    this.#buckets = next;
    this.#width *= 2;
  }
}

/** What is no number is neither low nor high while there is one. */
const lower = (value: number, than: number): boolean =>
  value < than || (Number.isNaN(than) && !Number.isNaN(value));

export function drawnSeries({ count, width, first, last, buckets }: PackedCurve): DrawnSeries {
  const of = Object.fromEntries(fields.map((field) => [field, unpackColumn(buckets[field])])) as Record<
    Field,
    Float64Array<ArrayBuffer>
  >;
  const { lowStep, lowEpoch, low, highStep, highEpoch, high, endStep, endEpoch, sum, finite } = of;
  if (width === 1) return { steps: lowStep, epochs: lowEpoch, values: low, whole: true, count };
  const points: CurvePoint[] = [first];
  const push = (point: CurvePoint) => {
    const [step, , value] = points.at(-1) as CurvePoint;
    if (step !== point[0] || !Object.is(value, point[2])) points.push(point);
  };
  for (let i = 0; i < low.length; i++) {
    const lowest = [lowStep[i], lowEpoch[i], low[i]] as CurvePoint;
    const highest = [highStep[i], highEpoch[i], high[i]] as CurvePoint;
    push(lowest[0] <= highest[0] ? lowest : highest);
    push(lowest[0] <= highest[0] ? highest : lowest);
  }
  push(last);
  return {
    steps: Float64Array.from(points, ([step]) => step),
    epochs: Float64Array.from(points, ([, epoch]) => epoch),
    values: Float64Array.from(points, ([, , value]) => value),
    means: {
      steps: endStep,
      epochs: endEpoch,
      values: sum.map((total, i) => total / (finite[i] as number)),
    },
    whole: false,
    count,
  };
}
