/**
 * Shapley values of raw columns (Lundberg and Lee 2017): how the answer for a row comes from the mean answer, column by
 * column. A column that is not known has the values of background rows, each in turn (interventional). It asks nothing but
 * answers, so that every model can be explained; with few columns all coalitions are asked, and the values are exact.
 */
import { z } from 'zod';
import type { RawSamples } from '../../kinds/rawSamples';
import { TetradError } from '../../protocol/errors';
import { permutation as orderOf } from '../../random/random';
import type { Values } from '../../transforms/transformDef';
import { takeRows } from '../../transforms/valueRows';
import type { Contributions } from '../attribution';
import type { AskedModel, Background, ExplainerDef } from '../explainerDef';
import { columnsOf, joined, outputOf, placesOf, textOf } from '../columns';
import { coalitionsOf } from './coalitions';
import { solveShapley } from './solveShapley';

const mostColumns = 400;
const backgroundRows = z.int().min(1).max(1000).meta({
  label: 'Background rows',
  hint: 'A column that is not known takes the values of these rows, drawn by the seed.',
});
const coalitions = z.int().min(16).max(100_000).meta({
  label: 'Coalitions at most',
  hint: 'Of columns that are known together. Up to 10 columns need no more than 1,022 to be exact.',
});
const label = z.string().default('').meta({
  label: 'Label',
  hint: 'Whose probability is explained. Empty: the one that is answered; of many rows the last.',
});
const seed = z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' });

const ofOne = z.object({
  background: backgroundRows.default(50),
  coalitions: coalitions.default(2048),
  label,
  seed,
});
const ofMany = z.object({
  rows: z.int().min(1).max(1000).default(60).meta({ label: 'Rows', hint: 'To explain, drawn by the seed.' }),
  background: backgroundRows.default(20),
  coalitions: coalitions.default(256),
  label,
  seed,
});

const shared = {
  needs: 'run',
  kinds: ['tabular', 'events'],
  values: ['class', 'number', 'group', 'oddness'],
} as const;

export const shapley: ExplainerDef<z.infer<typeof ofOne>> = {
  ...shared,
  type: 'shapley',
  title: 'Shapley values (SHAP)',
  summary:
    'How one answer comes from the mean answer: what each column adds or takes. They add up to the answer. Columns that say the same share what they say.',
  of: 'sample',
  params: ofOne,
  async *explain(model, { sample, background }, params) {
    if (!sample) throw new TetradError({ code: 'internal', message: 'A row to explain is missing.' });
    const source = await background();
    return yield* contributionsOf(model, sample, source, params);
  },
};

export const shapleySummary: ExplainerDef<z.infer<typeof ofMany>> = {
  ...shared,
  type: 'shapleySummary',
  title: 'Shapley values of many rows',
  summary:
    'Which columns move answers, and which way: one point for each row and column, coloured by the value of the column.',
  of: 'model',
  params: ofMany,
  async *explain(model, { background }, { rows, ...params }) {
    const source = await background();
    const drawn = orderOf(params.seed, 'explained', 0, source.rows).slice(0, rows).sort();
    const samples = await source.batch(drawn);
    return yield* contributionsOf(model, samples, source, params);
  },
};

async function* contributionsOf(
  model: AskedModel,
  samples: RawSamples,
  source: Background,
  params: z.infer<typeof ofOne>,
): AsyncGenerator<number, Contributions> {
  const names = model.inputs.map(({ name }) => name);
  const width = names.length;
  if (width > mostColumns)
    throw new TetradError({
      code: 'badInput',
      message: `The model takes ${width} columns; Shapley values are for ${mostColumns} at most.`,
      place: 'method',
      hint: 'Use permutation importance, or train with fewer columns.',
    });
  const places = orderOf(params.seed, 'background', 0, source.rows).slice(0, params.background).sort();
  const around = await source.batch(places);
  const [asked, given] = [columnsOf(samples), columnsOf(around)];
  // The rows to explain first, then those of the background.
  const all = new Map(names.map((name) => [name, joined(asked.get(name), given.get(name))] as const));
  const take = (rowsOf: (column: number) => Int32Array, rows: number): RawSamples => ({
    form: 'columns',
    rows,
    columns: new Map(names.map((name, i) => [name, takeRows(all.get(name) as Values, rowsOf(i))])),
  });
  const [rows, others] = [samples.rows, around.rows];
  const own = await model.run(samples);
  const output = outputOf(model, own, params.label, rows);
  const numbers = (answers: ArrayLike<number>, count: number): Float64Array => {
    const each = answers.length / count;
    return Float64Array.from({ length: count }, (_, i) => answers[i * each + output.at] as number);
  };
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const base = mean(numbers(await model.run(around), others));
  const answers = numbers(own, rows);
  const chosen = coalitionsOf(Math.max(width, 1), params.coalitions, params.seed);
  const count = chosen.weights.length;
  const atOnce = Math.max(1, Math.floor(model.batch / others));
  const values = new Float64Array(rows * width * 2);
  const stands = names.map((name) => placesOf(all.get(name)));
  for (let row = 0; row < rows; row++) {
    const worth = new Float64Array(count);
    for (let from = 0; from < count; from += atOnce) {
      const some = Math.min(atOnce, count - from);
      const mixed = take(
        (column) =>
          Int32Array.from({ length: some * others }, (_, i) => {
            const coalition = from + Math.floor(i / others);
            return chosen.known[coalition * width + column] === 1 ? row : rows + (i % others);
          }),
        some * others,
      );
      const said = numbers(await model.run(mixed), some * others);
      for (let i = 0; i < some; i++) worth[from + i] = mean(said.subarray(i * others, (i + 1) * others));
      yield (row + (from + some) / count) / rows;
    }
    const found = solveShapley(chosen, worth, base, answers[row] as number);
    for (let column = 0; column < width; column++) {
      values[(row * width + column) * 2] = found[column] as number;
      values[(row * width + column) * 2 + 1] = stands[column]?.[row] ?? Number.NaN;
    }
  }
  return {
    form: 'contributions',
    measure: output.name,
    baseline: { name: 'Mean answer', value: base },
    values,
    shape: [rows, width, 2],
    names,
    given: rows === 1 ? names.map((name) => textOf(asked.get(name), 0)) : [],
    answers: [...answers],
    rows: rows === 1 ? others : rows,
    background: others,
    coalitions: count,
    exact: chosen.exact,
  };
}
