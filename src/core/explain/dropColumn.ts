/**
 * Drop-column importance: what a metric loses when the model is learnt anew without one raw column, on the same rows and
 * by the same settings. Unlike a column that is dealt anew, one that is left out is never seen with values that do not go
 * with the others; what it costs is a training for each.
 */
import { z } from 'zod';
import type { MetricDef } from '../metrics/metricDef';
import { bodyOf } from '../bodies/registry';
import { TetradError } from '../protocol/errors';
import { metricName } from '../tasks/judgeName';
import { metricAsked } from './metricAsked';
import type { AskedModel, ExplainerDef, Relearnt } from './explainerDef';
import { notesOf } from './together/notesOf';
import { columnsOf } from './columns';
import { lossPhrase } from './lossPhrase';

const params = z.object({
  columns: z.int().min(1).max(10_000).default(30).meta({
    label: 'Columns at most',
    hint: 'Each is a training. Of more those that answers move most with, found by a quick look.',
  }),
  repeats: z.int().min(1).max(20).default(1).meta({
    label: 'Repeats',
    hint: 'Each divides the rows and learns anew by the next seed, with all columns and without each. The mean is shown, its spread as a line.',
  }),
  metric: z.string().default('auto').meta({
    label: 'Metric',
    registry: 'metrics',
    hint: 'auto: the one the task is judged by.',
  }),
});
type Params = z.infer<typeof params>;

/** Rows that decide which columns come first. */
const screenRows = 1_000;

export const dropColumn: ExplainerDef<Params> = {
  type: 'dropColumn',
  title: 'Drop-column importance',
  summary:
    'How much worse the model gets when it is learnt anew without a column. The others may stand in for it: a column of no importance can be left out. Below 0: it is better without. Each column costs a training.',
  of: 'model',
  needs: 'run',
  kinds: ['tabular', 'events'],
  values: ['class', 'labels', 'number', 'quantile'],
  fits: ({ body }) => !bodyOf(body).members && !bodyOf(body).files,
  learnsAnew: true,
  params,
  effort: { param: 'columns', of: 'columns', least: 2, most: 'inputs' },
  async *explain(model, explained, { columns: most, repeats, metric: wanted }) {
    const relearn = relearnOf(model);
    const metric = metricAsked(model, wanted);
    const names = model.inputs.map(({ name }) => name);
    if (names.length < 2)
      throw new TetradError({
        code: 'badInput',
        message: 'The model takes one column: without it nothing is left to learn from.',
        place: 'method',
        hint: 'Use permutation importance.',
      });
    const source = await explained.background();
    const { foremost } = await import('./effects/foremost');
    const { names: chosen, note, share } = yield* foremost(model, source, most, 42);
    const trainings = (chosen.length + 1) * repeats;
    let done = 0;
    async function* score(without: readonly string[], repeat: number): AsyncGenerator<number, Scored> {
      const learning = relearn(without, repeat);
      for (;;) {
        const next = await learning.next();
        if (next.done) {
          yield share + ((1 - share) * ++done) / trainings;
          return scoreOf(metric, next.value);
        }
        yield share + ((1 - share) * (done + next.value)) / trainings;
      }
    }
    const values = new Float64Array(chosen.length * repeats);
    let [whole, rows] = [0, 0];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const before = yield* score([], repeat);
      whole += before.value / repeats;
      rows = before.rows;
      for (const [i, name] of chosen.entries()) {
        const { value } = yield* score([name], repeat);
        values[i * repeats + repeat] =
          metric.better === 'higher' ? before.value - value : value - before.value;
      }
    }
    const some = await source.batch(
      Uint32Array.from({ length: Math.min(source.rows, screenRows) }, (_, i) => i),
    );
    return {
      form: 'importances',
      measure: lossPhrase(metric),
      baseline: { name: metric.title, value: whole },
      names: chosen,
      shape: [chosen.length, repeats],
      values,
      rows,
      notes: [
        `Learnt anew ${trainings} times, judged on ${rows} rows that none of them learnt from.`,
        ...(note === undefined ? [] : [note]),
        ...(await notesOf(
          columnsOf(some),
          'Without one the other stands in for it, so that each may look unimportant.',
        )),
      ],
    };
  },
};

interface Scored {
  value: number;
  rows: number;
}

function scoreOf(metric: MetricDef, { part, metrics, rows }: Relearnt): Scored {
  const value = metrics[metricName(part, metric.type)];
  if (value !== undefined && Number.isFinite(value)) return { value, rows };
  throw new TetradError({
    code: 'notFinite',
    message: `${metric.title} has no value on the rows that judge.`,
    hint: 'Choose another metric, or train with a larger validation share.',
  });
}

function relearnOf({ relearn }: AskedModel): NonNullable<AskedModel['relearn']> {
  if (relearn) return relearn;
  throw new TetradError({
    code: 'notFound',
    message: 'The job that trained this version is no longer listed, so that it cannot be learnt anew.',
    place: 'method',
    hint: 'Use permutation importance, or train the model again.',
  });
}
