/** Arrays of windows (NumPy) to stored series: each window is one, its label beside it. */
import type { ArrayFile } from '#/core/grid/arrayFile';
import type { Column, DataIssue } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { proposeWindowArrays, type WindowArrays, type WindowPart } from '#/core/series/proposeWindowArrays';
import type { SeriesOptions } from '#/core/series/seriesOptions';
import { openArrays } from '#/formats/arrays/openArrays';
import type { RecognisedArrays } from '#/formats/recogniseFile';
import type { ImportContext, ImportedVersion } from '../kinds/kindData';
import { mostSeriesValues, type SeriesTable } from './seriesTable';
import { writeSeries } from './writeSeries';

/** Values read together. */
const pieceValues = 2 ** 20;

export async function importWindows(
  file: RecognisedArrays,
  context: ImportContext<SeriesOptions>,
): Promise<ImportedVersion> {
  const { options = {}, blobs, signal } = context;
  const { name, size } = file.file;
  const arrays = await openArrays(file);
  try {
    const found = proposeWindowArrays(arrays.variables, {
      ...(options.values?.[0] !== undefined && { values: options.values[0] }),
      ...(options.labels?.[0] !== undefined && { labels: options.labels[0] }),
    });
    if (!found) throw noWindows(arrays, name);
    const table = await gather(arrays, found, file, context);
    const { length } = found;
    const whole = { length, stride: length, horizon: 0, whole: true as const };
    const made = await writeSeries(table, options.windowing ?? whole, { blobs, signal });
    return {
      ...made,
      issues: [...arrays.told(), ...made.issues],
      source: { fileName: name, fileBytes: size, format: file.format.type, details: arrays.details },
    };
  } finally {
    arrays.close();
  }
}

async function gather(
  arrays: ArrayFile,
  { parts, length, channels }: WindowArrays,
  { file }: RecognisedArrays,
  { signal, onProgress }: ImportContext<SeriesOptions>,
): Promise<SeriesTable> {
  const windows = parts.reduce((sum, part) => sum + part.windows, 0);
  const size = length * channels;
  if (windows * size > mostSeriesValues)
    throw new TetradError({
      code: 'outOfMemory',
      message: `The windows have ${(windows * size).toLocaleString('en')} values; at most ${mostSeriesValues.toLocaleString('en')} are held at a time.`,
      place: file.name,
      hint: 'Save parts of the array in files of their own.',
    });
  const values = new Float32Array(windows * size);
  const labels = new Float64Array(windows).fill(Number.NaN);
  let at = 0;
  for (const part of parts) {
    const dimensions = rankOf(arrays, part.values);
    const together = Math.max(1, Math.floor(pieceValues / size));
    for (let first = 0; first < part.windows; first += together) {
      signal.throwIfAborted();
      const count = Math.min(together, part.windows - first);
      const rest = dimensions === 3 ? [length, channels] : [length];
      const piece = await arrays.read(part.values, [first, ...rest.map(() => 0)], [count, ...rest]);
      values.set(piece, (at + first) * size);
      onProgress?.({
        rows: at + first + count,
        issues: 0,
        bytesRead: Math.round((file.size * (at + first + count)) / windows),
        totalBytes: file.size,
      });
    }
    if (part.labels !== undefined) {
      const rank = rankOf(arrays, part.labels);
      const ones = Array.from({ length: rank - 1 }, () => 1);
      const read = await arrays.readExact(
        part.labels,
        Array.from({ length: rank }, () => 0),
        [part.windows, ...ones],
      );
      labels.set(read, at);
    }
    at += part.windows;
  }
  const count = windows;
  return {
    names: parts.flatMap(({ split, windows: own }) =>
      Array.from({ length: own }, (_, i) => (split ? `${split} ${i + 1}` : `${i + 1}`)),
    ),
    first: Float64Array.from({ length: count }, (_, i) => i * length),
    frames: new Float64Array(count).fill(length),
    start: new Float64Array(count),
    channels: Array.from({ length: channels }, (_, i) => ({
      name: channels === 1 ? 'value' : `channel ${i + 1}`,
    })),
    values,
    time: { isDate: false, step: { count: 1, unit: 'own' } },
    ...labelColumns(parts, labels),
    issues: told(arrays, parts),
  };
}

const rankOf = ({ variables }: ArrayFile, name: string): number =>
  variables.find((variable) => variable.name === name)?.dimensions.length ?? 1;

function labelColumns(parts: readonly WindowPart[], labels: Float64Array): Pick<SeriesTable, 'labels'> {
  const columns: NonNullable<SeriesTable['labels']>['columns'] = [];
  if (parts.some((part) => part.labels !== undefined)) {
    // Whole numbers under this name are classes (writeWindows).
    const isWhole = labels.every((value) => Number.isNaN(value) || Number.isInteger(value));
    const column: Column = { name: 'label', type: isWhole ? 'integer' : 'numeric', role: 'target' };
    columns.push({ column, values: { kind: 'number', width: 1, data: labels } });
  }
  if (parts.some(({ split }) => split !== undefined))
    columns.push({
      column: { name: 'split', type: 'categorical', role: 'split' },
      values: {
        kind: 'string',
        data: parts.flatMap(({ split, windows }) =>
          Array.from({ length: windows }, () => (split === undefined ? null : split)),
        ),
      },
    });
  return columns.length > 0 ? { labels: { per: 'series', columns } } : {};
}

function told({ variables }: ArrayFile, parts: readonly WindowPart[]): DataIssue[] {
  const used = new Set(parts.flatMap(({ values, labels }) => [values, ...(labels ? [labels] : [])]));
  const left = variables.filter(({ name }) => !used.has(name)).map(({ name }) => `“${name}”`);
  if (left.length === 0) return [];
  return [
    {
      severity: 'info',
      message: `${left.slice(0, 5).join(', ')}${left.length > 5 ? ' and others' : ''} of the file ${left.length === 1 ? 'was' : 'were'} not taken: no windows of the same size, and no labels of them.`,
    },
  ];
}

function noWindows({ variables }: ArrayFile, name: string): TetradError {
  const shapes = variables.map((one) => `${one.name} [${one.dimensions.map(({ size }) => size).join(', ')}]`);
  return new TetradError({
    code: 'badInput',
    message: 'The file has no array of windows, [window, time, channel] or [window, time] with labels.',
    place: name,
    hint: `It holds ${shapes.slice(0, 5).join('; ') || 'no array'}. Import it as a field over time instead.`,
  });
}
