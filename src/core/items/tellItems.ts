/** Samples that are files beside their answers: the number and the file of each. */
import type { SamplePart, ToldSamples } from '../kinds/toldSamples';
import type { DatasetVersion } from '../protocol/dataset';
import type { BlobStore } from '../protocol/storage';
import { tellRows } from '../table/tellRows';
import { itemColumn } from '../images/imageSchema';

export function tellItems(
  version: DatasetVersion,
  part: SamplePart,
  blobs: Pick<BlobStore, 'get'>,
): ToldSamples {
  const rows = tellRows(version, blobs, part);
  const shown = rows.columns.flatMap((name, i) => (name === itemColumn ? [] : [i]));
  return {
    ...rows,
    ask: async (samples) => Array.from(samples, (sample) => ({ sample })),
    columns: ['sample', ...shown.map((i) => rows.columns[i] as string)],
    cells: async (samples) => {
      const cells = await rows.cells(samples);
      return cells.map((row, at) => [samples[at] as number, ...shown.map((i) => row[i] ?? null)]);
    },
  };
}
