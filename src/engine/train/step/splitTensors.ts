/**
 * One split as the device sees it. Data that fits lies there once and batches are gathered by frame number, so that
 * overlapping windows of a field are never laid out; what is larger than one buffer may be stays on the host and is
 * sent batch by batch; what the host does not hold is read before each batch. Same numbers either way.
 */
import { type FrameSource, HeldFrames, holdFrames } from '../../kinds/frameSource';
import type { Split } from '../../kinds/preparedData';
import type { ArchSpec } from '#/core/arch/archSpec';
import { deviceShape } from '#/core/arch/deviceShape';
import { sampleShape } from '#/core/arch/inputParts';
import { missingBelow } from '#/core/grid/fittedGrid';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { sizeOf } from '#/core/arch/sizeOf';

/** Changes the values of a row in place, and what its places are of, where the frame holds that. */
type ChangeRow = (values: Float32Array, row: number, answers?: Float32Array) => void;

export interface Batch {
  input: Tensor;
  target: Tensor;
}

export const inputShape: (arch: ArchSpec) => number[] = sampleShape;

export class SplitTensors {
  readonly rows: number;
  /** As of the split. */
  readonly present: number | undefined;
  private held?: HeldFrames;
  private readonly coming = new Map<ArrayLike<number>, Promise<HeldFrames>>();
  private nextPart?: Uint32Array;
  private readonly frames?: Tensor;
  private readonly target?: Tensor;
  private readonly ownsFrames: boolean;
  private readonly tf: Ops;
  private readonly split: Split;
  private readonly shape: number[];
  /** Frames of a row. */
  private readonly length: number;
  /** Values of a frame. */
  private readonly width: number;
  /** Of these, at the end, what is the answer. */
  private readonly ownAnswers: number;
  /** Frames of an answer in frames. */
  private readonly steps: number;

  /** `shape`: of a row. `beside`: a split that may hold the same frames already; it must outlive this one. */
  constructor(tf: Ops, split: Split, shape: number[], maxTensorBytes: number, beside?: SplitTensors) {
    this.tf = tf;
    this.split = split;
    this.shape = shape;
    this.rows = split.rows;
    this.present = split.present;
    this.length = split.frames ? split.frames.length / split.rows : 1;
    this.ownAnswers = split.answers ?? 0;
    this.width = sizeOf(shape) / this.length + this.ownAnswers;
    this.steps = split.targetFrames ? Math.max(1, split.targetFrames.length / Math.max(1, split.rows)) : 1;
    if (!split.source) this.held = new HeldFrames(split.features, this.width);
    const shared = beside?.split.features === split.features ? beside.frames : undefined;
    this.ownsFrames = shared === undefined;
    if (split.source || split.features.byteLength > maxTensorBytes) return;
    this.frames = shared ?? this.matrix(split.features);
    if (!split.targetFrames && !split.answers && !split.itself) this.target = this.vector(split.target);
  }

  /** Frames of rows that are the next to be asked for: their reading begins. */
  prefetch(rows: ArrayLike<number>): void {
    if (this.split.source) this.bring(rows, this.split.source).catch(() => undefined);
  }

  /** Before their batch, of data that are not held; undefined where there is nothing to wait for. */
  ready(rows: ArrayLike<number>): Promise<void> | undefined {
    const { source } = this.split;
    if (!source) return undefined;
    return this.bring(rows, source).then((held) => {
      this.coming.delete(rows);
      this.held = held;
    });
  }

  /** The same for consecutive rows. */
  prefetchPart(start: number, rows: number): void {
    if (this.split.source && rows > 0) this.prefetch((this.nextPart = rangeOf(start, rows)));
  }

  readyPart(start: number, rows: number): Promise<void> | undefined {
    const { nextPart } = this;
    const same = nextPart && nextPart[0] === start && nextPart.length === rows;
    return this.split.source && this.ready(same ? nextPart : rangeOf(start, rows));
  }

  /** The frames of the rows that `ready` waited for; of held data, all of them. */
  get atHand(): HeldFrames {
    return this.held as HeldFrames;
  }

  /** Frames are read before they are asked for. */
  get isRead(): boolean {
    return this.split.source !== undefined;
  }

  /** Of the frames that were read for them alone. */
  get valuesAtHand(): number {
    return this.isRead ? this.atHand.size : 0;
  }

  private bring(rows: ArrayLike<number>, source: FrameSource): Promise<HeldFrames> {
    const { split } = this;
    const coming =
      this.coming.get(rows) ??
      holdFrames(source, [
        ...this.frameNumbers(rows),
        ...this.targetNumbers(rows),
        ...(split.seasonalFrames ? pickFrames(split.seasonalFrames, rows, this.steps) : []),
      ]);
    this.coming.set(rows, coming);
    return coming;
  }

