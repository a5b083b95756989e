/**
 * A uniform sample of a stream (Li 1994, algorithm L): all values while they fit, afterwards each value
 * with equal chance. Quantiles of it are exact up to `size` values; beyond, their rank is off by about
 * sqrt(p (1 - p) / size), at most 0.2 % for 65,536. The same stream gives the same sample.
 */
export class Reservoir {
  seen = 0;
  readonly #size: number;
  readonly #draws: Draws;
  #values = new Float64Array(256);
  #next = 0;
  /** Of the draws, the one that says which value comes next and whose place it takes. */
  #draw = 0;

  constructor(size: number) {
    this.#size = size;
    this.#draws = drawsOf(size);
  }

  /** None of them missing. */
  addAll(values: Float64Array): void {
    let at = Math.min(values.length, Math.max(0, this.#size - this.seen));
    if (at > 0) this.#keep(values.subarray(0, at));
    if (this.seen < this.#size) return;
    while (this.#next - this.seen < values.length - at) {
      at += this.#next - this.seen;
      this.seen = this.#next + 1;
      this.#values[this.#draws.place(this.#draw++)] = values[at++] as number;
      this.#next = this.seen + this.#draws.skipped(this.#draw);
    }
    this.seen += values.length - at;
  }

  sorted(): Float64Array {
    return this.#values.slice(0, Math.min(this.seen, this.#size)).sort();
  }

  /** While there is room. */
  #keep(values: Float64Array) {
    const seen = this.seen + values.length;
    if (seen > this.#values.length) {
      const longer = new Float64Array(Math.min(this.#size, Math.max(seen, this.#values.length * 2)));
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values.set(values, this.seen);
    this.seen = seen;
    if (seen === this.#size) this.#next = seen + this.#draws.skipped(0);
  }
}

/** The same for every sample of a size, and made once: how many values are passed over, and then which is replaced. */
class Draws {
  readonly #size: number;
  #skipped = new Float64Array(1024);
  #places = new Int32Array(1024);
  #count = 0;
  #threshold = 1;
  #state = 0x9e3779b9;

  constructor(size: number) {
    this.#size = size;
  }

  skipped(draw: number): number {
    if (draw >= this.#count) this.#make();
    return this.#skipped[draw] as number;
  }

  /** Of a draw whose `skipped` was asked for. */
  place(draw: number): number {
    return this.#places[draw] as number;
  }

  /** As many again. */
  #make() {
    const from = this.#count;
    this.#count = Math.max(this.#places.length, from * 2);
    if (this.#count > this.#places.length) {
      const [skipped, places] = [this.#skipped, this.#places];
      (this.#skipped = new Float64Array(this.#count)).set(skipped);
      (this.#places = new Int32Array(this.#count)).set(places);
    }
    for (let draw = from; draw < this.#count; draw++) {
      this.#threshold *= Math.exp(Math.log(this.#random()) / this.#size);
      this.#skipped[draw] = Math.floor(Math.log(this.#random()) / Math.log1p(-this.#threshold));
      this.#places[draw] = Math.floor(this.#random() * this.#size);
    }
  }

  /** Mulberry32, in (0, 1). */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296 + 2 ** -33;
  }
}

const known = new Map<number, Draws>();

function drawsOf(size: number): Draws {
  const draws = known.get(size) ?? new Draws(size);
  known.set(size, draws);
  return draws;
}
