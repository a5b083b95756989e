/**
 * Stores a field in chunks of whole times while it streams by, and learns about its channels: statistics, and
 * times without a single value, which are told with their place.
 */
import { ChannelMoments } from '#/core/grid/channelMoments';
import { Extremes, type Sentinels } from '#/core/grid/sentinels';
import type { GridChannel, GridChunk } from '#/core/grid/gridSchema';
import type { DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { WriteQueue } from '../writeQueue';

const chunkBytes = 4 * 1024 * 1024;
const mostPlaces = 3;

export class GridWriter {
  readonly #writes: WriteQueue;
  readonly #channels: readonly { name: string; unit?: string }[];
  readonly #times: number;
  readonly #frame: number;
  readonly #framesPerChunk: number;
  readonly #moments: ChannelMoments[];
  readonly #extremes: Extremes[];
  readonly #empty: { count: number; places: string[] }[];
  #infinite = 0;
  #frames = 0;
  #chunk: Float32Array<ArrayBuffer>;
  #filled = 0;

  /** `times`: of each recording; `frame`: values of one time. */
  constructor(
    blobs: Pick<BlobStore, 'put'>,
    channels: readonly { name: string; unit?: string }[],
    { times, frame }: { times: number; frame: number },
  ) {
    this.#writes = new WriteQueue(blobs);
    this.#channels = channels;
    this.#times = times;
    this.#frame = frame;
    this.#framesPerChunk = Math.max(1, Math.floor(chunkBytes / (4 * frame)));
    this.#moments = channels.map(() => new ChannelMoments());
    this.#extremes = channels.map(() => new Extremes());
    this.#empty = channels.map(() => ({ count: 0, places: [] }));
    this.#chunk = new Float32Array(this.#framesPerChunk * frame);
  }

  get frames(): number {
    return this.#frames;
  }

  /** Whole times, in order. Infinite values become missing in place. */
  async add(values: Float32Array): Promise<void> {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (value - value !== 0 && value === value) {
        values[i] = Number.NaN;
        this.#infinite++;
      }
    }
    const frame = this.#frame;
    for (let at = 0; at < values.length; at += frame) {
      this.#learn(values, at);
      this.#chunk.set(values.subarray(at, at + frame), this.#filled * frame);
      this.#frames++;
      if (++this.#filled === this.#framesPerChunk) await this.#flush();
    }
  }

  #learn(values: Float32Array, at: number) {
    const width = this.#channels.length;
    for (let channel = 0; channel < width; channel++) {
      const moments = this.#moments[channel] as ChannelMoments;
      this.#extremes[channel]?.add(values, at + channel, width, at + this.#frame);
      if (moments.add(values, at + channel, width, at + this.#frame) > 0) continue;
      const empty = this.#empty[channel] as { count: number; places: string[] };
      empty.count++;
      if (empty.places.length < mostPlaces)
        empty.places.push(
          `time ${this.#frames % this.#times} of recording ${Math.floor(this.#frames / this.#times)}`,
        );
    }
  }

  async #flush(): Promise<void> {
    const bytes = new Uint8Array(this.#chunk.buffer, 0, this.#filled * this.#frame * 4);
    await this.#writes.add(bytes, this.#filled);
    // The stored bytes may still be on their way.
    this.#chunk = new Float32Array(this.#framesPerChunk * this.#frame);
    this.#filled = 0;
  }

  /** When something else failed: nothing is on its way any more. */
  settle(): Promise<void> {
    return this.#writes.settle();
  }

  /** By channel: numbers that stand for "missing" though nothing says so. */
  sentinels(): Sentinels[] {
    return this.#extremes.map((extremes) => extremes.sentinels());
  }

  /** Channels of which no value is there. */
  nothingIn(): number[] {
    return this.#moments.flatMap(({ count }, channel) => (count === 0 ? [channel] : []));
  }

  somethingIn(): number[] {
    return this.#moments.flatMap(({ count }, channel) => (count === 0 ? [] : [channel]));
  }

  /** `rounded`: channels that lost digits, so that equal values need not have been equal. */
  async finish(
    fileName: string,
    rounded: ReadonlySet<string> = new Set(),
  ): Promise<{ channels: GridChannel[]; chunks: GridChunk[]; issues: DataIssue[] }> {
    if (this.#filled > 0) await this.#flush();
    const refs = await this.#writes.done();
    const nothing = this.#channels.find((_, i) => this.#moments[i]?.count === 0);
    if (nothing)
      throw new TetradError({
        code: 'badInput',
        message: `“${nothing.name}” has no values: all of them are fill values or NaN.`,
        place: fileName,
        hint: 'Leave this variable out.',
      });
    let at = 0;
    const chunks = refs.map(({ hash, bytes, rows: times }) => {
      const chunk = {
        hash,
        bytes,
        recording: Math.floor(at / this.#times),
        timeStart: at % this.#times,
        times,
      };
      at += times;
      return chunk;
    });
    const channels = this.#channels.map((channel, i) => ({
      ...channel,
      ...(this.#moments[i] as ChannelMoments).result(),
    }));
    return { channels, chunks, issues: this.#issues(channels, rounded) };
  }

  #issues(channels: readonly GridChannel[], rounded: ReadonlySet<string>): DataIssue[] {
    const issues: DataIssue[] = [];
    for (const [i, { name, min, max, missing }] of channels.entries()) {
      const { count, places } = this.#empty[i] as { count: number; places: string[] };
      if (count > 0)
        issues.push({
          severity: 'warning',
          message: `“${name}” has no values at ${listed(places, count)}.`,
          hint: 'Samples that see these times learn from the other times and channels only.',
          column: name,
          count,
        });
      else if (missing > 0)
        issues.push({
          severity: 'info',
          message: `Some values of “${name}” are missing; a network sees the mean in their place.`,
          column: name,
          count: missing,
        });
      if (min === max && rounded.has(name))
        issues.push({
          severity: 'warning',
          message: `The values of “${name}” differ only in digits that float32 does not keep: nothing is left of them.`,
          hint: 'Subtract the smallest value before saving, leave the channel out, or import it as a table.',
          column: name,
        });
      else if (min === max)
        issues.push({
          severity: 'warning',
          message: `Every value of “${name}” is the same.`,
          hint: 'Nothing can be learnt from it: leave the channel out.',
          column: name,
        });
    }
    if (this.#infinite > 0)
      issues.push({
        severity: 'warning',
        message: 'Infinite values count as missing.',
        count: this.#infinite,
      });
    return issues;
  }
}

const listed = (places: readonly string[], count: number): string =>
  places.join(', ') +
  (count > places.length ? ` and ${(count - places.length).toLocaleString('en')} more` : '');
