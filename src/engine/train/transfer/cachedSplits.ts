/**
 * What stands still in a network makes the same of a sample in every epoch: it is computed once, and what learns reads it
 * from then on. Held where it is small; else on the disk, block by block, made when it is first asked for.
 */
import { deviceShape } from '#/core/arch/deviceShape';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Tensor } from '#/core/layers/layerDef';
import { ByteCache } from '#/core/items/byteCache';
import { breathe, expectBreath } from '#/core/protocol/heartbeat';
import { TetradError } from '#/core/protocol/errors';
import { cacheBytes } from '#/core/train/dataAllowance';
import type { Blobs } from '../../kinds/kindEngine';
import type { Split } from '../../kinds/preparedData';
import { SpilledBlocks } from '../../kinds/spilledBlocks';
import { SplitTensors } from '../step/splitTensors';
import type { TrainDeps } from '../trainDeps';

/** The part of a network that stands still. */
export interface FrozenPart {
  /** Of a sample, without batch. */
  takes: readonly number[];
  makes: readonly number[];
  /** Rows that a pass takes at once. */
  rowsAtOnce: number;
  open(backend: TrainDeps['backend']): Promise<OpenPart>;
}

export interface OpenPart {
  /** Row-major [rows, ...makes]; `input` stays the caller's. */
  run(input: Tensor, rows: number): Promise<Float32Array>;
  dispose(): void;
}

/** Above, what was computed lies on the disk. */
const mostHeldBytes = 512 * 1024 ** 2;
/** On the slowest machine a pass over so many rows takes no longer. */
const slowestPassMs = 120_000;

export class CachedSplit {
  /** Before `fill` all of its values are zeros: enough to measure steps with. */
  readonly split: Split;
  private readonly of: Split;
  private readonly part: FrozenPart;
  private readonly width: number;
  private readonly spilled?: SpilledBlocks<Float32Array<ArrayBuffer>>;
  private make?: (start: number, rows: number) => Promise<Float32Array>;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(of: Split, part: FrozenPart, blobs: Blobs, allowedBytes: number) {
    if (of.targetFrames || of.answers || of.itself)
      throw new TetradError({
        code: 'unsupported',
        message: 'A network that answers with whole frames cannot have a part that stands still.',
        place: 'freeze',
        hint: 'Leave all of it to learn.',
      });
    this.of = of;
    this.part = part;
    this.width = sizeOf(part.makes);
    const bytes = of.rows * this.width * Float32Array.BYTES_PER_ELEMENT;
    const { frames: _frames, source: _source, present: _present, ...rest } = of;
    if (bytes <= Math.min(allowedBytes, mostHeldBytes)) {
      this.split = { ...rest, features: new Float32Array(of.rows * this.width) };
      return;
    }
    const size = part.rowsAtOnce;
    const inBlock = (block: number) => Math.min(size, of.rows - block * size);
    const lengths = Array.from({ length: Math.ceil(of.rows / size) }, (_, i) => inBlock(i) * this.width);
    this.spilled = new SpilledBlocks(
      lengths,
      (length) => new Float32Array(length),
      async (block) => Float32Array.from(await this.inTurn(block * size, inBlock(block))),
      blobs,
    );
    const allowed = cacheBytes(allowedBytes);
    const cache = new ByteCache(
      allowed,
      (block) => (lengths[block] ?? 0) * Float32Array.BYTES_PER_ELEMENT,
      (block) => (this.spilled as SpilledBlocks<Float32Array<ArrayBuffer>>).get(block),
    );
    const { width } = this;
    this.split = {
      ...rest,
      features: new Float32Array(0),
      frames: Int32Array.from({ length: of.rows }, (_, row) => row),
      source: {
        width,
        blockOf: (row) => Math.floor(row / size),
        blocksAtHand: Math.max(1, Math.floor(allowed / (size * width * 4) / 2)),
        peakBytes: () => cache.peakBytes,
        read: async (rows) => {
          const values = new Float32Array(rows.length * width);
          if (!this.make) return values;
          for (const [i, row] of rows.entries()) {
            const at = (row % size) * width;
            const block = await cache.get(Math.floor(row / size));
            values.set(block.subarray(at, at + width), i * width);
          }
          return values;
        },
      },
    };
  }

  /** Computes what is held, and from now on what is read. */
  async fill(open: OpenPart, { tf, maxTensorBytes }: TrainDeps['backend']): Promise<() => void> {
    const { of, part, width } = this;
    const tensors = new SplitTensors(tf, of, [...part.takes], maxTensorBytes);
    this.make = async (start, rows) => {
      const wait = tensors.readyPart(start, rows);
      if (wait) await wait;
      const input = tf.tidy(() => tf.reshape(tensors.part(start, rows).input, deviceShape(part.takes, rows)));
      expectBreath(slowestPassMs);
      try {
        return await open.run(input, rows);
      } finally {
        input.dispose();
        breathe();
      }
    };
    if (this.spilled) return () => tensors.dispose();
    for (let start = 0; start < of.rows; start += part.rowsAtOnce) {
      const rows = Math.min(part.rowsAtOnce, of.rows - start);
      this.split.features.set(await this.inTurn(start, rows), start * width);
    }
    tensors.dispose();
    return () => undefined;
  }

  /** One pass at a time: what is read for one is not what another is given. */
  private inTurn(start: number, rows: number): Promise<Float32Array> {
    const made = this.turn.then(async () => {
      if (this.make) return await this.make(start, rows);
      throw new TetradError({ code: 'internal', message: 'The part that stands still is not open.' });
    });
    this.turn = made.catch(() => undefined);
    return made;
  }

  close(): Promise<void> {
    return this.spilled?.close() ?? Promise.resolve();
  }
}
