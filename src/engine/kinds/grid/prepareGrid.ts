/**
 * A stored field to samples ready for training: windows as frame numbers (nothing is laid out twice), a split that
 * does not leak, standardisation per channel fitted on the training samples only. A missing value is the mean to a
 * network, and nothing where the field itself is the answer.
 */
import { classCodes, encodeTarget, inferTask } from '../target';
import type { JudgedRows, PreparedData, Split } from '../preparedData';
import { gridOf } from '#/core/grid/gridOf';
import { independentBlocks } from '#/core/evaluation/independentBlocks';
import {
  ChannelFit,
  type FittedChannel,
  type FittedGrid,
  gridShape,
  missingMark,
} from '#/core/grid/fittedGrid';
import { futureTarget, type GridSchema } from '#/core/grid/gridSchema';
import { splitSummary } from '#/core/split/dataSplit';
import { planSplit } from '#/core/split/planSplit';
import type { DatasetVersion, Column } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { readInParts } from '#/core/train/dataAllowance';
import { fittedTask, keptChannels } from '../kept';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { TaskSpec } from '#/core/protocol/train';
import { tasks } from '#/core/tasks/registry';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import { frameLayout } from './frameLayout';
import { openFrames } from './frameStore';
import { readSamples } from './readSamples';
import { countPresent, presentShare, withAnswers } from './targetFrames';

type GridRequest = Pick<PrepareRequest, 'target' | 'task' | 'features' | 'config' | 'fold' | 'kept'>;

/** Real samples kept with the version, to check exported files with. */
const sampleCount = 16;

export async function prepareGrid(
  version: Pick<DatasetVersion, 'schema' | 'chunks' | 'rows'>,
  request: GridRequest,
  blobs: Blobs,
  allowedBytes = Number.POSITIVE_INFINITY,
): Promise<PreparedData> {
  const { schema } = version;
  const grid = gridOf(schema) as GridSchema;
  const { config } = request;
  const channels = grid.channels.flatMap(({ name }, i) => (request.features.includes(name) ? [i] : []));
  if (channels.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'No channel of the field was chosen to learn from.',
      place: 'features',
      hint: `The field has ${grid.channels.map(({ name }) => name).join(', ')}.`,
    });
  const chosen = channels.map((i) => grid.channels[i] as GridSchema['channels'][number]);
  const forecast = tasks.get(request.task, 'task').frames;
  const { length, horizon, patch } = grid.windowing;
  const all = await readSamples(version, request, blobs);
  const distinct = patch && new Map(all.places.map((place) => [place.join(), place]));
  const layout = frameLayout(grid, channels, distinct && [...distinct.values()]);
  const frames = await openFrames(layout, blobs, allowedBytes);
  const present = forecast ? await countPresent(layout, frames) : undefined;
  const frameIn = (of: typeof all, i: number, step: number): number =>
    layout.at(of.recording[i] as number, (of.start[i] as number) + step, patch ? of.places[i] : undefined);
  const answer = length - 1 + horizon;
  const samples = present ? withAnswers(all, present, (i) => frameIn(all, i, answer)) : all;
  const frameOf = (i: number, step: number): number => frameIn(samples, i, step);
  const warnings: string[] = [];
  const missing = version.rows - samples.rows.length;
  if (missing > 0)
    warnings.push(
      `${missing} ${missing === 1 ? 'sample has' : 'samples have'} no ${forecast ? 'value at the time to forecast' : request.target} and ${missing === 1 ? 'was' : 'were'} left out.`,
    );
  const wanted: TaskSpec = forecast
    ? { type: request.task, target: futureTarget, horizon, channels: chosen.map(({ name }) => name) }
    : withEvent(inferTask(request, samples.target as Values), grid);
  const codes = forecast ? undefined : classCodes(wanted, samples.target as Values);

  const timeExtent = forecast ? length + horizon : length;
  if (samples.rows.length < 2)
    throw new TetradError({
      code: 'badInput',
      message: `Training needs at least 2 samples; there ${samples.rows.length === 1 ? 'is 1' : 'are none'}.`,
      hint: 'Cut the field into shorter windows or smaller patches, or import more recordings.',
      place: 'samples',
    });
  const split = planSplit(
    wanted,
    {
      samples: samples.rows.length,
      rows: samples.rows,
      word: 'sample',
      codes,
      part: samples.part,
      group: samples.group,
      along: [
        { name: 'time', at: samples.start, extent: timeExtent },
        ...(['x', 'y', 'z'] as const).map((axis, i) => ({
          name: axis,
          at: samples.places.map((place) => place[i] ?? 0),
          extent: patch?.size[i] ?? grid.axes[axis].size,
        })),
      ],
    },
    { ...config, fold: request.fold, sides: request.kept?.sides },
  );
  warnings.push(...split.notes);
  const summary = splitSummary(split, [...warnings]);

  const seen = new Set<number>();
  for (const i of split.train) for (let step = 0; step < length; step++) seen.add(frameOf(i, step));
  const fit = new ChannelFit(chosen);
  await frames.visit(seen, (_frame, values, start, end) => fit.add(values, start, end));
  const fitted: FittedGrid = {
    channels: keptChannels<FittedChannel>(request, chosen) ?? fit.fitted(),
    size: [length, ...(patch?.size ?? ([grid.axes.x.size, grid.axes.y.size, grid.axes.z.size] as const))],
    horizon: forecast ? horizon : 0,
  };
  const gaps = present?.some((count) => count < layout.frameSize) ?? false;
  if (layout.bytes > allowedBytes) warnings.push(readInParts(layout.bytes, allowedBytes));
  const standardized = frames.standardized(fitted.channels, gaps ? missingMark : 0);

  const task: TaskSpec = forecast
    ? { ...wanted, scales: fitted.channels.map(({ mean, std }) => ({ mean, std })) }
    : fittedTask(request, wanted, takeRows(samples.target as Values, split.train));
  const future = (rows: Uint32Array): Pick<Split, 'targetFrames' | 'series' | 'present'> => {
    const targetFrames = Int32Array.from(rows, (i) => frameOf(i, answer));
    return {
      targetFrames,
      series: grid.axes.time.size,
      ...(gaps && present && { present: presentShare(present, layout.frameSize, targetFrames) }),
    };
  };
  const toSplit = (rows: Uint32Array): Split => ({
    ...(forecast ? future(rows) : {}),
    rows: rows.length,
    ...standardized,
    frames: Int32Array.from({ length: rows.length * length }, (_, at) =>
      frameOf(rows[Math.floor(at / length)] as number, at % length),
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
      Array.from(rows, (i) => samples.recording[i] as number),
      Array.from(rows, (i) => samples.start[i] as number),
      timeExtent,
    ),
  });
  const shown = numbered(split.val.length > 0 ? split.val : split.train);
  return {
    task,
    inputs: chosen.map(
      ({ name, unit }): Column => ({ name, type: 'numeric', role: 'feature', ...(unit ? { unit } : {}) }),
    ),
    input: { kind: 'spacetime4d', fitted },
    shape: gridShape(fitted),
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

/** What the file says of its two classes. */
function withEvent(task: TaskSpec, { labels }: GridSchema): TaskSpec {
  const event = labels?.events?.[task.target];
  return event !== undefined && task.labels?.includes(event) ? { ...task, event } : task;
}
