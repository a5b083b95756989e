/**
 * Stored series to samples ready for training: windows as frame numbers, so that overlapping ones share their values; a
 * split that does not leak; standardisation per channel fitted on the training windows only.
 */
import { sampleNotes } from './sampleNotes';
import { independentBlocks } from '#/core/evaluation/independentBlocks';
import { ChannelFit, type FittedChannel, missingMark } from '#/core/grid/fittedGrid';
import { futureTarget } from '#/core/grid/gridSchema';
import type { Column, DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { TaskSpec } from '#/core/protocol/train';
import { type FittedSeries, seriesShape } from '#/core/series/fittedSeries';
import { seriesOf } from '#/core/series/seriesSchema';
import { splitSummary } from '#/core/split/dataSplit';
import { planSplit } from '#/core/split/planSplit';
import { tasks } from '#/core/tasks/registry';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import { openFrames } from '../grid/frameStore';
import { countPresent, presentShare } from '../grid/targetFrames';
import { fittedTask, keptChannels } from '../kept';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { JudgedRows, PreparedData, Split } from '../preparedData';
import { classCodes, encodeTarget, inferTask } from '../target';
import { frameLayoutOf } from './frameLayoutOf';
import { readSeriesSamples } from './readSeriesSamples';
import { seasonalFrame } from './seasonalFrame';

/** Real samples kept with the version, to check exported files with. */
const sampleCount = 16;

export async function prepareSeries(
  version: DatasetVersion,
  request: PrepareRequest,
  blobs: Blobs,
  allowedBytes: number,
): Promise<PreparedData> {
  const data = seriesOf(version.schema);
  const { config } = request;
  const channels = data.channels.flatMap(({ name }, i) => (request.features.includes(name) ? [i] : []));
  if (channels.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'No channel of the series was chosen to learn from.',
      place: 'features',
      hint: `They have ${data.channels.map(({ name }) => name).join(', ')}.`,
    });
  const chosen = channels.map((i) => data.channels[i] as (typeof data.channels)[number]);
  const { frames: forecast, heeds } = tasks.get(request.task, 'task');
  const { length, horizon, whole } = data.windowing;
  const { period } = data;
  const layout = frameLayoutOf(data, channels);
  const frames = await openFrames(layout, blobs, allowedBytes);
  const present = forecast ? await countPresent(layout, frames) : undefined;
  const all = await readSeriesSamples(version, request, blobs);
  const answers = present
    ? (i: number) => Array.from({ length: horizon }, (_, step) => present[all.frame(i, length + step)] ?? 0)
    : undefined;
  // A forecast without a single value that came true teaches and judges nothing.
  const samples = answers ? all.only((i) => answers(i).some((count) => count > 0)) : all;
  const warnings: string[] = sampleNotes(version.rows - samples.count, request.target, forecast);
  const ahead = chosen.filter(({ known }) => known).map(({ name }) => `“${name}”`);
  if (forecast && ahead.length > 0)
    warnings.push(
      `${ahead.join(', ')} ${ahead.length === 1 ? 'is' : 'are'} known ahead of time, but no family takes what lies after the window yet: only the past is learnt from.`,
    );
  const wanted: TaskSpec = forecast
    ? {
        type: request.task,
        target: futureTarget,
        horizon,
        steps: horizon,
        channels: chosen.map(({ name }) => name),
        ...(period && { period }),
        ...heeds?.(config),
      }
    : inferTask(request, samples.target as Values);
  const codes = forecast ? undefined : classCodes(wanted, samples.target as Values);
  const extent = forecast ? length + horizon : length;
  if (samples.count < 2)
    throw new TetradError({
      code: 'badInput',
      message: `Training needs at least 2 windows; there ${samples.count === 1 ? 'is 1' : 'are none'}.`,
      hint: 'Cut the series into shorter windows, or import more of them.',
      place: 'samples',
    });
  const byTime = forecast || data.series < 2;
  const split = planSplit(
    wanted,
    {
      samples: samples.count,
      rows: samples.rows,
      word: 'window',
      codes,
      part: samples.part,
      ...(byTime ? {} : { group: samples.group }),
      // A forecast may look back at what was learnt from, as it will when it is asked; what it is to answer must be new.
      along: whole ? [] : [{ name: 'time', at: samples.along, extent: forecast ? horizon : length }],
    },
    { ...config, fold: request.fold, sides: request.kept?.sides },
  );
  warnings.push(...split.notes);
  const summary = splitSummary(split, [...warnings]);

  const seen = new Set<number>();
  for (const i of split.train) for (let step = 0; step < length; step++) seen.add(samples.frame(i, step));
  const fit = new ChannelFit(chosen.map(({ name, unit }) => ({ name, ...(unit && { unit }) })));
  await frames.visit(seen, (_frame, values, start, end) => fit.add(values, start, end));
  const fitted: FittedSeries = {
    channels: keptChannels<FittedChannel>(request, chosen) ?? fit.fitted(),
    length,
    horizon: forecast ? horizon : 0,
    ...(whole && { whole }),
    time: data.time,
  };
  // The frame of what is not there is no gap.
  const gaps = present?.subarray(0, data.frames).some((count) => count < layout.frameSize) ?? false;
  const standardized = frames.standardized(fitted.channels, gaps ? missingMark : 0);
  const task: TaskSpec = forecast
    ? { ...wanted, scales: fitted.channels.map(({ mean, std }) => ({ mean, std })) }
    : fittedTask(request, wanted, takeRows(samples.target as Values, split.train));
  const future = (rows: Uint32Array): Pick<Split, 'targetFrames' | 'seasonalFrames' | 'present'> => {
    const targetFrames = Int32Array.from({ length: rows.length * horizon }, (_, at) =>
      samples.frame(rows[Math.floor(at / horizon)] as number, length + (at % horizon)),
    );
    return {
      targetFrames,
      ...(period && {
        seasonalFrames: targetFrames.map((frame, at) => {
          const row = rows[Math.floor(at / horizon)] as number;
          return seasonalFrame(frame, samples.frame(row, length - 1), samples.firstFrame(row), period);
        }),
      }),
      ...(gaps && present && { present: presentShare(present, layout.frameSize, targetFrames) }),
    };
  };
  const toSplit = (rows: Uint32Array): Split => ({
    ...(forecast ? future(rows) : {}),
    rows: rows.length,
    ...standardized,
    frames: Int32Array.from({ length: rows.length * length }, (_, at) =>
      samples.frame(rows[Math.floor(at / length)] as number, at % length),
    ),
    target: forecast ? new Float32Array(0) : encodeTarget(task, takeRows(samples.target as Values, rows)),
  });
  const numbered = (rows: Uint32Array): Uint32Array<ArrayBuffer> =>
    Uint32Array.from(rows, (i) => samples.rows[i] as number);
  const judgedRows = (rows: Uint32Array): JudgedRows => ({
    rows: numbered(rows),
    truth: forecast
      ? new Float64Array(0)
      : Float64Array.from(
          rows,
          (i) => (codes ?? ((samples.target as Values).data as Float64Array))[i] as number,
        ),
    blocks: independentBlocks(
      Array.from(rows, (i) => samples.series[i] as number),
      Array.from(rows, (i) => samples.start[i] as number),
      extent,
    ),
  });
  const shown = numbered(split.val.length > 0 ? split.val : split.train);
  return {
    task,
    inputs: chosen.map(
      ({ name, unit }): Column => ({ name, type: 'numeric', role: 'feature', ...(unit ? { unit } : {}) }),
    ),
    input: { kind: version.schema.kind, fitted },
    shape: seriesShape(fitted),
    train: toSplit(split.train),
    val: toSplit(split.val),
    test: split.test.length > 0 ? toSplit(split.test) : undefined,
    judged: judgedRows(split.val),
    judgedTest: split.test.length > 0 ? judgedRows(split.test) : undefined,
    sampleRows: Array.from(shown.subarray(0, sampleCount), (sample) => ({ sample })),
    split: summary,
    warnings,
  };
}
