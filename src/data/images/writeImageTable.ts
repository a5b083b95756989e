/** The table of samples of a dataset of images: which image each is, its label, its part, and what else stands beside it. */
import { imageColumn, itemColumn, labelColumn } from '#/core/images/imageSchema';
import type { BlobStore } from '#/core/protocol/storage';
import { type KnownColumn, type SampleTable, writeSampleTable } from '../sampleTable';
import type { BesideImages } from './imageLayout';
import type { SampleRows } from './sampleRows';

export async function writeImageTable(
  samples: SampleRows,
  beside: BesideImages | undefined,
  blobs: Pick<BlobStore, 'put'>,
  signal: AbortSignal,
  firstItem = 0,
): Promise<SampleTable> {
  const { count, paths, labels, splits } = samples;
  const own: KnownColumn[] = [
    [
      { name: itemColumn, type: 'integer', role: 'ignored' },
      { physical: 'f64', values: Float64Array.from({ length: count }, (_, i) => firstItem + i) },
    ],
    [
      { name: imageColumn, type: 'id', role: 'ignored' },
      { physical: 'dict', codes: Int32Array.from(paths.keys()), dictionary: paths },
    ],
    ...(labels.isEmpty
      ? []
      : [[{ name: labelColumn, type: 'categorical', role: 'target' }, labels.column()] as KnownColumn]),
    ...(splits.isEmpty
      ? []
      : [[{ name: 'split', type: 'categorical', role: 'split' }, splits.column()] as KnownColumn]),
    [{ name: 'width', type: 'integer', role: 'ignored' }, samples.widths()],
    [{ name: 'height', type: 'integer', role: 'ignored' }, samples.heights()],
  ];
  return await writeSampleTable(count, own, beside, blobs, signal);
}
