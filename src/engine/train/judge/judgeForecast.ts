/**
 * Forecasts on the validation windows, by lead time: with a horizon of one step each answer is fed back as the newest
 * frame, and the next is asked for. What is judged is compared with persistence and climatology.
 */
import { framesOf } from '../../kinds/frameSource';
import type { Split } from '../../kinds/preparedData';
import { type LeadScore, LeadSums } from '#/core/evaluation/forecastSkill';
import { isMissing } from '#/core/grid/fittedGrid';
import type { TrainSpec } from '../trainSpec';

/** Windows rolled out, spread over the validation part. */
const mostWindows = 64;
const mostLeads = 8;
const mostElements = 2 ** 24;

type Answer = (split: Split) => Promise<Float32Array>;

/** Scores by channel, then by lead. `answer` gives the standardised outputs of the kept weights. */
export async function judgeForecast(
  spec: Pick<TrainSpec, 'train' | 'val' | 'outputWidth' | 'task'>,
  answer: Answer,
): Promise<LeadScore[][]> {
  const { train, val, outputWidth: width, task } = spec;
  if (task.steps) return await judgeSteps(spec, answer);
  const channelStds = (task.scales ?? []).map(({ std }) => std);
  const { frames, targetFrames, series = Number.POSITIVE_INFINITY } = val;
  if (!frames || !targetFrames || val.rows === 0) return [];
  const length = frames.length / val.rows;
  const horizon = (targetFrames[0] as number) - (frames[length - 1] as number);
  const rows = spread(
    val.rows,
    Math.max(1, Math.min(mostWindows, Math.floor(mostElements / (length * width)))),
  );
  const climate = await climatology(train, width);
  const channels = channelStds.length;
  const known = new Set(targetFrames);
  let windows = await laidOut(val, rows, length, width);
  const scores: LeadScore[][] = channelStds.map(() => []);
  for (let step = 0; step < (horizon === 1 ? mostLeads : 1); step++) {
    const judged = rows.flatMap((row, at) => {
      const first = targetFrames[row] as number;
      const truth = first + step;
      return known.has(truth) && (first % series) + step < series
        ? [{ at, truth, last: frames[(row + 1) * length - 1] as number }]
        : [];
    });
    if (judged.length === 0) break;
    const split: Split = {
      rows: rows.length,
      features: windows,
      frames: Int32Array.from({ length: rows.length * length }, (_, i) => i),
      target: new Float32Array(0),
      targetFrames: new Int32Array(rows.length),
    };
    const outputs = await answer(split);
    const sums = channelStds.map(() => new LeadSums());
    const held = await framesOf(
      val,
      judged.flatMap(({ truth, last }) => [truth, last]),
      width,
    );
    for (const { at, truth: came, last } of judged) {
      const [truth, known] = [held.frame(came), held.frame(last)];
      for (let i = 0; i < width; i++) {
        const [real, before] = [truth[i] as number, known[i] as number];
        if (isMissing(real) || isMissing(before)) continue;
        sums[i % channels]?.add(outputs[at * width + i] as number, before, climate.mean[i] as number, real);
      }
    }
    for (const [c, sum] of sums.entries()) {
      const score = sum.score(horizon + step, judged.length, channelStds[c] ?? 1);
      if (score) scores[c]?.push(score);
    }
    // Where training never saw a value the model has learnt nothing: it gets back what it always got there.
    for (let i = 0; i < outputs.length; i++) if (climate.seen[i % width] === 0) outputs[i] = 0;
    windows = shifted(windows, outputs, rows.length, length, width);
  }
  return scores;
}

