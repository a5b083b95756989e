import type { JudgedRows } from '../../kinds/preparedData';
import { expect, test } from 'vitest';
import type { TaskSpec } from '#/core/protocol/train';
import { areClasses } from '#/core/tasks/classification';
import { areNumbers } from '#/core/tasks/regression';
import { keptPlaces, toPredictions } from './judgeRun';
import { SplitMeter } from './splitMeter';

/** As a training does it: the places are chosen first, then outputs come part by part. */
function keptOf(task: TaskSpec, judged: JudgedRows, outputs: Float32Array, seed: number) {
  const rows = judged.rows.length;
  const outputWidth = outputs.length / rows;
  const places = keptPlaces({ task, judged }, seed).val;
  const split = { rows, features: new Float32Array(0), target: Float32Array.from(judged.truth) };
  const meter = new SplitMeter('val', { task, metrics: [], classes: 0, outputWidth }, split, places);
  const part = 7_001;
  for (let start = 0; start < rows; start += part)
    meter.add(start, outputs.subarray(start * outputWidth, (start + part) * outputWidth));
  if (!meter.kept) throw new Error('nothing was kept');
  return toPredictions({ task, inputs: [] }, judged, places, meter.kept);
}

test('more rows than are kept: a uniform sample, ascending, the total said', () => {
  const count = 250_000;
  const rows = Uint32Array.from({ length: count }, (_, i) => 3 * (count - i));
  const judged = { rows, truth: Float64Array.from(rows) };
  const outputs = Float32Array.from({ length: count }, (_, i) => i % 7);
  const task = { type: 'regression', target: 'y', scales: [{ mean: 10, std: 2 }] };
  const kept = keptOf(task, judged, outputs, 5);
  if (!areNumbers(kept)) throw new Error('not numbers');
  expect(kept.totalRows).toBe(count);
  expect(kept.rows.length).toBe(100_000);
  expect(new Set(kept.rows).size).toBe(100_000);
  expect(kept.rows.every((row, i) => i === 0 || row > (kept.rows[i - 1] as number))).toBe(true);
  // Truth and prediction still belong to their row.
  expect([...kept.truth]).toEqual([...kept.rows]);
  expect(
    kept.predicted.every((value, i) => value === 10 + 2 * ((count - (kept.rows[i] as number) / 3) % 7)),
  ).toBe(true);
  const mean = kept.truth.reduce((sum, value) => sum + value, 0) / kept.truth.length;
  expect(Math.abs(mean / (1.5 * count) - 1)).toBeLessThan(0.01);
  expect(keptOf(task, judged, outputs, 5)).toEqual(kept);
});

test('one logit becomes two probabilities', () => {
  const task = { type: 'classification', target: 'y', labels: ['no', 'yes'] } as const;
  const judged = { rows: Uint32Array.of(4, 2), truth: Float64Array.of(0, 1) };
  const kept = keptOf({ ...task, labels: [...task.labels] }, judged, Float32Array.of(0, 50), 1);
  expect(kept).toMatchObject({ rows: Uint32Array.of(2, 4), truth: Int32Array.of(1, 0) });
  expect(areClasses(kept) && [...kept.probabilities]).toEqual([expect.closeTo(0), 1, 0.5, 0.5]);
});
