/** Frames of data that are too large to be held: read when they are needed, a batch ahead of the step. */
import type { Split } from './preparedData';

export interface FrameSource {
  /** Values of a frame. */
  width: number;
  /** As the network takes them: row-major [frames.length, width], in the order asked for. */
  read(frames: Int32Array): Promise<Float32Array<ArrayBuffer>>;
  /** Frames of a block are read together. */
  blockOf(frame: number): number;
  /** Blocks that are at hand at the same time, so that an order of rows can keep to them. */
  blocksAtHand: number;
  /** Most bytes of decoded blocks held so far. */
  peakBytes(): number;
}

/** Some frames on the host, by number. */
export class HeldFrames {
  private readonly values: Float32Array;
  private readonly width: number;
  private readonly places?: ReadonlyMap<number, number>;

  /** Without places frame i is row i of the values. */
  constructor(values: Float32Array, width: number, places?: ReadonlyMap<number, number>) {
    this.values = values;
    this.width = width;
    this.places = places;
  }

  get size(): number {
    return this.values.length;
  }

  /** A view. */
  frame(number: number): Float32Array {
    const at = (this.places ? (this.places.get(number) ?? Number.NaN) : number) * this.width;
    return this.values.subarray(at, at + this.width);
  }
}

export async function holdFrames(source: FrameSource, frames: Iterable<number>): Promise<HeldFrames> {
  const distinct = Int32Array.from(new Set(frames)).sort();
  const values = await source.read(distinct);
  return new HeldFrames(values, source.width, new Map(Array.from(distinct, (frame, at) => [frame, at])));
}

/** Frames of a split wherever they are; `width` values each. */
export const framesOf = async (
  { features, source }: Pick<Split, 'features' | 'source'>,
  frames: Iterable<number>,
  width: number,
): Promise<HeldFrames> => (source ? await holdFrames(source, frames) : new HeldFrames(features, width));
