/** Shapley values of models that are sums of trees, exact: of raw columns, each with all values that were made of it. */
import { z } from 'zod';
import { bodyOf } from '../../bodies/registry';
import type { RawSamples } from '../../kinds/rawSamples';
import { TetradError } from '../../protocol/errors';
import type { ModelVersion } from '../../protocol/model';
import { permutation as orderOf } from '../../random/random';
import { commonScale } from '../../tasks/scale';
import type { Contributions } from '../attribution';
import { columnsOf, outputOf, placesOf, textOf } from '../columns';
import type { AskedModel, Background, ExplainerDef } from '../explainerDef';
import { TreeContributions } from './treeContributions';

const background = z.int().min(1).max(100_000).default(1000).meta({
  label: 'Background rows',
  hint: 'How they answer the questions of the trees is how a column goes that is not known.',
});
const label = z.string().default('').meta({
  label: 'Label',
  hint: 'Whose score is explained. Empty: the one that is answered; of many rows the last.',
});
const seed = z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' });
const ofOne = z.object({ background, label, seed });
const ofMany = z.object({
  rows: z
    .int()
    .min(1)
    .max(100_000)
    .default(500)
    .meta({ label: 'Rows', hint: 'To explain, drawn by the seed.' }),
  background,
  label,
  seed,
});

const shared = {
  needs: 'run',
  kinds: ['tabular'],
  values: ['class', 'number'],
  fits: ({ body }: Pick<ModelVersion, 'body'>) => bodyOf(body).sum !== undefined,
} as const;

export const treeShapley: ExplainerDef<z.infer<typeof ofOne>> = {
  ...shared,
  type: 'treeShapley',
  title: 'Shapley values of trees',
  summary:
    'Exact, from the trees themselves: what each column adds to one answer. Of boosted trees it is their score (the log-odds of a label), which adds up; of forests the probability.',
  of: 'sample',
  params: ofOne,
  async *explain(model, { sample, background: read }, params) {
    if (!sample) throw new TetradError({ code: 'internal', message: 'A row to explain is missing.' });
    return yield* contributionsOf(model, sample, await read(), params);
  },
};

export const treeShapleySummary: ExplainerDef<z.infer<typeof ofMany>> = {
  ...shared,
  type: 'treeShapleySummary',
  title: 'Shapley values of trees, many rows',
  summary:
    'Exact, from the trees themselves, for thousands of rows: which columns move the score of the trees, and which way.',
  of: 'model',
  params: ofMany,
  async *explain(model, { background: read }, { rows, ...params }) {
    const source = await read();
    const drawn = orderOf(params.seed, 'explained', 0, source.rows).slice(0, rows).sort();
    return yield* contributionsOf(model, await source.batch(drawn), source, params);
  },
};

async function* contributionsOf(
  model: AskedModel,
  samples: RawSamples,
  source: Background,
  params: z.infer<typeof ofOne>,
): AsyncGenerator<number, Contributions> {
  if (!model.trees) throw new TetradError({ code: 'internal', message: 'This model has no trees.' });
  const { trees, areShares, enter, columns } = model.trees;
  const places = orderOf(params.seed, 'background', 0, source.rows).slice(0, params.background).sort();
  const around = await source.batch(places);
  const own = await model.run(samples);
  const { at, name } = outputOf(model, own, params.label, samples.rows);
  const isClass = model.value === 'class';
  const { mean, std } = isClass ? { mean: 0, std: 1 } : commonScale(model.task);
  // Two labels share one score.
  const two = isClass && !areShares && trees.outputs === 2;
  const output = Array.from({ length: trees.outputs }, (_, i) => (i === at ? std : two ? -1 : 0));
  const width = columns.length;
  const found = new TreeContributions(trees, output, enter(around), width);
  const byFeature = yield* found.of(enter(samples), width);
  const names = model.inputs.map((input) => input.name);
  const values = new Float64Array(samples.rows * names.length * 2);
  const given = columnsOf(samples);
  const stands = names.map((column) => placesOf(given.get(column)));
  const answers: number[] = [];
  for (let row = 0; row < samples.rows; row++) {
    let answer = mean + found.base;
    for (let feature = 0; feature < width; feature++) {
      const place = (row * names.length + (columns[feature] as number)) * 2;
      values[place] = (values[place] as number) + (byFeature[row * width + feature] as number);
      answer += byFeature[row * width + feature] as number;
    }
    answers.push(answer);
    for (let column = 0; column < names.length; column++)
      values[(row * names.length + column) * 2 + 1] = stands[column]?.[row] ?? Number.NaN;
  }
  return {
    form: 'contributions',
    measure: isClass && !areShares ? name.replace(/^Probability of/, two ? 'Log-odds of' : 'Score of') : name,
    baseline: { name: 'Mean answer', value: mean + found.base },
    values,
    shape: [samples.rows, names.length, 2],
    names,
    given: samples.rows === 1 ? names.map((column) => textOf(given.get(column), 0)) : [],
    answers,
    rows: samples.rows === 1 ? around.rows : samples.rows,
    background: around.rows,
    coalitions: 0,
    exact: true,
  };
}
