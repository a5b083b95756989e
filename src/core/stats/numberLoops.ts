/** Runs the loops of numberModule.ts over values that are copied into its memory, a batch at a time. */
import { numberModule, place } from './numberModule';

const pageBytes = 65_536;
/** Values that are copied at a time, and bins that are counted into. */
const mostValues = 131_072;
const mostBins = 4096;
const binsAt = 1024;
const valuesAt = binsAt + mostBins * 4;
const presentAt = valuesAt + mostValues * 8;
/** With one behind the last. */
const memoryBytes = presentAt + (mostValues + 2) * 8;
/** Below it a call costs more than it saves. */
const fewest = 256;

type Loop = (from: number, end: number, to: number) => void;

export class NumberLoops {
  readonly #doubles: Float64Array;
  readonly #words: Int32Array;
  readonly #summarise: Loop;
  readonly #sumUp: Loop;
  readonly #compare: Loop;
  readonly #square: Loop;
  readonly #bin: Loop;
  #count = 0;

  constructor() {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(memoryBytes / pageBytes) });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(numberModule()), { env: { memory } });
    this.#doubles = new Float64Array(memory.buffer);
    this.#words = new Int32Array(memory.buffer);
    this.#summarise = exports['summarise'] as Loop;
    this.#sumUp = exports['sumUp'] as Loop;
    this.#compare = exports['compare'] as Loop;
    this.#square = exports['square'] as Loop;
    this.#bin = exports['bin'] as Loop;
  }

  /**
   * What stands at a place (numberModule) afterwards is what `double` and `whole` give. `isMixed`: neither whole numbers
   * alone nor in an order, which then is not looked at any more.
   */
  summarise(values: Float64Array, origin: number, last: number, isMixed: boolean): void {
    this.#doubles.set(values, valuesAt >> 3);
    this.#put(place.origin, origin);
    this.#put(place.last, last);
    (isMixed ? this.#sumUp : this.#summarise)(valuesAt, valuesAt + values.length * 8, presentAt);
    this.#count = (this.whole('present') - presentAt) >> 3;
    if (isMixed) this.#compare(presentAt, presentAt + this.#count * 8, 0);
  }

  /** Those that are not missing of the values last summarised, until the next are. */
  present(): Float64Array {
    return this.#doubles.subarray(presentAt >> 3, (presentAt >> 3) + this.#count);
  }

  squares(mean: number): number {
    this.#put(place.mean, mean);
    this.#square(presentAt, presentAt + this.#count * 8, 0);
    return this.double('squares');
  }

  /** Adds to `counts`, of bins of a width from the first on, those that are present; false where these are too many bins. */
  bin(counts: Float64Array, perBin: number, firstBin: number): boolean {
    if (counts.length > mostBins) return false;
    const bins = this.#words.subarray(binsAt >> 2, (binsAt >> 2) + counts.length).fill(0);
    this.#put(place.perBin, perBin);
    this.#put(place.firstBin, firstBin);
    this.#words[place.bins >> 2] = counts.length;
    this.#bin(presentAt, presentAt + this.#count * 8, binsAt);
    for (let i = 0; i < bins.length; i++) (counts[i] as number) += bins[i] as number;
    return true;
  }

  double(name: 'last' | 'sum' | 'min' | 'max' | 'squares'): number {
    return this.#doubles[place[name] >> 3] as number;
  }

  whole(name: 'present' | 'fractions' | 'notAbove' | 'notBelow' | 'falls' | 'zeros' | 'ones'): number {
    return this.#words[place[name] >> 2] as number;
  }

  #put(at: number, value: number) {
    this.#doubles[at >> 3] = value;
  }
}

let loops: NumberLoops | false | undefined;

/** undefined where the browser has no WebAssembly, or for so many values they are not worth it. */
export function loopsFor(count: number): NumberLoops | undefined {
  if (count < fewest || count > mostValues) return undefined;
  try {
    loops ??= new NumberLoops();
  } catch {
    loops = false;
  }
  return loops || undefined;
}
