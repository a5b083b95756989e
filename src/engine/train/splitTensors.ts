/**
 * One split as the device sees it. Data that fits lies there once and batches are gathered by index; what is
 * larger than one buffer may be stays on the host and is sent batch by batch. Same numbers either way.
 */
import type { Ops, Tensor } from '#/core/layers/layerDef';
import type { Split } from './trainSpec';

export interface Batch {
  input: Tensor;
  target: Tensor;
}

export class SplitTensors {
  readonly rows: number;
  private readonly resident?: Batch;
  private readonly tf: Ops;
  private readonly split: Split;
  private readonly width: number;

  constructor(tf: Ops, split: Split, width: number, maxTensorBytes: number) {
    this.tf = tf;
    this.split = split;
    this.width = width;
    this.rows = split.rows;
    if (split.features.byteLength <= maxTensorBytes)
      this.resident = this.upload(split.features, split.target, split.rows);
  }

  /** Rows by number; inside tf.tidy. */
  batch(rows: ArrayLike<number>): Batch {
    const { tf, resident, split, width } = this;
    if (resident) {
      const index = tf.tensor1d(Int32Array.from(rows), 'int32');
      return { input: tf.gather(resident.input, index), target: tf.gather(resident.target, index) };
    }
    const features = new Float32Array(rows.length * width);
    const target = new (split.target instanceof Int32Array ? Int32Array : Float32Array)(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      features.set(split.features.subarray(row * width, (row + 1) * width), i * width);
      target[i] = split.target[row] as number;
    }
    return this.upload(features, target, rows.length);
  }

  /** Consecutive rows; inside tf.tidy. */
  part(start: number, rows: number): Batch {
    const { tf, resident, split, width } = this;
    if (resident && rows === this.rows) return resident;
    if (resident)
      return {
        input: tf.slice(resident.input, [start, 0], [rows, width]),
        target: tf.slice(resident.target, [start], [rows]),
      };
    return this.upload(
      split.features.subarray(start * width, (start + rows) * width),
      split.target.subarray(start, start + rows),
      rows,
    );
  }

  private upload(features: Float32Array, target: Split['target'], rows: number): Batch {
    const { tf, width } = this;
    return {
      input: tf.tensor2d(features, [rows, width], 'float32'),
      target: tf.tensor1d(target, target instanceof Int32Array ? 'int32' : 'float32'),
    };
  }

  dispose(): void {
    if (this.resident) this.tf.dispose([this.resident.input, this.resident.target]);
  }
}
