/**
 * How the names of the files end that the studio reads, one line a format. Readers recognise a file by its bytes;
 * this is for pickers, for drops and for the names of what is imported.
 */
export const tableEndings = {
  csv: ['csv', 'tsv', 'tab', 'txt', 'data'],
  json: ['json', 'geojson'],
  jsonl: ['jsonl', 'ndjson'],
  arff: ['arff'],
  accessLog: ['log'],
  appLog: ['log'],
  looseJson: ['json5', 'jsonc'],
  logfmt: ['log', 'logfmt'],
  svmLight: ['svm', 'libsvm'],
  parquet: ['parquet', 'parq', 'pq'],
  arrow: ['arrow', 'feather', 'arrows', 'ipc'],
  ts: ['ts'],
  ucr: ['tsv', 'txt'],
  xlsx: ['xlsx', 'xlsm'],
  ods: ['ods'],
  sqlite: ['sqlite', 'sqlite3', 'db', 'db3'],
} as const;

export const arrayEndings = {
  npy: ['npy'],
  npz: ['npz'],
  hdf5: ['h5', 'hdf5', 'hdf', 'he5', 'nc', 'nc4'],
  netcdf3: ['nc', 'cdf', 'nc3'],
  matlab: ['mat'],
  dicom: ['dcm', 'dicom', 'ima'],
  fits: ['fits', 'fit', 'fts'],
  nifti: ['nii', 'nii.gz'],
  zarr: ['zarr', 'zarr.zip', 'zip'],
  tiff: ['tif', 'tiff', 'btf', 'tf8'],
} as const;

/** Of files that are samples themselves. */
export const filesEndings = {
  audio: [
    'wav',
    'wave',
    'w64',
    'aiff',
    'aif',
    'aifc',
    'au',
    'snd',
    'flac',
    'mp3',
    'ogg',
    'oga',
    'opus',
    'm4a',
    'aac',
  ],
  images: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'avif', 'idx3-ubyte', 'bin'],
  video: ['mp4', 'm4v', 'mov', 'webm', 'mkv'],
  recordings: ['edf', 'bdf', 'hea', 'dat', 'atr'],
  splitSeries: ['ts', 'tsv', 'txt'],
  textFiles: ['md', 'markdown', 'html', 'htm'],
} as const satisfies Record<string, readonly string[]>;

/** Of models that were made elsewhere. */
const modelEndings = ['onnx'];

/** What holds several files. */
const archiveEndings = ['zip', 'tar', 'tar.gz', 'tgz'];

/** One image in two files. */
const pairEndings = ['hdr', 'img'];

const tables: string[] = Object.values(tableEndings).flat();
const arrays: string[] = [...Object.values(arrayEndings).flat(), ...pairEndings];
const files: string[] = [...Object.values<readonly string[]>(filesEndings).flat(), ...archiveEndings];

const tableName = new RegExp(String.raw`\.(${tables.join('|')})(\.gz|\.zst)?$`, 'i');
const knownEnding = new RegExp(
  String.raw`(\.(${[...tables, ...arrays, ...files, ...modelEndings].filter((ending) => !ending.includes('.')).join('|')}))?(\.(gz|zip|zst))?$`,
  'i',
);

const modelName = new RegExp(String.raw`\.(${modelEndings.join('|')})$`, 'i');
export const isModelName = (name: string): boolean => modelName.test(name);

/** Among files that came together the one that says what a model of TensorFlow.js is. */
export const tfjsModelAmong = <F extends { name: string }>(files: readonly F[]): F | undefined =>
  files.some(({ name }) => /(group\d+-shard|weights).*\.bin$/i.test(name) || /(^|\/)model\.json$/i.test(name))
    ? files.find(({ name }) => /\.json$/i.test(name))
    : undefined;

/** What holds the weights of a network alone. */
export const weightsEndings = ['safetensors', 'npz'];
export const isWeightsName = (name: string): boolean =>
  weightsEndings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));

export const isTableName = (name: string): boolean => tableName.test(name);

/** "iris.csv.gz" to "iris", "sst.zarr.zip" to "sst". */
export const withoutEnding = (name: string): string => name.replace(knownEnding, '');

/** For the `accept` of a file picker: tables, or all that can be imported; each also as gzip or zstd. */
export function acceptedEndings(what: 'tables' | 'all'): string {
  const endings = what === 'tables' ? tables : [...tables, ...arrays, ...files, ...modelEndings];
  return [...new Set([...endings.map((ending) => `.${ending.split('.').at(-1)}`), '.gz', '.zst'])].join(',');
}
