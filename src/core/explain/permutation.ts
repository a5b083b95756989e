/**
 * Permutation importance (Breiman 2001; Fisher, Rudin, Dominici 2019): what a metric loses when the values of one raw
 * column are dealt anew among rows that nothing was learnt from. Each repeat deals them by its own seeded order.
 */
import { z } from 'zod';
import { measure } from '../metrics/metricDef';
import { TetradError } from '../protocol/errors';
import { levelsOf } from '../quantiles/levels';
import { permutation as orderOf } from '../random/random';
import { taskOf } from '../tasks/registry';
import { largestPerRow } from '../train/probabilities';
import type { AskedModel, ExplainerDef } from './explainerDef';
import { lossPhrase } from './lossPhrase';
import { type Dealt, dealtAsker } from './effects/dealtAsker';
import { metricAsked } from './metricAsked';
import { notesOf } from './together/notesOf';

const params = z.object({
  repeats: z.int().min(1).max(100).default(5).meta({
    label: 'Repeats',
    hint: 'Times that each column is dealt anew. The mean is shown, its spread as a line.',
  }),
  metric: z.string().default('auto').meta({
    label: 'Metric',
    registry: 'metrics',
    hint: 'auto: the one the task is judged by.',
  }),
  rows: z.int().min(2).max(100_000).default(5_000).meta({
    label: 'Rows at most',
    hint: 'More are sampled uniformly, by the seed.',
  }),
  seed: z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' }),
});
type Params = z.infer<typeof params>;

export const permutation: ExplainerDef<Params> = {
  type: 'permutation',
  title: 'Permutation importance',
  summary:
    'How much worse the model gets when one column is shuffled among the rows. Columns that say the same stand in for each other, so each of them may look unimportant.',
  of: 'model',
  needs: 'run',
  kinds: ['tabular', 'events'],
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  effort: { param: 'rows', of: 'rows', least: 100 },
  async *explain(model, { background }, { repeats, metric: wanted, rows: most, seed }) {
    const source = await background();
    const rows = sampleOf(source.rows, most, seed);
    const samples = await source.batch(rows);
    if (samples.form !== 'columns')
      throw new TetradError({ code: 'internal', message: 'Permutation importance takes columns.' });
    const { columns } = samples;
    const metric = metricAsked(model, wanted);
    const truth = truthOf(model, rows, source.truth);
    const levels = model.value === 'quantile' ? levelsOf(model.task) : undefined;

    const calls = Math.ceil(rows.length / model.batch) * (1 + model.inputs.length * repeats);
    let done = 0;
    const ask = dealtAsker(model, samples);
    async function* score(changed?: Dealt): AsyncGenerator<number, number> {
      const predicted = new Float64Array(rows.length * valuesOf(model));
      for (let start = 0; start < rows.length; start += model.batch) {
        const end = Math.min(rows.length, start + model.batch);
        const answers = await ask(start, end, changed);
        predicted.set(predictedOf(model, answers, end - start), start * valuesOf(model));
        yield ++done / calls;
      }
      const value = measure(metric, { predicted, truth, levels, classes: model.task.labels?.length ?? 0 });
      if (value !== undefined && Number.isFinite(value)) return value;
      throw new TetradError({
        code: 'notFinite',
        message: `${metric.title} has no value on these rows.`,
        hint: 'Choose another metric, or a dataset with more rows.',
      });
    }

    const before = yield* score();
    const values = new Float64Array(model.inputs.length * repeats);
    for (const [i, { name }] of model.inputs.entries())
      for (let repeat = 0; repeat < repeats; repeat++) {
        const order = orderOf(seed, `permutation/${name}`, repeat, rows.length);
        const after = yield* score({ column: i, order });
        values[i * repeats + repeat] = metric.better === 'higher' ? before - after : after - before;
      }
    return {
      form: 'importances',
      measure: lossPhrase(metric),
      baseline: { name: metric.title, value: before },
      names: model.inputs.map(({ name }) => name),
      shape: [model.inputs.length, repeats],
      values,
      rows: rows.length,
      notes: await notesOf(
        columns,
        'One stands in for the other when it is dealt anew, so that each may look unimportant.',
      ),
    };
  },
};

const rangeOf = (start: number, end: number): Uint32Array =>
  Uint32Array.from({ length: end - start }, (_, i) => start + i);

const sampleOf = (count: number, most: number, seed: number): Uint32Array =>
  count <= most ? rangeOf(0, count) : orderOf(seed, 'explained', 0, count).slice(0, most).sort();

/** Of an answer, as metrics take it: one a row, but a share for each label, and every quantile. */
const valuesOf = ({ task, value }: AskedModel): number =>
  value === 'labels' || value === 'quantile' ? (taskOf(task).perValue?.(task) ?? 1) : 1;

/** Of sets of labels, 0 or 1 for each label. */
function truthOf({ task }: AskedModel, rows: Uint32Array, known: Float64Array): Float64Array {
  const table = taskOf(task).targetTable?.(task);
  const width = table ? (task.labels?.length ?? 1) : 1;
  const truth = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    const value = known[row] as number;
    truth.set(table ? table.subarray(value * width, (value + 1) * width) : [value], i * width);
  }
  return truth;
}

const predictedOf = (model: AskedModel, answers: ArrayLike<number>, rows: number): ArrayLike<number> =>
  model.value === 'class' ? largestPerRow(answers, answers.length / rows) : answers;