/** Where a model answers for each step up to the horizon by itself, nothing is fed back. */
async function judgeSteps(
  { train, val, outputWidth, task }: Pick<TrainSpec, 'train' | 'val' | 'outputWidth' | 'task'>,
  answer: Answer,
): Promise<LeadScore[][]> {
  const { steps = 1, scales = [] } = task;
  const { frames, targetFrames, seasonalFrames } = val;
  const width = outputWidth / steps;
  if (!frames || !targetFrames || val.rows === 0) return [];
  const length = frames.length / val.rows;
  const rows = spread(val.rows, Math.max(1, Math.floor(mostElements / (length * width))));
  const climate = await climatology(train, width);
  const outputs = await answer({
    rows: rows.length,
    features: await laidOut(val, rows, length, width),
    frames: Int32Array.from({ length: rows.length * length }, (_, i) => i),
    target: new Float32Array(0),
    targetFrames: new Int32Array(rows.length * steps),
  });
  const numbers = rows.flatMap((row) => [
    frames[(row + 1) * length - 1] as number,
    ...targetFrames.subarray(row * steps, (row + 1) * steps),
    ...(seasonalFrames?.subarray(row * steps, (row + 1) * steps) ?? []),
  ]);
  const held = await framesOf(val, numbers, width);
  const scores: LeadScore[][] = scales.map(() => []);
  for (let step = 0; step < steps; step++) {
    const sums = scales.map(() => new LeadSums());
    for (const [at, row] of rows.entries()) {
      const truth = held.frame(targetFrames[row * steps + step] as number);
      const last = held.frame(frames[(row + 1) * length - 1] as number);
      const season = seasonalFrames && held.frame(seasonalFrames[row * steps + step] as number);
      for (let i = 0; i < width; i++) {
        const [real, before] = [truth[i] as number, last[i] as number];
        if (isMissing(real) || isMissing(before)) continue;
        const guess = season && (isMissing(season[i] as number) ? before : (season[i] as number));
        const output = outputs[at * outputWidth + step * width + i] as number;
        sums[i % scales.length]?.add(output, before, climate.mean[i] as number, real, guess);
      }
    }
    for (const [c, sum] of sums.entries()) {
      const score = sum.score(step + 1, rows.length, scales[c]?.std ?? 1);
      if (score) scores[c]?.push(score);
    }
  }
  return scores;
}

const spread = (count: number, most: number): number[] =>
  Array.from({ length: Math.min(count, most) }, (_, i) => Math.floor((i * count) / Math.min(count, most)));

/**
 * Mean of the training frames at every place, over the values that are there; frames that are in several windows
 * count once. Where training saw none it is the mean of the channel.
 */
async function climatology(split: Split, width: number): Promise<{ mean: Float64Array; seen: Uint32Array }> {
  const mean = new Float64Array(width);
  const seen = new Uint32Array(width);
  const distinct = [...new Set(split.frames)];
  const some = split.source ? Math.max(1, Math.floor(mostElements / width)) : distinct.length;
  for (let start = 0; start < distinct.length; start += some) {
    const part = distinct.slice(start, start + some);
    const held = await framesOf(split, part, width);
    for (const frame of part)
      for (const [i, value] of held.frame(frame).entries()) {
        if (isMissing(value)) continue;
        mean[i] = (mean[i] as number) + value;
        seen[i] = (seen[i] as number) + 1;
      }
  }
  return { mean: mean.map((sum, i) => sum / Math.max(1, seen[i] as number)), seen };
}

async function laidOut(split: Split, rows: readonly number[], length: number, width: number) {
  const windows = new Float32Array(rows.length * length * width);
  const frames = rows.flatMap((row) =>
    Array.from({ length }, (_, t) => split.frames?.[row * length + t] ?? 0),
  );
  const held = await framesOf(split, frames, width);
  for (const [at, frame] of frames.entries()) windows.set(held.frame(frame), at * width);
  for (const [i, value] of windows.entries()) if (isMissing(value)) windows[i] = 0;
  return windows;
}

/** The oldest frame out, the answer in. */
function shifted(windows: Float32Array, outputs: Float32Array, rows: number, length: number, width: number) {
  const next = new Float32Array(windows.length);
  const size = length * width;
  for (let row = 0; row < rows; row++) {
    next.set(windows.subarray(row * size + width, (row + 1) * size), row * size);
    next.set(outputs.subarray(row * width, (row + 1) * width), (row + 1) * size - width);
  }
  return next;
}
