/** Time series: samples are windows of series, or whole ones (core/series). */
import { proposeWindowArrays, type WindowArrays } from '../series/proposeWindowArrays';
import { asShape } from '../onnx/asShape';
import { addFramesInput } from '../onnx/gridNodes';
import type { DatasetVersion } from '../protocol/dataset';
import type { BlobStore } from '../protocol/storage';
import { readColumns } from '../table/readColumns';
import { TetradError } from '../protocol/errors';
import { type FittedSeries, seriesShape } from '../series/fittedSeries';
import { futureTarget } from '../grid/gridSchema';
import { placeColumns, seriesOf, type SeriesData } from '../series/seriesSchema';
import { seriesOptions } from '../series/seriesOptions';
import { stepText } from '../series/seriesTime';
import { tellRows } from '../table/tellRows';
import { taskOf } from '../tasks/registry';
import { columnTarget } from './columnTarget';
import type { ToldFrames } from './toldSamples';
import { defineKind, type FittingNames, type KindDef, type TargetChoice } from './kindDef';

export const seriesInput = 'series';
const places = new Set<string>(Object.values(placeColumns));

export const timeseries: KindDef = defineKind<SeriesData, FittedSeries>({
  type: 'timeseries',
  explainedBy: ['integratedGradients'],
  title: 'Time series',
  rowsAreCells: false,
  holdsEvents: false,
  importOptions: { name: 'series', schema: seriesOptions },
  words: {
    things: 'time series',
    sample: 'window',
    samples: 'windows',
    input: 'channel',
    inputs: 'channels',
    give: 'Give windows by number, or inputs as arrays [batch][time][channel].',
  },
  ofArrays: {
    title: 'Import as time series',
    words: 'windows of time series with their labels',
    order: 2,
    propose({ variables }) {
      const found = proposeWindowArrays(variables);
      return found && { sure: found.sure, found: windowsText(found) };
    },
  },
  dataOf: seriesOf,
  blobs: ({ chunks, index, labels }) => [
    ...chunks.flatMap((chunk) => [chunk, ...(chunk.times ? [chunk.times] : [])]),
    index,
    ...(labels?.chunks ?? []),
  ],
  targets(source) {
    const columns = source.schema.columns.flatMap((column, i) =>
      places.has(column.name) ? [] : [columnTarget(source, column, source.stats[i])],
    );
    return [futureChoice(seriesOf(source.schema)), ...columns];
  },
  suggested({ schema: { columns } }, offered) {
    const candidates = columns.filter(({ name, role }) => offered.has(name) && role !== 'ignored');
    const marked = candidates.find(({ role }) => role === 'target');
    if (marked) return marked.name;
    if (offered.has(futureTarget)) return futureTarget;
    const labels = candidates.filter(({ type }) => type === 'categorical' || type === 'boolean');
    return (labels.at(-1) ?? candidates.at(-1))?.name;
  },
  inputs: ({ schema }) =>
    seriesOf(schema).channels.map(({ name, unit, missing }) => ({
      column: { name, type: 'numeric', role: 'feature', ...(unit ? { unit } : {}) },
      standard: missing < seriesOf(schema).frames,
    })),
  unknownInput: ({ schema }, name) => ({
    code: 'badInput',
    message: `The series have no channel "${name}".`,
    place: 'features',
    hint: `They have ${seriesOf(schema)
      .channels.map((channel) => channel.name)
      .join(', ')}.`,
  }),
  division({ schema }, samples) {
    const { series, windowing } = seriesOf(schema);
    if (windowing.whole) return { how: 'at random, series by series', units: samples };
    if (windowing.horizon > 0 || series < 2)
      return { how: 'by the order of time: the latest windows judge', units: samples };
    return { how: 'whole series, so that none is on two sides', units: series };
  },
  estimate({ frames, windowing: { length } }, _rows, inputs, task) {
    const answer = taskOf(task).frames ? (task.steps ?? 1) * inputs.length : 1;
    return {
      inputShape: [length, inputs.length],
      columns: inputs.map(({ column: { name } }) => ({ name, width: 1 })),
      rowValues: length * inputs.length + answer,
      dataValues: frames * inputs.length,
    };
  },
  requireFitting: (fitted, schema, names) => requireFittingSeries(fitted, schema, names),
  tell: async (version, fitted, part, blobs) => {
    const told = tellRows(version, blobs, part);
    return {
      ...told,
      frames: await framesOf(version, fitted, blobs),
      ask: async (samples) => Array.from(samples, (sample) => ({ sample })),
      extent: `It has ${version.rows.toLocaleString('en')} windows.`,
    };
  },
  rank: 2,
  shape: seriesShape,
  columns: ({ channels }) => channels.map(({ name }) => ({ name, width: 1 })),
  dtype: 'float',
  toOnnx(graph, fitted, { batch, networkShape }) {
    const shape = seriesShape(fitted);
    const { input, value } = addFramesInput(
      graph,
      { name: seriesInput, shape, channels: fitted.channels },
      batch,
    );
    const channels = fitted.channels.map(({ name, unit }) => (unit ? `${name} (${unit})` : name));
    const { step } = fitted.time;
    const pace = step && fitted.time.name !== undefined ? `, values ${stepText(step)}` : '';
    return {
      inputs: [input],
      network: asShape(graph, value, shape, networkShape),
      docs: new Map([
        [input.name, `[batch, time, channel]: ${channels.join(', ')}; oldest first${pace}; NaN = missing`],
      ]),
      metadata: { features: '[]', series: JSON.stringify(fitted) },
      from: `a window of ${fitted.length} steps`,
    };
  },
});

