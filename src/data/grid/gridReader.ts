/** Boxes of a stored field for the viewer: opens only the chunks a box touches and keeps the last ones used. */
import { gridOf } from '#/core/grid/gridOf';
import type { GridBoxRequest, GridChunk, GridSchema } from '#/core/grid/gridSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';

const mostKeptBytes = 128 * 1024 * 1024;
const mostValues = 64 * 1024 * 1024;

export class GridReader {
  readonly #blobs: Pick<BlobStore, 'get'>;
  /** Most recently used last. */
  readonly #kept = new Map<string, { values: Promise<Float32Array>; bytes: number }>();
  #keptBytes = 0;

  constructor(blobs: Pick<BlobStore, 'get'>) {
    this.#blobs = blobs;
  }

  async read(version: DatasetVersion, request: GridBoxRequest): Promise<Float32Array<ArrayBuffer>> {
    const grid = gridOf(version.schema) as GridSchema;
    requireInside(grid, request);
    const { recording, channel, time, x, y, z } = request;
    const { axes } = grid;
    const width = grid.channels.length;
    const frame = axes.x.size * axes.y.size * axes.z.size * width;
    const out = new Float32Array(time[1] * x[1] * y[1] * z[1]);
    const first = recording * axes.time.size + time[0];
    let to = 0;
    for (const chunk of grid.chunks) {
      const at = chunk.recording * axes.time.size + chunk.timeStart;
      const begin = Math.max(first, at);
      const end = Math.min(first + time[1], at + chunk.times);
      if (begin >= end) continue;
      const values = await this.#chunk(chunk);
      for (let t = begin - at; t < end - at; t++)
        for (let i = x[0]; i < x[0] + x[1]; i++)
          for (let j = y[0]; j < y[0] + y[1]; j++) {
            let from = t * frame + ((i * axes.y.size + j) * axes.z.size + z[0]) * width + channel;
            for (let k = 0; k < z[1]; k++, from += width) out[to++] = values[from] as number;
          }
    }
    return out;
  }

  #chunk(chunk: GridChunk): Promise<Float32Array> {
    const { hash, bytes } = chunk;
    const known = this.#kept.get(hash);
    if (known) {
      this.#kept.delete(hash);
      this.#kept.set(hash, known);
      return known.values;
    }
    const values = this.#blobs.get({ hash, bytes }).then(asFloats);
    this.#kept.set(hash, { values, bytes });
    this.#keptBytes += bytes;
    values.catch(() => this.#forget(hash));
    for (const oldest of this.#kept.keys()) {
      if (this.#keptBytes <= mostKeptBytes || this.#kept.size === 1) break;
      this.#forget(oldest);
    }
    return values;
  }

  #forget(hash: string) {
    this.#keptBytes -= this.#kept.get(hash)?.bytes ?? 0;
    this.#kept.delete(hash);
  }
}

const asFloats = (bytes: Uint8Array<ArrayBuffer>): Float32Array =>
  bytes.byteOffset % 4 === 0
    ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    : new Float32Array(bytes.slice().buffer);

function requireInside({ recordings, channels, axes }: GridSchema, request: GridBoxRequest): void {
  const ranges: [what: string, range: readonly [number, number], size: number][] = [
    ['recording', [request.recording, 1], recordings],
    ['channel', [request.channel, 1], channels.length],
    ...(['time', 'x', 'y', 'z'] as const).map((axis): [string, readonly [number, number], number] => [
      axis,
      request[axis],
      axes[axis].size,
    ]),
  ];
  for (const [what, [start, count], size] of ranges) {
    const whole = Number.isInteger(start) && Number.isInteger(count);
    if (whole && start >= 0 && count >= 0 && start + count <= size) continue;
    throw new TetradError({
      code: 'badInput',
      message: `There is no ${what} ${count === 1 ? start : `${start} to ${start + count - 1}`}: there are ${size.toLocaleString('en')}, counted from 0.`,
      place: what,
      hint: 'datasets.describe tells the sizes.',
    });
  }
  const values = request.time[1] * request.x[1] * request.y[1] * request.z[1];
  if (values > mostValues)
    throw new TetradError({
      code: 'outOfMemory',
      message: `A box of ${values.toLocaleString('en')} values is too large to hand over at once.`,
      place: 'box',
      hint: `Ask for at most ${mostValues.toLocaleString('en')}.`,
    });
}
