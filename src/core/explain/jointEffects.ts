/** Accumulated local effects of two columns (effects/joint). */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import { permutation as orderOf } from '../random/random';
import { columnsOf, outputOf } from './columns';
import type { ExplainerDef } from './explainerDef';
import { notesOf } from './together/notesOf';

const params = z.object({
  columns: z.array(z.string()).max(2).default([]).meta({
    label: 'Two columns',
    hint: 'Of numbers. Empty: the first two. “Columns that work together” finds which are worth a look.',
    registry: 'inputs',
  }),
  places: z.int().min(3).max(50).default(12).meta({
    label: 'Places',
    hint: 'Along each column, with as many rows between two of them.',
  }),
  rows: z.int().min(10).max(20_000).default(1000).meta({ label: 'Rows at most', hint: 'Drawn by the seed.' }),
  label: z.string().default('').meta({
    label: 'Label',
    hint: 'Whose probability is shown. Empty: the last.',
  }),
  seed: z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' }),
});

export const jointEffects: ExplainerDef<z.infer<typeof params>> = {
  type: 'jointEffects',
  title: 'Two columns together (2-D ALE)',
  summary:
    'What two columns of numbers do to the answer together, beyond what each does by itself, from small steps of real rows added up: flat where they do not work together.',
  of: 'model',
  needs: 'run',
  kinds: ['tabular', 'events'],
  values: ['class', 'number', 'group', 'oddness'],
  params,
  effort: { param: 'rows', of: 'rows', least: 100 },
  async *explain(model, { background }, { columns: asked, places, rows: limit, label, seed }) {
    const [{ cornersOf, jointCells, jointEffect }, { answersTo, asTheyAre }] = await Promise.all([
      import('./effects/joint'),
      import('./effects/answersTo'),
    ]);
    const source = await background();
    const drawn = orderOf(seed, 'explained', 0, source.rows).slice(0, limit).sort();
    const columns = columnsOf(await source.batch(drawn));
    const numbersIn = (name: string): Float64Array | undefined => {
      const own = columns.get(name);
      return own?.kind === 'number' && own.width === 1 ? Float64Array.from(own.data) : undefined;
    };
    const numeric = model.inputs.map(({ name }) => name).filter((name) => numbersIn(name));
    const [first, second] = asked.length > 0 ? asked : numeric;
    const [a, b] = [first, second].map((name) => (name === undefined ? undefined : numbersIn(name)));
    if (first === undefined || second === undefined || first === second || !a || !b)
      throw new TetradError({
        code: 'badInput',
        message:
          numeric.length < 2
            ? `The model takes ${numeric.length} columns of numbers; two are needed.`
            : 'Two different columns of numbers are needed.',
        place: 'params.columns',
        hint:
          numeric.length < 2
            ? 'Look at accumulated local effects of single columns instead.'
            : `Use two of: ${numeric.slice(0, 20).join(', ')}.`,
      });
    const output = outputOf(model, [], label, drawn.length);
    const cells = jointCells(a, b, places);
    if (cells.edges.some((edges) => edges.length < 2))
      throw new TetradError({
        code: 'badInput',
        message: `“${cells.edges[0].length < 2 ? first : second}” has one value in these rows: it moves nothing.`,
        place: 'params.columns',
        hint: 'Choose another column, or more rows.',
      });
    const count = 4 * cells.rows.length;
    const asking = answersTo(model, columns, cornersOf([first, second], cells), output.at);
    let next = await asking.next();
    while (!next.done) {
      yield (0.9 * next.value) / count;
      next = await asking.next();
    }
    const { effect, counts } = jointEffect(cells, next.value);
    const meaning = answersTo(model, columns, asTheyAre(drawn.length), output.at);
    let said = await meaning.next();
    while (!said.done) said = await meaning.next();
    return {
      form: 'surface',
      measure: `Change in ${output.name.replace(/^Probability of /, 'probability of ')}`,
      baseline: {
        name: 'Mean answer',
        value: said.value.reduce((sum, value) => sum + value / drawn.length, 0),
      },
      values: effect,
      shape: [cells.edges[0].length, cells.edges[1].length],
      columns: [
        { name: first, positions: [...cells.edges[0]] },
        { name: second, positions: [...cells.edges[1]] },
      ],
      counts: [...counts],
      rows: cells.rows.length,
      notes: await notesOf(columns, 'Only cells that rows lie in say something of rows that can be.'),
    };
  },
};
