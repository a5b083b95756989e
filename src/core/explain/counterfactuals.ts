/** What would have to change for another answer (counterfactual/search). */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import { permutation as orderOf } from '../random/random';
import type { Values } from '../transforms/transformDef';
import { columnsOf } from './columns';
import type { ExplainerDef } from './explainerDef';

const params = z.object({
  wanted: z.string().default('').meta({
    label: 'Wanted answer',
    hint: 'A label; of numbers "at least 200", "at most 150" or "150 to 200". Empty: the next likely label, or a number larger by one standard deviation.',
  }),
  fixed: z.array(z.string()).default([]).meta({
    label: 'Must not change',
    registry: 'inputs',
    hint: 'Columns that nobody can change, such as an age.',
  }),
  count: z.int().min(1).max(20).default(4).meta({ label: 'Ways at most' }),
  rows: z.int().min(10).max(20_000).default(2_000).meta({
    label: 'Rows at most',
    hint: 'Of the background, which lend their values; drawn by the seed.',
  }),
  seed: z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' }),
});
type Params = z.infer<typeof params>;

/** Each is tried by itself at every step. */
const mostColumns = 1_000;

export const counterfactuals: ExplainerDef<Params> = {
  type: 'counterfactuals',
  title: 'What would have to change',
  summary:
    'The nearest rows with another answer: few columns changed, to values that real rows have, and no further than the answer needs. Columns that cannot be changed stay as they are.',
  of: 'sample',
  needs: 'run',
  kinds: ['tabular', 'events'],
  values: ['class', 'number'],
  params,
  async *explain(model, { sample, background }, { wanted: text, fixed, count, rows: most, seed }) {
    if (!sample) throw new TetradError({ code: 'internal', message: 'A row to explain is missing.' });
    const [{ searchChanges }, { wantedOf }, { cellOf }] = await Promise.all([
      import('./counterfactual/search'),
      import('./counterfactual/wanted'),
      import('./counterfactual/distance'),
    ]);
    const names = model.inputs.map(({ name }) => name);
    if (names.length > mostColumns)
      throw new TetradError({
        code: 'badInput',
        message: `The model takes ${names.length} columns; changes are looked for among ${mostColumns} at most.`,
        place: 'method',
        hint: 'Use permutation importance to see which matter, and train with those.',
      });
    const unknown = fixed.find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new TetradError({
        code: 'badInput',
        message: `The model takes no column "${unknown.slice(0, 80)}".`,
        place: 'params.fixed',
        hint: `Its columns are: ${names.slice(0, 20).join(', ')}.`,
      });
    const source = await background();
    const drawn = orderOf(seed, 'explained', 0, source.rows).slice(0, most).sort();
    const pool = columnsOf(await source.batch(drawn));
    const given = columnsOf(sample);
    const own = names.map((name) => cellOf(given.get(name) as Values, 0));
    const ask = async (rows: readonly (readonly (string | number | null)[])[]) => {
      const answers: Float64Array[] = [];
      for (let start = 0; start < rows.length; start += model.batch) {
        const part = rows.slice(start, start + model.batch);
        const columns = new Map(
          names.map((name, i): [string, Values] => [
            name,
            given.get(name)?.kind === 'string'
              ? { kind: 'string', data: part.map((row) => (row[i] as string | null) ?? null) }
              : {
                  kind: 'number',
                  width: 1,
                  data: Float64Array.from(part, (row) => (row[i] as number | null) ?? Number.NaN),
                },
          ]),
        );
        const said = Float64Array.from(await model.run({ form: 'columns', rows: part.length, columns }));
        const width = said.length / part.length;
        for (let i = 0; i < part.length; i++) answers.push(said.subarray(i * width, (i + 1) * width));
      }
      return answers;
    };
    const [before] = await ask([own]);
    const answers = await model.run({ form: 'columns', rows: drawn.length, columns: pool });
    const wanted = wantedOf(model, text, before as Float64Array, spreadOf(answers));
    if (wanted.isReached(before as Float64Array))
      throw new TetradError({
        code: 'badInput',
        message: `The answer is ${wanted.text} already.`,
        place: 'params.wanted',
        hint: 'Ask for another one.',
      });
    const found = yield* searchChanges({
      names,
      own,
      pool,
      rows: drawn.length,
      fixed: new Set(fixed),
      wanted,
      count,
      ask,
    });
    if (found.length === 0)
      throw new TetradError({
        code: 'badInput',
        message: `None of ${drawn.length} rows leads to ${wanted.text}${fixed.length > 0 ? ` while ${fixed.join(', ')} ${fixed.length === 1 ? 'stays' : 'stay'} as ${fixed.length === 1 ? 'it is' : 'they are'}` : ''}.`,
        place: 'params',
        hint: 'Ask for another answer, let more columns change, or take more rows.',
      });
    return {
      form: 'counterfactuals',
      measure: `How the answer becomes ${wanted.text}`,
      baseline: { name: 'Answer', value: wanted.figure(before as Float64Array) },
      values: Float64Array.from(found.flatMap(({ moved }) => moved)),
      shape: [found.length, names.length],
      names,
      given: own,
      ways: found.map(({ row, answer }) => ({
        row,
        answer: wanted.say(answer),
        figure: wanted.figure(answer),
      })),
      answer: wanted.say(before as Float64Array),
      wanted: wanted.text,
      fixed: [...fixed],
      isShare: model.value === 'class',
      rows: drawn.length,
    };
  },
};

function spreadOf(answers: ArrayLike<number>): number {
  const count = answers.length;
  let [mean, squares] = [0, 0];
  for (let i = 0; i < count; i++) mean += (answers[i] as number) / count;
  for (let i = 0; i < count; i++) squares += ((answers[i] as number) - mean) ** 2;
  return Math.sqrt(squares / Math.max(1, count - 1)) || 1;
}
