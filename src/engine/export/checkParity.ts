/** The exported file against the studio itself: the same raw samples through both, and the largest difference. */
import { latentName } from '#/core/arch/latentOf';
import { bodyOf } from '#/core/bodies/registry';
import type { Feed } from '#/core/onnx/feeds';
import { normals } from '#/core/random/random';
import { sliceSamples } from '#/core/kinds/rawSamples';
import { readAnswers } from '#/core/leaving/readAnswers';
import type { ExportedModel } from '#/core/onnx/exportRequest';
import type { ModelBody } from '#/core/protocol/model';
import type { ExportReport, Prediction } from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { taskOf } from '#/core/tasks/registry';
import { commonScale } from '#/core/tasks/scale';
import { kindEngineOf } from '../kinds/registry';
import type { runOnnx } from '../ort/runOnnx';
import type { OpenModel } from '../predict/openModel';
import { predictSamples } from '../predict/predictSamples';

export async function checkParity(
  model: OpenModel,
  exported: ExportedModel,
  dynamicBatch: boolean,
  run: typeof runOnnx,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<NonNullable<ExportReport['parity']>> {
  const { tolerance } = kindEngineOf(model.version.input);
  const { rows, expected, reach, feedsOf } = exported.inputs.some(({ name }) => name === latentName)
    ? await drawnTrial(model)
    : await sampleTrial(model, exported, storage);
  const perRun = dynamicBatch ? rows : 1;
  const feeds = Array.from({ length: rows / perRun }, (_, i) => feedsOf(i * perRun, perRun));
  const runs = await run(exported.bytes, feeds);
  const answers = runs.flatMap((result) =>
    readAnswers(result.outputs, exported.outputs, perRun, model.version.task),
  );
  const { std } = commonScale(model.version.task);
  const compared = compare(expected, answers, (row) => std * (reach?.[row] ?? 1));
  return {
    runtime: runs[0]?.runtime ?? '',
    rows,
    ...compared,
    tolerance,
    passed: compared.labelsEqual && compared.largestDifference <= tolerance,
    latencyMs: runs.reduce((sum, result) => sum + result.latencyMs, 0),
  };
}

interface Trial {
  rows: number;
  expected: Prediction[];
  /** Of each row how many standard deviations of the answer its rounding is to be held against; absent: 1. */
  reach?: number[];
  feedsOf(start: number, rows: number): Feed[];
}

async function sampleTrial(
  model: OpenModel,
  exported: ExportedModel,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<Trial> {
  const kind = kindEngineOf(model.version.input);
  const samples = await kind.trial(model.version, storage);
  return {
    rows: samples.rows,
    expected: await predictSamples(model, samples, undefined, true),
    ...(samples.form === 'columns' &&
      addsUp(model.version.body) && { reach: reachOf(kind.enter(model.version, samples), samples.rows) }),
    feedsOf: (start, rows) => kind.feeds(exported.inputs, sliceSamples(samples, start, rows), model.version),
  };
}

const addsUp = ({ type, spec }: ModelBody): boolean => {
  const def = bodyOf({ type });
  return def.gradient === true || (def.within?.(spec) ?? []).some(addsUp);
};

/**
 * A million standard deviations (what an infinite value counts as) pass through a network as sums of millions, whose
 * float32 rounding is of tenths: where these cancel, it is not small beside the answer, but beside what was added up.
 */
const usual = 10;

function reachOf(entered: Float32Array, rows: number): number[] {
  const width = entered.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    const values = entered.subarray(row * width, (row + 1) * width);
    // What is missing may enter as NaN.
    return values.reduce((so, value) => (Math.abs(value) > so * usual ? Math.abs(value) / usual : so), 1);
  });
}

const drawnRows = 16;

/** Of a decoder: the same drawn numbers through both. */
async function drawnTrial(model: OpenModel): Promise<Trial> {
  const { body, task } = model.version;
  const width = bodyOf(body).latentWidth?.(body.spec) ?? 1;
  const numbers = normals(1, 'parity', 0, drawnRows * width);
  const output = (await model.decode?.(numbers, drawnRows)) ?? new Float32Array();
  return {
    rows: drawnRows,
    expected: taskOf(task).decode(task, output, output.length / drawnRows, true),
    feedsOf: (start, rows) => [
      {
        name: latentName,
        type: 'float32',
        data: numbers.slice(start * width, (start + rows) * width),
        dims: [rows, width],
      },
    ],
  };
}

/**
 * Probabilities differ absolutely, numbers relative to their size once that is above one. One number is learnt in standard
 * deviations of the target (`spreadOf` its row), so near 0 it is as exact as these are.
 */
export function compare(
  expected: readonly Prediction[],
  actual: readonly Prediction[],
  spreadOf: (row: number) => number = () => 1,
): { largestDifference: number; labelsEqual: boolean } {
  let largestDifference = expected.length === actual.length ? 0 : Number.POSITIVE_INFINITY;
  let labelsEqual = true;
  for (const [i, { value, probabilities, quantiles, field, mask }] of expected.entries()) {
    const other = actual[i];
    // A task of its own may answer infinity where an input is: equal is equal.
    const relative = (mine: number, theirs: number, least = 1) =>
      mine === theirs ? 0 : Math.abs(mine - theirs) / Math.max(1, least, Math.abs(mine));
    const differences = probabilities
      ? probabilities.map((p, k) => Math.abs(p - (other?.probabilities?.[k] ?? Number.NaN)))
      : quantiles
        ? quantiles.map((v, k) => relative(v, other?.quantiles?.[k] ?? Number.NaN))
        : field
          ? Array.from(field, (v, k) => relative(v, other?.field?.[k] ?? Number.NaN))
          : [relative(Number(value), Number(other?.value), spreadOf(i))];
    for (const difference of differences) {
      const sound = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
      largestDifference = Math.max(largestDifference, sound);
    }
    if (probabilities && value !== other?.value) labelsEqual = false;
    if (mask && field && !sameMask(mask, other?.mask, field)) labelsEqual = false;
  }
  return { largestDifference, labelsEqual };
}

/** Two labels that are as likely as rounding tells may change places. */
const asLikely = 1e-4;

function sameMask(mask: Uint8Array, other: Uint8Array | undefined, shares: Float32Array): boolean {
  const labels = shares.length / mask.length;
  const shareOf = (pixel: number, label: number) => shares[pixel * labels + label] ?? 0;
  return mask.every((label, pixel) => {
    const theirs = other?.[pixel] ?? Number.NaN;
    return theirs === label || shareOf(pixel, label) - shareOf(pixel, theirs) < asLikely;
  });
}
