/**
 * Numbers that stand for "missing" without the file saying so: -9999 among temperatures. A number is taken for one when
 * it is written as such numbers are and lies farther from all others than they lie from each other.
 */

/** Distinct values kept at either end of the range. */
const kept = 4;

export interface Sentinel {
  value: number;
  count: number;
}

export interface Sentinels {
  /** Surely no values. */
  taken: Sentinel[];
  /** Written like one, but near the values. */
  doubtful: Sentinel[];
}

/** The smallest and the largest values that were seen, each with how often. */
export class Extremes {
  #low: Sentinel[] = [];
  #high: Sentinel[] = [];
  #lowLimit = Number.POSITIVE_INFINITY;
  #highLimit = Number.NEGATIVE_INFINITY;

  /** Every `step`th value of `values` from `first`; NaN is no value. */
  add(values: Float32Array, first: number, step: number, end = values.length): void {
    let lowLimit = this.#lowLimit;
    let highLimit = this.#highLimit;
    for (let i = first; i < end; i += step) {
      const value = values[i] as number;
      if (value <= lowLimit) lowLimit = this.#see(value, this.#low, 1);
      if (value >= highLimit) highLimit = this.#see(value, this.#high, -1);
    }
    this.#lowLimit = lowLimit;
    this.#highLimit = highLimit;
  }

  /** Answers the value beyond which nothing is among the outermost any more. */
  #see(value: number, list: Sentinel[], sign: 1 | -1): number {
    const at = list.findIndex((one) => sign * one.value >= sign * value);
    const found = at < 0 ? undefined : list[at];
    if (found?.value === value) found.count++;
    else list.splice(at < 0 ? list.length : at, 0, { value, count: 1 });
    if (list.length > kept) list.pop();
    return list.length < kept ? sign * Number.POSITIVE_INFINITY : (list.at(-1) as Sentinel).value;
  }

  sentinels(): Sentinels {
    const taken: Sentinel[] = [];
    const doubtful: Sentinel[] = [];
    const low = [...this.#low];
    const high = [...this.#high];
    for (const [list, other] of [
      [low, high],
      [high, low],
    ] as const)
      while (list.length > 1) {
        const one = list[0] as Sentinel;
        if (!isWrittenAsOne(one.value)) break;
        const near = edgeOf(list.slice(1));
        const far = edgeOf(other);
        const range = Math.abs(far - near);
        const needed = one.value > 0 && one.value < hugeFrom ? 2 : 1;
        if (Math.abs(one.value - near) > range && one.count >= needed) taken.push(one);
        else {
          if (one.count >= 2 && one.value < 0 && near >= 0) doubtful.push(one);
          break;
        }
        list.shift();
      }
    return { taken: uniqueByValue(taken), doubtful };
  }
}

/** The outermost that is surely a value. */
const edgeOf = (list: readonly Sentinel[]): number =>
  (list.find(({ value }) => !isWrittenAsOne(value)) ?? (list[0] as Sentinel)).value;

const uniqueByValue = (list: readonly Sentinel[]): Sentinel[] => [
  ...new Map(list.map((one) => [one.value, one])).values(),
];

const hugeFrom = 1e15;
const ends = new Set([
  -32_768, -32_767, 32_767, 65_535, -2_147_483_648, -2_147_483_647, 2_147_483_647, 4_294_967_295,
]);

/** -9999, 999.9, -8888, 1e20, the ends of the integer types. */
function isWrittenAsOne(value: number): boolean {
  if (Math.abs(value) >= hugeFrom || ends.has(value)) return true;
  const text = String(Number(value.toPrecision(7)));
  return /^-99(\.9+)?$|^-?(9{3,}|8{4,}|7{4,})(\.[09]+)?$/.test(text);
}
