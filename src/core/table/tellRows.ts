/** Rows of a table beside their answers: all their cells. */
import type { SamplePart, ToldSamples } from '../kinds/toldSamples';
import type { DatasetVersion } from '../protocol/dataset';
import { TetradError } from '../protocol/errors';
import type { BlobStore } from '../protocol/storage';
import { RowReader } from './rowReader';

export function tellRows(
  version: DatasetVersion,
  blobs: Pick<BlobStore, 'get'>,
  part: SamplePart,
): ToldSamples {
  const [along] = Object.entries(part).flatMap(([name, range]) => (range ? [name] : []));
  if (along !== undefined)
    throw new TetradError({
      code: 'badInput',
      message: `The rows of a table have no ${along} to take a part of.`,
      place: along,
      hint: `Leave ${along} out: every row is answered.`,
    });
  const reader = new RowReader(blobs);
  const columns = version.schema.columns.map(({ name }) => name);
  const cells = (samples: Uint32Array) => reader.readAt(version, Array.from(samples));
  return {
    samples: Uint32Array.from({ length: version.rows }, (_, row) => row),
    extent: `It has ${version.rows.toLocaleString('en')} rows.`,
    ask: async (samples) =>
      (await cells(samples)).map((row) =>
        Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])),
      ),
    columns,
    cells,
  };
}
