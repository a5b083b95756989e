/** Shapley values of models that are sums of trees, exact: of raw columns, each with all values that were made of it. */
import { z } from 'zod';
import { bodyOf } from '../../bodies/registry';
import type { RawSamples } from '../../kinds/rawSamples';
import { TetradError } from '../../protocol/errors';
import type { ModelVersion } from '../../protocol/model';
import { permutation as orderOf } from '../../random/random';
import { commonScale } from '../../tasks/scale';
import type { Contributions } from '../attribution';
import { columnsOf, givenOf, outputOf, placesOf } from '../columns';
import type { AskedModel, Background } from '../explainerDef';
import { notesOf, shareNote } from '../together/notesOf';
import { TreeContributions } from './treeContributions';

export const background = z.int().min(1).max(100_000).default(1000).meta({
  label: 'Background rows',
  hint: 'How they answer the questions of the trees is how a column goes that is not known.',
});
export const label = z.string().default('').meta({
  label: 'Label',
  hint: 'Whose score is explained. Empty: the one that is answered; of many rows the last.',
});
export const seed = z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' });

/** What both explainers share. */
export const ofTrees = {
  needs: 'run',
  kinds: ['tabular'],
  values: ['class', 'number'],
  fits: ({ body }: Pick<ModelVersion, 'body'>) => bodyOf(body).sum !== undefined,
} as const;

export async function* treeContributionsOf(
  model: AskedModel,
  samples: RawSamples,
  source: Background,
  params: { background: number; label: string; seed: number },
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
    given: givenOf(given, names, samples.rows),
    answers,
    rows: samples.rows === 1 ? around.rows : samples.rows,
    background: around.rows,
    coalitions: 0,
    exact: true,
    notes: await notesOf(columnsOf(around), shareNote),
  };
}
