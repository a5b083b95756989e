/**
 * Names for the dimensions of HDF5 datasets: attached dimension scales (NetCDF 4), or the spacing a dataset
 * gives of itself (GWOSC), or dim0, dim1, …; one name never stands for two sizes.
 */
import type { ArrayDimension } from '#/core/grid/arrayFile';
import { DimensionNames, largestFirst } from '../dimensionNames';
import type { H5Dataset } from './library';

export interface NamedDataset {
  /** As long as the longest of those that share a dimension that grows: a shorter one has nothing at its end. */
  dimensions: ArrayDimension[];
  /** It holds the coordinates of its only dimension. */
  ownScale: boolean;
}

export function nameDimensions(
  datasets: readonly H5Dataset[],
  attributeNames: (dataset: H5Dataset) => ReadonlySet<string>,
  ownName: (dataset: H5Dataset) => string | undefined,
  columnMajor: boolean,
): Map<H5Dataset, NamedDataset> {
  const names = new DimensionNames();
  const named = new Map<H5Dataset, NamedDataset>();
  const ordered = largestFirst(datasets, ({ shape }) => shape ?? []);
  const found = new Map(
    ordered.map((dataset) => [dataset, scalesOf(dataset, attributeNames(dataset))] as const),
  );
  const lengths = grownLengths(found);
  for (const [dataset, { ownScale, scales, labels }] of found) {
    const shape = dataset.shape ?? [];
    const dimensions = shape.map((stored, axis) => {
      const scale = scales[axis];
      const position = columnMajor ? shape.length - 1 - axis : axis;
      const wanted = scale?.slice(1) || labels[axis] || ownName(dataset) || `dim${position}`;
      const size = grows(dataset, axis) ? Math.max(stored, lengths.get(scale ?? '') ?? 0) : stored;
      return { name: names.name(wanted, size), size };
    });
    named.set(dataset, { dimensions: columnMajor ? dimensions.toReversed() : dimensions, ownScale });
  }
  return named;
}

interface Scales {
  ownScale: boolean;
  /** Path of the first scale along each axis. */
  scales: (string | undefined)[];
  labels: (string | null)[];
}

/** The library is asked only where an attribute says that there is an answer. */
function scalesOf(dataset: H5Dataset, attributes: ReadonlySet<string>): Scales {
  const shape = dataset.shape ?? [];
  const ownScale = shape.length === 1 && attributes.has('CLASS') && dataset.get_scale_name() !== null;
  const attached = attributes.has('DIMENSION_LIST');
  return {
    ownScale,
    scales: shape.map((_, axis) =>
      ownScale ? dataset.path : attached ? dataset.get_attached_scales(axis)[0] : undefined,
    ),
    labels: attributes.has('DIMENSION_LABELS') ? dataset.get_dimension_labels() : [],
  };
}

const unlimited = 2 ** 63;
const grows = ({ metadata: { maxshape } }: H5Dataset, axis: number): boolean =>
  (maxshape?.[axis] ?? 0) > unlimited;

function grownLengths(found: ReadonlyMap<H5Dataset, Scales>): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const [dataset, { scales }] of found)
    for (const [axis, scale] of scales.entries())
      if (scale !== undefined && grows(dataset, axis))
        lengths.set(scale, Math.max(lengths.get(scale) ?? 0, dataset.shape?.[axis] ?? 0));
  return lengths;
}
