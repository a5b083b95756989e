/** A field as one array, [recording, time, x, y, z, channel], as it is stored. */
import { gridOf } from '#/core/grid/gridOf';
import type { GridSchema } from '#/core/grid/gridSchema';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { targetArray } from '../arraysOfTable';
import type { VersionArrays } from '../kinds/kindData';

export async function arraysOfGrid(
  version: DatasetVersion,
  blobs: Pick<BlobStore, 'get'>,
  tell: (rows: number) => void,
): Promise<VersionArrays> {
  const { recordings, axes, channels, chunks, windowing } = gridOf(version.schema) as GridSchema;
  const order = [axes.time, axes.x, axes.y, axes.z];
  async function* values() {
    for (const [i, { hash, bytes }] of chunks.entries()) {
      const stored = await blobs.get({ hash, bytes });
      yield new Float32Array(stored.slice().buffer);
      tell(Math.floor((version.rows * (i + 1)) / chunks.length));
    }
  }
  const target = await targetArray(version, blobs);
  return {
    arrays: {
      field: {
        values: values(),
        dtype: 'float32',
        shape: [recordings, ...order.map(({ size }) => size), channels.length],
      },
      ...target.arrays,
    },
    about: {
      field: {
        dimensions: ['recording', 'time', 'x', 'y', 'z', 'channel'],
        axes: Object.fromEntries(['time', 'x', 'y', 'z'].map((name, i) => [name, order[i]])),
        channels: channels.map(({ name, unit }) => ({ name, ...(unit !== undefined && { unit }) })),
        missing: 'NaN',
        windowing,
      },
      ...target.about,
    },
  };
}
