/** The exported file against the studio itself: the same raw rows through both, and the largest difference. */
import type { ExportedModel } from '#/core/onnx/exportRequest';
import { toFeeds } from '#/core/onnx/feeds';
import { TetradError } from '#/core/protocol/errors';
import type { RawRow } from '#/core/protocol/model';
import type { ExportReport, Prediction } from '#/core/protocol/predict';
import { rowsToValues } from '#/core/transforms/rowsToValues';
import type { OnnxOutput, OnnxRun, runOnnx } from '../ort/runOnnx';
import type { OpenModel } from '../predict/openModel';
import { predictRows } from '../predict/predictRows';
import { hardRows } from './hardRows';

const tolerance = 1e-5;

export async function checkParity(
  model: OpenModel,
  exported: ExportedModel,
  dynamicBatch: boolean,
  run: typeof runOnnx,
): Promise<NonNullable<ExportReport['parity']>> {
  const { inputs, sampleRows } = model.version;
  const rows = [...sampleRows, ...hardRows(inputs, sampleRows)];
  if (rows.length === 0)
    throw new TetradError({
      code: 'internal',
      message: 'The model version has no rows to check the file with.',
      hint: 'Train the model again.',
    });
  const { predictions } = await predictRows(model, rows);
  const groups = dynamicBatch ? [rows] : rows.map((row) => [row]);
  const feeds = groups.map((group) => toFeeds(exported.inputs, rowsToValues(group, inputs).columns));
  const runs = await run(exported.bytes, feeds);
  const answers = runs.flatMap((result, i) => readAnswers(result, exported, groups[i] as RawRow[]));
  const compared = compare(predictions, answers);
  return {
    runtime: runs[0]?.runtime ?? '',
    rows: rows.length,
    ...compared,
    tolerance,
    passed: compared.labelsEqual && compared.largestDifference <= tolerance,
    latencyMs: runs.reduce((sum, result) => sum + result.latencyMs, 0),
  };
}

function readAnswers(
  { outputs }: OnnxRun,
  { outputs: names }: ExportedModel,
  rows: readonly RawRow[],
): Prediction[] {
  const labels = outputs.get(names.label);
  const probabilities = names.probabilities === undefined ? undefined : outputs.get(names.probabilities);
  const width = probabilities ? probabilities.data.length / rows.length : 0;
  const probabilitiesOf = (row: number, from: OnnxOutput) =>
    Array.from({ length: width }, (_, i) => Number(from.data[row * width + i]));
  return rows.map((_, row) => {
    const label = labels?.data[row];
    return {
      value: typeof label === 'string' ? label : Number(label),
      probabilities: probabilities && probabilitiesOf(row, probabilities),
    };
  });
}

/** Probabilities differ absolutely, numbers relative to their size once that is above one. */
export function compare(
  expected: readonly Prediction[],
  actual: readonly Prediction[],
): { largestDifference: number; labelsEqual: boolean } {
  let largestDifference = expected.length === actual.length ? 0 : Number.POSITIVE_INFINITY;
  let labelsEqual = true;
  for (const [i, { value, probabilities, field }] of expected.entries()) {
    const other = actual[i];
    const relative = (mine: number, theirs: number) => Math.abs(mine - theirs) / Math.max(1, Math.abs(mine));
    const differences = probabilities
      ? probabilities.map((p, k) => Math.abs(p - (other?.probabilities?.[k] ?? Number.NaN)))
      : field
        ? Array.from(field, (v, k) => relative(v, other?.field?.[k] ?? Number.NaN))
        : [relative(Number(value), Number(other?.value))];
    for (const difference of differences) {
      const sound = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
      largestDifference = Math.max(largestDifference, sound);
    }
    if (probabilities && value !== other?.value) labelsEqual = false;
  }
  return { largestDifference, labelsEqual };
}
