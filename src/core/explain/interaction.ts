/** Interaction strength (effects/interaction). */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import { permutation as orderOf } from '../random/random';
import { columnsOf, outputOf } from './columns';
import type { ExplainerDef } from './explainerDef';
import { notesOf } from './together/notesOf';

const params = z.object({
  rows: z.int().min(5).max(300).default(50).meta({
    label: 'Rows',
    hint: 'Each is asked with the values of each other. Drawn by the seed.',
  }),
  columns: z.int().min(2).max(40).default(10).meta({
    label: 'Columns in pairs',
    hint: 'Those that work together most with all others; of these each pair is asked.',
  }),
  label: z.string().default('').meta({
    label: 'Label',
    hint: 'Whose probability is shown. Empty: the last.',
  }),
  seed: z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' }),
});

const mostColumns = 400;

export const interaction: ExplainerDef<z.infer<typeof params>> = {
  type: 'interaction',
  title: 'Columns that work together',
  summary:
    'How much of what two columns do to answers is not the sum of what each does alone (the H statistic), and how far it moves them.',
  of: 'model',
  needs: 'run',
  kinds: ['tabular', 'events'],
  values: ['class', 'number', 'group', 'oddness'],
  params,
  effort: { param: 'rows', of: 'rows', least: 10 },
  async *explain(model, { background }, { rows: most, columns, label, seed }) {
    const names = model.inputs.map(({ name }) => name);
    const width = names.length;
    if (width < 2 || width > mostColumns)
      throw new TetradError({
        code: 'badInput',
        message: `The model takes ${width} columns; interactions are for 2 to ${mostColumns}.`,
        place: 'method',
        hint:
          width < 2
            ? 'One column has none to work with.'
            : 'Use permutation importance, or train with fewer columns.',
      });
    const [{ strengthsOf }, { mixerOf }] = await Promise.all([
      import('./effects/interaction'),
      import('./shapley/mixer'),
    ]);
    const source = await background();
    const drawn = orderOf(seed, 'explained', 0, source.rows).slice(0, most).sort();
    const samples = await source.batch(drawn);
    const rows = drawn.length;
    const all = columnsOf(samples);
    const said = await model.run(samples);
    const output = outputOf(model, said, label, rows === 1 ? 2 : rows);
    const number = (answers: ArrayLike<number>, count: number, i: number): number =>
      answers[i * (answers.length / count) + output.at] as number;
    const answers = Float64Array.from({ length: rows }, (_, i) => number(said, rows, i));
    const mix = mixerOf(model, samples, samples);
    const atOnce = Math.max(1, Math.floor(model.batch / rows));
    const values = yield* strengthsOf(width, columns, answers, async function* (known) {
      const found = new Float64Array(rows);
      for (let from = 0; from < rows; from += atOnce) {
        const some = Math.min(atOnce, rows - from);
        const asked = Int32Array.from({ length: some }, (_, i) => from + i);
        const mixed = await mix(asked, repeated(known, some));
        for (let i = 0; i < some * rows; i++) {
          const row = from + Math.floor(i / rows);
          found[row] = (found[row] as number) + number(mixed, some * rows, i) / rows;
        }
        yield (from + some) / rows;
      }
      return found;
    });
    return {
      form: 'interactions',
      measure: output.name,
      baseline: { name: 'Mean answer', value: answers.reduce((sum, value) => sum + value / rows, 0) },
      values,
      shape: [width, width, 2],
      names,
      rows,
      notes: await notesOf(
        all,
        'Rows are mixed of others here, so that some cannot be: what works together in them may not matter.',
      ),
    };
  },
};

const repeated = (known: Uint8Array, times: number): Uint8Array => {
  const all = new Uint8Array(times * known.length);
  for (let i = 0; i < times; i++) all.set(known, i * known.length);
  return all;
};
