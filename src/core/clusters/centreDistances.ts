/** Squared distances of some rows to all centres: by distanceModule.ts, or plainly where it does not run. */
import { centresInBlock, distanceModule } from './distanceModule';
import { type Rows, squaredBetween } from './rows';

/** So many rows are asked at once. */
export const rowsAtOnce = 256;

export interface CentreDistances {
  /** Values between the distances of one row and those of the next. */
  stride: number;
  setCentres(centres: Float64Array): void;
  /** Of the first `count` of these rows, row-major [rows, stride]; valid until asked again. */
  of(rows: Int32Array, count: number): Float32Array | Float64Array;
}

export function centreDistances(data: Rows, k: number): CentreDistances {
  try {
    return new DistanceLoops(data, k);
  } catch {
    return plainDistances(data, k);
  }
}

function plainDistances({ width, features }: Rows, k: number): CentreDistances {
  const found = new Float64Array(rowsAtOnce * k);
  let centres = new Float64Array(k * width);
  return {
    stride: k,
    setCentres(next) {
      centres = Float64Array.from(next);
    },
    of(rows, count) {
      for (let i = 0; i < count; i++)
        for (let centre = 0; centre < k; centre++)
          found[i * k + centre] = squaredBetween(
            features,
            (rows[i] as number) * width,
            centres,
            centre * width,
            width,
          );
      return found;
    },
  };
}

const pageBytes = 65_536;
/** Far from every row, but finite when squared. */
const nowhere = 1e15;

class DistanceLoops implements CentreDistances {
  readonly stride: number;
  private readonly data: Rows;
  private readonly k: number;
  private readonly values: Float32Array;
  private readonly centresAt: number;
  private readonly foundAt: number;
  private readonly distances: (
    rows: number,
    end: number,
    rowBytes: number,
    centres: number,
    centresEnd: number,
    to: number,
  ) => void;

  constructor(data: Rows, k: number) {
    this.data = data;
    this.k = k;
    this.stride = Math.ceil(k / centresInBlock) * centresInBlock;
    this.centresAt = rowsAtOnce * data.width;
    this.foundAt = this.centresAt + this.stride * data.width;
    const all = 4 * (this.foundAt + rowsAtOnce * this.stride);
    const memory = new WebAssembly.Memory({ initial: Math.ceil(all / pageBytes) });
    const module = new WebAssembly.Module(distanceModule());
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    this.distances = exports['distances'] as DistanceLoops['distances'];
    this.values = new Float32Array(memory.buffer);
  }

  setCentres(centres: Float64Array): void {
    const { k, values, centresAt, stride } = this;
    const { width } = this.data;
    for (let centre = 0; centre < stride; centre++) {
      const block = centresAt + Math.floor(centre / centresInBlock) * width * centresInBlock;
      for (let i = 0; i < width; i++)
        values[block + i * centresInBlock + (centre % centresInBlock)] =
          centre < k ? (centres[centre * width + i] as number) : nowhere;
    }
  }

  of(rows: Int32Array, count: number): Float32Array {
    const { values, centresAt, foundAt, stride } = this;
    const { width, features } = this.data;
    for (let i = 0; i < count; i++) {
      const from = (rows[i] as number) * width;
      const to = i * width;
      for (let at = 0; at < width; at++) values[to + at] = features[from + at] as number;
    }
    this.distances(0, 4 * count * width, 4 * width, 4 * centresAt, 4 * foundAt, 4 * foundAt);
    return values.subarray(foundAt, foundAt + count * stride);
  }
}
