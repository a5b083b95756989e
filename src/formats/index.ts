/** Every format that is read: one file and one line each. */
export { arff } from './arff';
export { arrow } from './arrow';
export { csv } from './csv';
export { images } from './images';
export { json } from './json';
export { jsonl } from './jsonl';
export { parquet } from './parquet';
export { ts } from './series/ts';
export { ucr } from './series/ucr';
export { hdf5 } from './arrays/hdf5';
export { matlab } from './arrays/matlab';
export { netcdf3 } from './arrays/netcdf3';
export { nifti } from './arrays/nifti';
export { npy } from './arrays/npy';
export { npz } from './arrays/npz';
export { tiff } from './arrays/tiff';
export { zarr } from './arrays/zarr';
