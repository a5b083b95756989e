/**
 * Names for the dimensions of HDF5 datasets: attached dimension scales (NetCDF 4), or the spacing a dataset
 * gives of itself (GWOSC), or dim0, dim1, …; one name never stands for two sizes.
 */
import type { ArrayDimension } from '#/core/grid/arrayFile';
import { DimensionNames, largestFirst } from '../dimensionNames';
import type { H5Dataset } from './library';

export interface NamedDataset {
  dimensions: ArrayDimension[];
  /** It holds the coordinates of its only dimension. */
  ownScale: boolean;
}

export function nameDimensions(
  datasets: readonly H5Dataset[],
  ownName: (dataset: H5Dataset) => string | undefined,
  columnMajor: boolean,
): Map<H5Dataset, NamedDataset> {
  const names = new DimensionNames();
  const named = new Map<H5Dataset, NamedDataset>();
  for (const dataset of largestFirst(datasets, ({ shape }) => shape ?? [])) {
    const shape = dataset.shape ?? [];
    const ownScale = shape.length === 1 && dataset.get_scale_name() !== null;
    const labels = dataset.get_dimension_labels();
    const wanted = shape.map((_, axis) => {
      const scale = ownScale ? dataset.path : dataset.get_attached_scales(axis)[0];
      const position = columnMajor ? shape.length - 1 - axis : axis;
      return scale?.slice(1) || labels[axis] || ownName(dataset) || `dim${position}`;
    });
    const dimensions = shape.map((size, axis) => ({ name: names.name(wanted[axis] as string, size), size }));
    named.set(dataset, { dimensions: columnMajor ? dimensions.toReversed() : dimensions, ownScale });
  }
  return named;
}