  /** Rows by number, each changed by `change` where it is given; inside tf.tidy. */
  batch(rows: ArrayLike<number>, change?: ChangeRow): Batch {
    const { tf, frames, split } = this;
    const input = change ? this.changed(rows, change) : this.framesAt(this.frameNumbers(rows));
    if (this.ownAnswers > 0) return this.parted(input, rows.length);
    // What is to be made again is what was given, changed or not.
    if (split.itself) return { input: this.shaped(input, rows.length), target: input };
    return {
      input: this.shaped(change ? input : this.filled(input), rows.length),
      target: split.targetFrames
        ? this.answers(this.framesAt(this.targetNumbers(rows)), rows.length)
        : frames && this.target
          ? tf.gather(this.target, tf.tensor1d(Int32Array.from(rows), 'int32'))
          : this.vector(pick(split.target, rows)),
    };
  }

  /** Consecutive rows; inside tf.tidy. */
  part(start: number, rows: number): Batch {
    const { tf, frames, target, split, width } = this;
    if (split.frames || !frames || !target) return this.batch(rangeOf(start, rows));
    if (rows === this.rows) return { input: this.shaped(frames, rows), target };
    return {
      input: this.shaped(tf.slice(frames, [start, 0], [rows, width]), rows),
      target: tf.slice(target, [start], [rows]),
    };
  }

  /** Frames that hold their answer, one a row. */
  private parted(matrix: Tensor, rows: number): Batch {
    const { tf, width, ownAnswers } = this;
    return {
      input: this.shaped(tf.slice(matrix, [0, 0], [rows, width - ownAnswers]), rows),
      target: tf.slice(matrix, [0, width - ownAnswers], [rows, ownAnswers]),
    };
  }

  private frameNumbers(rows: ArrayLike<number>): Int32Array {
    const { split, length } = this;
    if (!split.frames) return Int32Array.from(rows);
    const numbers = new Int32Array(rows.length * length);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] as number;
      numbers.set(split.frames.subarray(row * length, (row + 1) * length), i * length);
    }
    return numbers;
  }

  private targetNumbers(rows: ArrayLike<number>): Int32Array {
    const { targetFrames } = this.split;
    return targetFrames ? pickFrames(targetFrames, rows, this.steps) : new Int32Array(0);
  }

  /** Made on the host, whatever the device holds: small batches, the same numbers everywhere. */
  private changed(rows: ArrayLike<number>, change: ChangeRow): Tensor {
    const { width, length, present, ownAnswers } = this;
    const size = length * width;
    const values = new Float32Array(rows.length * size);
    for (const [i, frame] of this.frameNumbers(rows).entries())
      values.set(this.atHand.frame(frame), i * width);
    if (present !== undefined)
      for (let i = 0; i < values.length; i++) if (!((values[i] as number) > missingBelow)) values[i] = 0;
    for (let i = 0; i < rows.length; i++) {
      const [end, row] = [(i + 1) * size, rows[i] as number];
      if (ownAnswers > 0)
        change(values.subarray(i * size, end - ownAnswers), row, values.subarray(end - ownAnswers, end));
      else change(values.subarray(i * size, end), row);
    }
    return this.matrix(values);
  }

  private answers(matrix: Tensor, rows: number): Tensor {
    return this.steps === 1 ? matrix : this.tf.reshape(matrix, [rows, this.steps * this.width]);
  }

  private framesAt(numbers: Int32Array): Tensor {
    const { tf, frames, width } = this;
    if (frames) return tf.gather(frames, tf.tensor1d(numbers, 'int32'));
    const values = new Float32Array(numbers.length * width);
    for (const [i, frame] of numbers.entries()) values.set(this.atHand.frame(frame), i * width);
    return this.matrix(values);
  }

  /** Missing values are the mean to a network. */
  private filled(matrix: Tensor): Tensor {
    const { tf, present } = this;
    if (present === undefined) return matrix;
    return tf.where(tf.greater(matrix, missingBelow), matrix, tf.zerosLike(matrix));
  }

  /** Networks on tables take the matrix as it is. */
  private shaped(matrix: Tensor, rows: number): Tensor {
    return this.shape.length === 1 ? matrix : this.tf.reshape(matrix, deviceShape(this.shape, rows));
  }

  private matrix(values: Float32Array): Tensor {
    return this.tf.tensor2d(values, [values.length / this.width, this.width], 'float32');
  }

  private vector(values: Split['target']): Tensor {
    return this.tf.tensor1d(values, values instanceof Int32Array ? 'int32' : 'float32');
  }

  dispose(): void {
    if (this.ownsFrames) this.frames?.dispose();
    this.target?.dispose();
  }
}

const rangeOf = (start: number, rows: number): Uint32Array =>
  Uint32Array.from({ length: rows }, (_, i) => start + i);

/** Row-major [rows, steps]. */
function pickFrames(frames: Int32Array, rows: ArrayLike<number>, steps: number): Int32Array {
  const picked = new Int32Array(rows.length * steps);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    picked.set(frames.subarray(row * steps, (row + 1) * steps), i * steps);
  }
  return picked;
}

function pick<T extends Int32Array | Float32Array>(values: T, rows: ArrayLike<number>): T {
  const picked = values.slice(0, rows.length) as T;
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i] as number] as number;
  return picked;
}
