/** A column of numbers as it streams by: a sketch of it and, against an earlier one, which rows are unlike it. */
import { quantileAt, distributionOf, upTo } from './distribution';
import { Reservoir } from '../stats/reservoir';
import type { Float64, NumberSketch } from './sketch';

const mostRows = 5;
export const sketchPoints = (columns: number): number =>
  Math.max(65, Math.min(1025, Math.floor(2 ** 20 / Math.max(1, columns))));
export const sampleValues = (columns: number): number =>
  Math.max(1024, Math.min(65_536, Math.floor(2 ** 22 / Math.max(1, columns))));

/** At nine ranks of the reference, each once: what lies between two of them, or beyond, is a bin. */
export function binEdges({ spread }: Pick<NumberSketch, 'spread'>): number[] {
  const { values } = spread;
  const last = values.at(-1) as number;
  if (values.length <= 20) return [...values.subarray(0, -1)];
  const edges = Array.from({ length: 9 }, (_, i) => quantileAt(spread, (i + 1) / 10));
  return [...new Set(edges)].filter((edge) => edge < last);
}

export class NumberStream {
  #count = 0;
  #missing = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #origin = Number.NaN;
  #sum = 0;
  #squares = 0;
  readonly #sample: Reservoir;
  readonly #about: Pick<NumberSketch, 'name' | 'date' | 'truth'>;
  readonly #watch: Watch | undefined;
  /** Of all points, until more is added: to sort the sample is what it costs. */
  #sketched: NumberSketch | undefined;

  constructor(about: Pick<NumberSketch, 'name' | 'date' | 'truth'>, sample: number, against?: NumberSketch) {
    this.#about = about;
    this.#sample = new Reservoir(sample);
    this.#watch = against && Number.isFinite(against.min) ? new Watch(against) : undefined;
  }

  /** `rows`: their numbers; without, from `first` on. */
  add(values: Float64Array, first: number, rows?: Uint32Array): void {
    this.#sketched = undefined;
    const present = withoutMissing(values);
    this.#count += values.length;
    this.#missing += values.length - present.length;
    if (Number.isNaN(this.#origin)) this.#origin = present[0] ?? Number.NaN;
    const origin = this.#origin;
    let [min, max, sum, squares] = [this.#min, this.#max, 0, 0];
    for (let i = 0; i < present.length; i++) {
      const value = present[i] as number;
      if (value < min) min = value;
      if (value > max) max = value;
      const distance = value - origin;
      sum += distance;
      squares += distance * distance;
    }
    this.#min = min;
    this.#max = max;
    this.#sum += sum;
    this.#squares += squares;
    this.#sample.addAll(present);
    this.#watch?.look(values, first, rows, min, max);
  }

  sketch(points = Number.POSITIVE_INFINITY): NumberSketch {
    if (points !== Number.POSITIVE_INFINITY) return this.#sketch(points);
    this.#sketched ??= this.#sketch(points);
    return this.#sketched;
  }

  #sketch(points: number): NumberSketch {
    const n = this.#count - this.#missing;
    const shift = n > 0 ? this.#sum / n : 0;
    return {
      form: 'number',
      ...this.#about,
      count: this.#count,
      missing: this.#missing,
      min: n > 0 ? this.#min : Number.NaN,
      max: n > 0 ? this.#max : Number.NaN,
      mean: n > 0 ? this.#origin + shift : Number.NaN,
      std: n > 1 ? Math.sqrt(Math.max(0, (this.#squares - n * shift * shift) / (n - 1))) : 0,
      spread: distributionOf(this.#sample.sorted() as Float64, points),
    };
  }

  /** Some rows in each bin of the reference, and how many lie below and above all of it. */
  get unlike(): { bins: number[][]; outside: number; outsideRows: number[] } {
    return this.#watch ?? { bins: [], outside: 0, outsideRows: [] };
  }
}

class Watch {
  readonly bins: number[][];
  outside = 0;
  outsideRows: number[] = [];
  readonly #edges: number[];
  readonly #min: number;
  readonly #max: number;
  #open: number;

  constructor(against: NumberSketch) {
    this.#edges = binEdges(against);
    this.#min = against.min;
    this.#max = against.max;
    this.bins = Array.from({ length: this.#edges.length + 1 }, () => []);
    this.#open = this.bins.length;
  }

  look(values: Float64Array, first: number, rows: Uint32Array | undefined, min: number, max: number) {
    const mayBeOutside = min < this.#min || max > this.#max;
    for (let i = 0; i < values.length && (mayBeOutside || this.#open > 0); i++) {
      const value = values[i] as number;
      if (value !== value) continue;
      if (mayBeOutside && (value < this.#min || value > this.#max)) {
        this.outside++;
        if (this.outsideRows.length < mostRows) this.outsideRows.push(rows ? (rows[i] as number) : first + i);
      }
      if (this.#open === 0) continue;
      // The bin of a value ends at its edge, as shares up to an edge do.
      const bin = this.bins[binOf(this.#edges, value)] as number[];
      if (bin.length >= mostRows) continue;
      bin.push(rows ? (rows[i] as number) : first + i);
      if (bin.length === mostRows) this.#open--;
    }
  }
}

const binOf = (edges: readonly number[], value: number): number => {
  const place = upTo(edges, value);
  return place > 0 && edges[place - 1] === value ? place - 1 : place;
};

let scratch = new Float64Array(0);

/** The array itself where nothing is missing, else memory that the next call uses again. Infinite values count as missing. */
function withoutMissing(values: Float64Array): Float64Array {
  let first = 0;
  while (first < values.length && Number.isFinite(values[first])) first++;
  if (first === values.length) return values;
  if (scratch.length < values.length) scratch = new Float64Array(values.length);
  scratch.set(values.subarray(0, first));
  let count = first;
  for (let i = first; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isFinite(value)) scratch[count++] = value;
  }
  return scratch.subarray(0, count);
}
