import { labelsOf } from '#/core/transforms/labelsOf';
/**
 * What the defaults are worth on public tables: 5 folds, each fold unseen by training and by early stopping.
 * Runs on WASM in Chromium. Digits: UCI optdigits; diabetes: Efron et al. 2004 (scikit-learn's copies).
 */
import { measure } from '#/core/metrics/metricDef';
import { taskOf } from '#/core/tasks/registry';
import type { FittedPipeline } from '#/core/transforms/pipeline';
import { beforeAll, expect, it } from 'vitest';
import { compileForward } from '#/core/arch/compileForward';
import { families } from '#/core/families/registry';
import type { Tensor } from '#/core/layers/layerDef';
import { metrics } from '#/core/metrics/registry';
import type { DatasetVersion, Column } from '#/core/protocol/dataset';
import { type TaskSpec, trainConfig, type TrainRequest } from '#/core/protocol/train';
import { kFold } from '#/core/split/kFold';
import { applyPipeline } from '#/core/transforms/applyPipeline';
import type { Values } from '#/core/transforms/transformDef';
import { takeRows } from '#/core/transforms/valueRows';
import type { TfBackend } from '../backends/tfBackend';
import { openWasm } from '../backends/wasm';
import { buildSpec } from './buildSpec';
import { collect } from './fixtures/collect';
import diabetesCsv from './fixtures/diabetes.csv?raw';
import digitsUrl from './fixtures/digits.csv.gz?url';
import { prepareColumns } from '../kinds/table/prepareTable';

type Task = Exclude<TrainRequest['task'], 'forecast'>;

let wasm: TfBackend;
beforeAll(async () => {
  wasm = await openWasm();
});

async function readDigits(): Promise<string> {
  const response = await fetch(digitsUrl);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // A server may already have undone the gzip (Content-Encoding).
  if (bytes[0] !== 0x1f) return new TextDecoder().decode(bytes);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

/** All columns are numbers; a class target is read as text, as the studio does. */
function readTable(csv: string, target: string, task: Task) {
  const [head = '', ...lines] = csv.trim().split(/\r?\n/);
  const names = head.split(',');
  const cells = lines.map((line) => line.split(','));
  const columns = new Map<string, Values>(
    names.map((name, i) => [
      name,
      name === target && task === 'classification'
        ? { kind: 'string', data: cells.map((row) => row[i] ?? null) }
        : { kind: 'number', width: 1, data: Float64Array.from(cells, (row) => Number(row[i])) },
    ]),
  );
  const fields: Column[] = names.map((name) => ({ name, type: 'numeric', role: 'feature' }));
  return { columns, fields, rows: cells.length };
}

async function foldScores(csv: string, target: string, task: Task, family: string): Promise<number[]> {
  const { columns, fields, rows } = readTable(csv, target, task);
  const features = fields.map(({ name }) => name).filter((name) => name !== target);
  const version: Pick<DatasetVersion, 'schema' | 'stats'> = {
    schema: { kind: 'tabular', columns: fields },
    stats: [],
  };
  const truth = columns.get(target) as Values;
  const labels = truth.kind === 'string' ? labelsOf(truth.data) : [];
  const code = (value: unknown) => (labels.length > 0 ? labels.indexOf(String(value)) : Number(value));
  const codes = labels.length > 0 ? Array.from(truth.data, code) : undefined;
  const whole: TaskSpec = task === 'classification' ? { type: task, target, labels } : { type: task, target };
  const metric = metrics.get(task === 'classification' ? 'accuracy' : 'r2');
  const scores: number[] = [];
  for (const { train, validation } of kFold(whole, codes, rows, 5, 42)) {
    const pick = (indices: Uint32Array) =>
      new Map([...columns].map(([name, values]) => [name, takeRows(values, indices)]));
    const defaults = families.get(family).defaults({ rows: train.length, width: features.length, task });
    const config = trainConfig.parse(defaults);
    const data = prepareColumns(version, pick(train), {
      target,
      task,
      features,
      family,
      familyParams: {},
      config,
    });
    const spec = buildSpec({ family, familyParams: {}, config }, data);
    const { outcome, error } = await collect(spec, wasm);
    expect(error).toBeUndefined();

    const held = pick(validation);
    const { tf } = wasm;
    const output = tf.tidy(() => {
      const weights = new Map(
        [...(outcome?.weights ?? [])].map(([name, { data, shape }]) => [name, tf.tensor(data, shape)]),
      );
      const input = tf.tensor2d(applyPipeline(data.input.fitted as FittedPipeline, held), [
        validation.length,
        spec.width,
      ]);
      return compileForward(spec.arch, tf)([input], weights, { training: false })[0] as Tensor;
    });
    const answers = taskOf(data.task)
      .decode(data.task, await output.data<'float32'>(), spec.outputWidth)
      .map(({ value }) => value);
    output.dispose();
    const expected = held.get(target)?.data ?? [];
    scores.push(
      measure(metric, {
        predicted: answers.map(code),
        truth: Array.from(expected, code),
        classes: labels.length,
      }) ?? Number.NaN,
    );
  }
  return scores;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

it('mlp reads handwritten digits: mean accuracy of 5 unseen folds at least 0.970', async () => {
  const scores = await foldScores(await readDigits(), 'digit', 'classification', 'mlp');
  console.info(
    'digits, mlp, accuracy by fold:',
    scores.map((score) => score.toFixed(4)).join(' '),
    mean(scores),
  );
  expect(mean(scores)).toBeGreaterThanOrEqual(0.97);
});

it('mlp predicts the progression of diabetes: mean R2 of 5 unseen folds at least 0.45', async () => {
  const scores = await foldScores(diabetesCsv, 'progression', 'regression', 'mlp');
  console.info('diabetes, mlp, R2 by fold:', scores.map((score) => score.toFixed(4)).join(' '), mean(scores));
  expect(mean(scores)).toBeGreaterThanOrEqual(0.45);
});
