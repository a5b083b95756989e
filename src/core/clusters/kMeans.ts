/**
 * k-means (Lloyd 1982) that passes over distances which bounds rule out (Hamerly 2010): the same result as all of them
 * would give. The best of several starts.
 */
import { type CentreDistances, centreDistances, rowsAtOnce } from './centreDistances';
import { type Rows, squaredBetween, type Worked } from './rows';
import { startCentres } from './startCentres';

export interface Centres {
  k: number;
  /** Row-major [k, width]. */
  centres: Float64Array;
  /** By row: its centre. */
  labels: Int32Array;
  /** Sum of squared distances to it. */
  inertia: number;
}

export interface KMeansSettings {
  k: number;
  starts: number;
  seed: number;
}

const mostPasses = 300;
/** Of the mean variance of a column: centres that moved less in all stand still. */
const tolerance = 1e-4;

export async function kMeans(data: Rows, settings: KMeansSettings, worked: Worked): Promise<Centres> {
  const { k, starts, seed } = settings;
  let best: Centres | undefined;
  for (let start = 0; start < starts; start++) {
    const begun = await startCentres(data, k, { seed, stream: `kMeans/${k}/${start}` }, worked);
    const found = await lloyd(data, begun, k, worked);
    if (!best || found.inertia < best.inertia * (1 - 1e-12)) best = found;
  }
  return best as Centres;
}

async function lloyd(data: Rows, centres: Float64Array, k: number, worked: Worked): Promise<Centres> {
  const { rows, width } = data;
  const still = tolerance * meanVariance(data);
  const state = new Bounded(data, centres, k);
  await worked(rows * width * k);
  for (let pass = 0; pass < mostPasses; pass++) {
    const moved = state.move();
    const looked = state.assign();
    await worked(rows + looked * width);
    if (moved <= still) break;
  }
  return { k, centres: state.centres, labels: state.labels, inertia: state.inertia() };
}

class Bounded {
  readonly labels: Int32Array;
  readonly centres: Float64Array;
  private readonly sums: Float64Array;
  private readonly counts: Float64Array;
  /** Not below the distance to the own centre, not above that to any other. */
  private readonly upper: Float64Array;
  private readonly lower: Float64Array;
  private readonly data: Rows;
  private readonly k: number;
  private readonly distances: CentreDistances;
  /** Rows whose distances to all centres are needed. */
  private readonly waiting = new Int32Array(rowsAtOnce);
  private waits = 0;

  constructor(data: Rows, centres: Float64Array, k: number) {
    const { rows, width } = data;
    this.data = data;
    this.k = k;
    this.centres = centres;
    this.labels = new Int32Array(rows).fill(-1);
    this.upper = new Float64Array(rows);
    this.lower = new Float64Array(rows);
    this.sums = new Float64Array(k * width);
    this.counts = new Float64Array(k);
    this.distances = centreDistances(data, k);
    this.distances.setCentres(centres);
    for (let row = 0; row < rows; row++) this.wait(row);
    this.scan();
  }

  /** Every centre to the mean of its rows; answers the sum of the squares of how far they went. */
  move(): number {
    const { k, centres, sums, counts, upper, lower, labels } = this;
    const { width, rows } = this.data;
    this.fillEmpty();
    const went = new Float64Array(k);
    let squares = 0;
    let [far, second, farthest] = [0, 0, -1];
    for (let centre = 0; centre < k; centre++) {
      let square = 0;
      for (let i = 0; i < width; i++) {
        const at = centre * width + i;
        const next = (sums[at] as number) / (counts[centre] as number);
        square += (next - (centres[at] as number)) ** 2;
        centres[at] = next;
      }
      squares += square;
      const by = Math.sqrt(square);
      went[centre] = by;
      if (by > far) [second, far, farthest] = [far, by, centre];
      else if (by > second) second = by;
    }
    for (let row = 0; row < rows; row++) {
      const label = labels[row] as number;
      upper[row] = (upper[row] as number) + (went[label] as number);
      lower[row] = (lower[row] as number) - (label === farthest ? second : far);
    }
    return squares;
  }