function windowsText({ parts, length, channels }: WindowArrays): string {
  const windows = parts.reduce((sum, part) => sum + part.windows, 0);
  const labels = parts.some((part) => part.labels !== undefined);
  const counted = [windows, length, channels].map((count) => count.toLocaleString('en'));
  return `${counted[0]} windows of ${counted[1]} times and ${counted[2]} ${channels === 1 ? 'channel' : 'channels'}${labels ? ', each with its label' : ''}`;
}

/** The series themselves, later: only where the windows leave room for it. */
function futureChoice({ windowing: { horizon }, channels, period }: SeriesData): TargetChoice {
  const name = futureTarget;
  if (horizon > 0)
    return {
      name,
      title: horizon === 1 ? 'The next step' : `The next ${horizon} steps`,
      task: {
        type: 'forecast',
        target: name,
        horizon,
        steps: horizon,
        channels: channels.map((channel) => channel.name),
        ...(period && { period }),
      },
    };
  return {
    name,
    hidden: true,
    refused: {
      why: 'no horizon',
      error: {
        code: 'badInput',
        message: 'The windows of these series have nothing after them, so there is no future to forecast.',
        place: 'target future',
        hint: 'Cut the series anew with a horizon of at least 1 step.',
      },
    },
  };
}

function requireFittingSeries(
  fitted: FittedSeries,
  schema: Parameters<KindDef['requireFitting']>[1],
  { model, dataset }: FittingNames,
): void {
  const bad = (message: string, hint: string) =>
    new TetradError({ code: 'badInput', message, place: 'dataset', hint });
  if (schema.kind !== timeseries.type)
    throw bad(`${model} takes time series; ${dataset} has none.`, 'Choose a dataset of time series.');
  const { channels, windowing } = seriesOf(schema);
  const missing = fitted.channels.filter(({ name }) => !channels.some((channel) => channel.name === name));
  if (missing.length > 0)
    throw bad(
      `${model} takes the channels ${fitted.channels.map(({ name }) => name).join(', ')}; ${dataset} has no ${missing.map(({ name }) => name).join(', ')}.`,
      `It has ${channels.map(({ name }) => name).join(', ')}.`,
    );
  const longer = fitted.whole ? windowing.length > fitted.length : windowing.length !== fitted.length;
  if (longer)
    throw bad(
      `${model} takes windows of ${fitted.length} steps; those of ${dataset} have ${windowing.length}.`,
      `Cut ${dataset} into windows of ${fitted.length} steps.`,
    );
}

/** Forecasts of windows as arrays: which series each is of, and where its first step lies. */
async function framesOf(
  { schema, chunks, rows }: DatasetVersion,
  { channels, horizon, length }: FittedSeries,
  blobs: Pick<BlobStore, 'get'>,
): Promise<ToldFrames> {
  const read = await readColumns(chunks, blobs, schema, [placeColumns.start]);
  const start = read.get(placeColumns.start)?.data as Float64Array;
  return {
    dimensions: ['step', 'channel'],
    shape: [horizon, channels.length],
    arrays: {
      sample: { values: Int32Array.from({ length: rows }, (_, i) => i), shape: [rows] },
      first: { values: Int32Array.from(start, (at) => at + length), shape: [rows] },
    },
    about: { channels: channels.map(({ name, unit }) => ({ name, unit })), horizon, window: length },
  };
}
