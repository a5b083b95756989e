/** For each format that is no columnar table: files that between them use all of its reader, and how to read one. For tests. */
import { readFileSync } from 'node:fs';
import { TetradError } from '#/core/protocol/errors';
import { soundTypeOf } from '#/formats/audio/soundTypes';
import { folderBundle } from '#/formats/bundle/fileBundle';
import { openBundle } from '#/formats/bundle/openBundle';
import { openSource } from '#/formats/openSource';
import { decodeImage } from '#/formats/images/decodeImage';
import { openVideo } from '#/formats/video/openVideo';
import { openRecordings } from '#/formats/recordings/openRecordings';
import { checkWhole } from '#/formats/images/checkWhole';
import { readImageHeader } from '#/formats/images/imageHeader';
import { type Reading, readTable } from './fuzzForTest';
import { readArrays } from './readArraysForTest';

interface FileReading {
  /** Under src/. */
  folder: string;
  names: readonly string[];
  reading: Reading;
  /** In one process; more are tried in several, by `first`. */
  most?: number;
}

const mostBytes = 2 ** 20;

const readSound: Reading = async (name, bytes) => {
  const type = soundTypeOf(bytes);
  // The others are unpacked by the browser.
  if (!type || !['WAV', 'AIFF', 'AU'].includes(type.title)) return undefined;
  const { channels, frames, read } = await type.open(new Blob([bytes]), name);
  if (!Number.isInteger(frames) || frames < 0) return `${frames} frames`;
  const part = await read(Math.max(0, frames - 100), 100);
  return part.length === channels ? undefined : `${part.length} channels in place of ${channels}`;
};

const readImage: Reading = async (name, bytes) => {
  const { width, height, channels, data } = await decodeImage(bytes, name);
  return data.length === width * height * channels ? undefined : `${data.length} values`;
};

/** Of what the browser unpacks: all that is read before. An import refuses what has no pixels. */
const readBlocks: Reading = async (name, bytes) => {
  const header = readImageHeader(bytes, name);
  if (!header) return undefined;
  checkWhole(header.type, bytes, name);
  const { width, height } = header;
  return width < 1 || height < 1 || width * height <= 2 ** 27 ? undefined : `${width} × ${height}`;
};

/** Of what the browser unpacks: its container, before it is refused for want of a decoder. */
const readPackedSound: Reading = async (name, bytes) => {
  await soundTypeOf(bytes)?.open(new Blob([bytes]), name);
  return undefined;
};

/** Of what the browser decodes: its container. */
const readVideo: Reading = async (name, bytes) => {
  const { width, height, frames, read } = await openVideo(new Blob([bytes]), name);
  if (width * height > mostBytes) return undefined;
  let count = 0;
  for await (const frame of read()) {
    const { data } = await frame.pixels(1);
    if (data.length !== width * height * 3) return `${data.length} values`;
    count++;
  }
  return count <= frames ? undefined : `${count} frames in place of ${frames}`;
};

const recordingsFolder = 'formats/recordings/fixtures';

/** A WFDB record beside its whole files. */
const readRecording: Reading = async (name, bytes) => {
  const whole = (path: string) =>
    new Uint8Array(readFileSync(new URL(`../${recordingsFolder}/${path}`, import.meta.url)));
  const [base, ending] = name.split('.');
  const paths = ending === 'edf' || ending === 'bdf' ? [name] : [`${base}.hea`, `${base}.dat`];
  if (!paths.includes(name)) paths.push(name);
  const files = paths.map((path) => ({ path, blob: new Blob([path === name ? bytes : whole(path)]) }));
  for (const { pieces } of await openRecordings(folderBundle(name, files)))
    for await (const { values } of pieces())
      if (values.some(({ length }) => length !== values[0]?.length)) return 'channels of unlike length';
  return undefined;
};

const readBundle: Reading = async (name, bytes) => {
  const file = new File([bytes], name);
  const { entries } = await openBundle(file, await openSource(file));
  for (const entry of entries) {
    if (entry.bytes > mostBytes) continue;
    const read = await entry.whole().catch((thrown: unknown) => thrown);
    if (!(read instanceof Uint8Array) && !(read instanceof TetradError))
      return `${entry.path}: ${String(read)}`;
  }
  return entries.length < 100 ? undefined : `${entries.length} entries`;
};