  /** Every row to its nearest centre; answers to how many distances it took. */
  assign(): number {
    const { k, centres, upper, lower, labels } = this;
    const { width, rows, features } = this.data;
    const apart = halfToNext(centres, k, width);
    this.distances.setCentres(centres);
    let looked = 0;
    for (let row = 0; row < rows; row++) {
      const label = labels[row] as number;
      const bound = Math.max(apart[label] as number, lower[row] as number);
      if ((upper[row] as number) <= bound) continue;
      upper[row] = Math.sqrt(squaredBetween(features, row * width, centres, label * width, width));
      looked++;
      if ((upper[row] as number) <= bound) continue;
      looked += k;
      this.wait(row);
    }
    this.scan();
    return looked;
  }

  inertia(): number {
    const { centres, labels } = this;
    const { width, rows, features } = this.data;
    let sum = 0;
    for (let row = 0; row < rows; row++)
      sum += squaredBetween(features, row * width, centres, (labels[row] as number) * width, width);
    return sum;
  }

  private wait(row: number): void {
    this.waiting[this.waits++] = row;
    if (this.waits === rowsAtOnce) this.scan();
  }

  /** Those that wait to their nearest centres. */
  private scan(): void {
    const { k, waiting, waits, distances, labels } = this;
    const { stride } = distances;
    const squares = distances.of(waiting, waits);
    this.waits = 0;
    for (let i = 0; i < waits; i++) {
      let [best, next, at] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
      for (let centre = 0; centre < k; centre++) {
        const square = squares[i * stride + centre] as number;
        if (square < best) {
          next = best;
          best = square;
          at = centre;
        } else if (square < next) next = square;
      }
      const row = waiting[i] as number;
      const before = labels[row] as number;
      labels[row] = at;
      this.upper[row] = Math.sqrt(best);
      this.lower[row] = Math.sqrt(next);
      if (before !== at) this.change(row, before, at);
    }
  }

  /** From a centre, or from none. */
  private change(row: number, from: number, to: number): void {
    const { sums, counts } = this;
    const { width, features } = this.data;
    if (from >= 0) counts[from] = (counts[from] as number) - 1;
    counts[to] = (counts[to] as number) + 1;
    for (let i = 0; i < width; i++) {
      const value = features[row * width + i] as number;
      if (from >= 0) sums[from * width + i] = (sums[from * width + i] as number) - value;
      sums[to * width + i] = (sums[to * width + i] as number) + value;
    }
  }

  /** A centre that no row is nearest to takes the row that is farthest from its own. */
  private fillEmpty(): void {
    const { counts, upper, labels } = this;
    for (let centre = 0; centre < this.k; centre++) {
      if ((counts[centre] as number) > 0) continue;
      let row = -1;
      for (let other = 0; other < upper.length; other++)
        if (
          (counts[labels[other] as number] as number) > 1 &&
          (row < 0 || (upper[other] as number) > (upper[row] as number))
        )
          row = other;
      if (row < 0) throw new Error('There are fewer rows than centres.');
      const from = labels[row] as number;
      labels[row] = centre;
      this.change(row, from, centre);
      [upper[row], this.lower[row]] = [0, 0];
    }
  }
}

/** Of each centre half the distance to the next: what is nearer is its own. */
function halfToNext(centres: Float64Array, k: number, width: number): Float64Array {
  const half = new Float64Array(k).fill(Number.POSITIVE_INFINITY);
  for (let a = 0; a < k; a++)
    for (let b = 0; b < a; b++) {
      const by = Math.sqrt(squaredBetween(centres, a * width, centres, b * width, width)) / 2;
      half[a] = Math.min(half[a] as number, by);
      half[b] = Math.min(half[b] as number, by);
    }
  return half;
}

function meanVariance({ rows, width, features }: Rows): number {
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  for (let at = 0; at < rows * width; at += width)
    for (let i = 0; i < width; i++) {
      const value = features[at + i] as number;
      sums[i] = (sums[i] as number) + value;
      squares[i] = (squares[i] as number) + value * value;
    }
  let total = 0;
  for (let i = 0; i < width; i++)
    total += Math.max(0, (squares[i] as number) / rows - ((sums[i] as number) / rows) ** 2);
  return total / Math.max(1, width);
}
