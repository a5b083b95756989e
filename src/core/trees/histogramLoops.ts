/** Runs histogramModule.ts over bins that are kept in its memory; without WebAssembly or the memory, the plain sums. */
import type { BinnedFeatures } from './binFeatures';
import { type Histogram, histogramOf, perBin, type Slopes } from './histogram';
import { binBytes, histogramModule, pairBytes } from './histogramModule';

/** Of the features that are asked; the bins of the others stay empty. */
export type Histograms = (slopes: Slopes, of: Int32Array, asked: readonly number[]) => Histogram;

const pageBytes = 65_536;
const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** The histograms of these features; their bins lie in the module's memory from then on. */
export function openHistograms(binned: BinnedFeatures): Histograms {
  try {
    return new HistogramLoops(binned).of;
  } catch {
    return (...asked) => histogramOf(binned, ...asked);
  }
}

class HistogramLoops {
  private readonly bytes: Uint8Array<ArrayBuffer>;
  private readonly doubles: Float64Array<ArrayBuffer>;
  private readonly words: Int32Array<ArrayBuffer>;
  private readonly gather: (rows: number, end: number, pairs: number, to: number) => void;
  private readonly addRows: (rows: number, end: number, ordered: number, bins: number, sums: number) => void;
  private readonly rowsAt: number;
  private readonly pairsAt: number;
  private readonly orderedAt: number;
  private readonly sumsAt: number;
  private slopes?: Slopes;
  private readonly binned: BinnedFeatures;

  constructor(binned: BinnedFeatures) {
    const { rows, width, offsets, bins } = binned;
    this.binned = binned;
    this.rowsAt = aligned(bins.length);
    this.pairsAt = this.rowsAt + aligned(4 * rows);
    this.orderedAt = this.pairsAt + pairBytes * rows;
    this.sumsAt = this.orderedAt + pairBytes * rows;
    const all = this.sumsAt + binBytes * (offsets[width] as number);
    const memory = new WebAssembly.Memory({ initial: Math.ceil(all / pageBytes) });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(histogramModule()), {
      env: { memory },
    });
    this.gather = exports['gather'] as HistogramLoops['gather'];
    this.addRows = exports['addRows'] as HistogramLoops['addRows'];
    const { buffer } = memory;
    this.bytes = new Uint8Array(buffer);
    this.doubles = new Float64Array(buffer);
    this.words = new Int32Array(buffer);
    this.bytes.set(bins);
    binned.bins = this.bytes.subarray(0, bins.length);
  }

  readonly of: Histograms = (slopes, of, asked) => {
    const { words, doubles, rowsAt, orderedAt, sumsAt } = this;
    const { rows, offsets, width } = this.binned;
    this.take(slopes);
    words.set(of, rowsAt >> 2);
    const end = rowsAt + 4 * of.length;
    this.gather(rowsAt, end, this.pairsAt, orderedAt);
    const [first, last] = [sumsAt >> 3, (sumsAt >> 3) + perBin * (offsets[width] as number)];
    doubles.fill(0, first, last);
    for (const feature of asked)
      this.addRows(rowsAt, end, orderedAt, feature * rows, sumsAt + binBytes * (offsets[feature] as number));
    return doubles.slice(first, last);
  };

  /** Each row's pair, once for all nodes of a tree. */
  private take(slopes: Slopes): void {
    if (this.slopes === slopes) return;
    this.slopes = slopes;
    const { gradients, curvatures } = slopes;
    const from = this.pairsAt >> 3;
    for (let row = 0; row < gradients.length; row++) {
      this.doubles[from + 2 * row] = gradients[row] as number;
      this.doubles[from + 2 * row + 1] = curvatures[row] as number;
    }
  }
}