export const fileReadings: Record<string, FileReading> = {
  'CSV and TSV': {
    folder: 'formats/fixtures',
    names: [
      'plain.csv',
      'quotedNewlines.csv',
      'semicolonDecimalComma.csv',
      'tabs.tsv',
      'utf16le.csv',
      'comments.csv',
      'spaces.csv',
    ],
    reading: readTable,
  },
  JSON: {
    folder: 'formats/fixtures',
    names: [
      'records.json',
      'columns.json',
      'pandas.json',
      'wrapped.json',
      'matrix.json',
      'lines.jsonl',
      'lines.json5',
    ],
    reading: readTable,
  },
  'log of a server': {
    folder: 'formats/fixtures',
    names: ['access.log', 'app.log', 'service.log'],
    reading: readTable,
  },
  SVMlight: { folder: 'formats/fixtures', names: ['sparse.svm'], reading: readTable },
  ARFF: { folder: 'formats/fixtures', names: ['weather.arff'], reading: readTable },
  NetCDF: {
    folder: 'formats/arrays/fixtures',
    names: ['classic.nc', 'cdf5.nc', 'offset64.nc', 'loneRecord.nc'],
    reading: readArrays,
  },
  NumPy: {
    folder: 'formats/arrays/fixtures',
    names: [
      'plain.npy',
      'fortran.npy',
      'half.npy',
      'bigEndian.npy',
      'record.npy',
      'deflated.npz',
      'stored.npz',
    ],
    reading: readArrays,
  },
  'NumPy of samples': {
    folder: 'data/grid/fixtures/samples',
    names: ['records.npy', 'aligned.npy', 'bigEndian.npy', 'bunch.npz', 'divided.npz', 'dates.npz'],
    reading: readTable,
  },
  'HDF5 of samples': {
    folder: 'data/grid/fixtures/samples',
    names: ['records.h5', 'varying.h5', 'columns.h5', 'cells.h5ad', 'letters.mat'],
    reading: readTable,
    // A damaged text of any length stops the library in one process; the studio gives such a reader up.
    most: 80,
  },
  NIfTI: {
    folder: 'formats/arrays/fixtures',
    names: ['scaled.nii', 'swapped.nii', 'oblique.nii', 'second.nii.gz', 'psr.nii.gz'],
    reading: readArrays,
  },
  TIFF: {
    folder: 'formats/arrays/fixtures',
    names: ['pages.tif', 'colour.tif', 'imagej.tif', 'ome.tif', 'zstd.tif'],
    reading: readArrays,
  },
  Zarr: {
    folder: 'formats/arrays/fixtures',
    names: ['second.zarr.zip', 'third.zarr.zip', 'codecs.zarr.zip'],
    reading: readArrays,
  },
  HDF5: {
    folder: 'formats/arrays/fixtures',
    names: ['filters.h5', 'groups.h5', 'short.h5', 'blosc.h5', 'large.h5'],
    reading: readArrays,
    // The library keeps what damaged files leave in it, and does not come back from the 1,734th (docs/reliability.md).
    most: 1_500,
  },
  DICOM: {
    folder: 'formats/arrays/dicom/fixtures',
    names: [
      'study.zip',
      'phases.zip',
      'big.dcm',
      'deflated.dcm',
      'rle.dcm',
      'rgbRle.dcm',
      'lossless.dcm',
      'lossless7.dcm',
      'losslessGdcm.dcm',
      'palette.dcm',
      'enhanced.dcm',
      'enhancedRle.dcm',
      'bits.dcm',
      'signed12.dcm',
    ],
    reading: readArrays,
  },
  FITS: {
    folder: 'formats/arrays/fits/fixtures',
    names: ['cube.fits', 'scaled.fits', 'unsigned.fits', 'double.fits'],
    reading: readArrays,
  },
  MATLAB: {
    folder: 'formats/arrays/matlab/fixtures',
    names: ['plain5.mat', 'packed.mat', 'big5.mat', 'plain4.mat', 'octave7.mat'],
    reading: readArrays,
  },
  recording: {
    folder: recordingsFolder,
    names: [
      'plain.edf',
      'notes.edf',
      'pauses.edf',
      'biosig.bdf',
      'f212.hea',
      'f310.hea',
      'f8.hea',
      'f212.atr',
    ],
    reading: readRecording,
  },
  'packed sound': {
    folder: 'formats/audio/fixtures',
    names: ['sound.flac', 'sound.mp3', 'sound.ogg', 'sound.opus', 'sound.m4a', 'pcm24.flac'],
    reading: readPackedSound,
  },
  WAV: {
    folder: 'formats/audio/fixtures',
    names: [
      'pcm16.wav',
      'pcm24.aiff',
      'float32.aifc',
      'pcm16.au',
      'pcm24.wav',
      'mulaw.wav',
      'float32.wav',
      'rf64.wav',
      'rifx24.wav',
      'sony.w64',
      'six.wav',
    ],
    reading: readSound,
  },
  image: {
    folder: 'formats/images/fixtures',
    names: [
      'alpha.png',
      'bits.png',
      'filters.png',
      'grey16.png',
      'interlaced.png',
      'palette.png',
      'colour.tif',
      'grey16.tif',
      'colour16.tif',
      'big.tif',
      'inks.tif',
      'table.tif',
      'whiteIsZero.tif',
    ],
    reading: readImage,
  },
  'image of the browser': {
    folder: 'formats/images/fixtures',
    names: ['cmyk.jpg', 'smooth.jpg', 'turned.jpg', 'smooth.gif', 'smooth.bmp', 'smooth.webp', 'smooth.avif'],
    reading: readBlocks,
  },
  GIF: {
    folder: 'formats/video/fixtures',
    names: ['moving.gif', 'disposal2.gif', 'disposal3.gif', 'interlaced.gif'],
    reading: readVideo,
  },
  video: {
    folder: 'formats/video/fixtures',
    names: ['h264.mp4', 'h264.mov', 'h264.mkv', 'h264.m2ts', 'vp8.webm', 'vp9.webm', 'av1.mp4'],
    reading: readVideo,
  },
  archive: {
    folder: 'formats/bundle/fixtures',
    names: ['plain.zip', 'names.zip', 'long.zip', 'gnu.tar', 'pax.tar.gz'],
    reading: readBundle,
  },
};
