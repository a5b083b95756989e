/** Accumulated local effects (effects/accumulate). */
import { z } from 'zod';
import { permutation as orderOf } from '../random/random';
import { columnsOf, outputOf, textOf } from './columns';
import type { ExplainerDef } from './explainerDef';
import { notesOf } from './together/notesOf';

const params = z.object({
  places: z.int().min(3).max(100).default(20).meta({
    label: 'Places',
    hint: 'Of a column of numbers, with as many rows between two of them. Of texts the most frequent.',
  }),
  rows: z.int().min(10).max(20_000).default(500).meta({ label: 'Rows at most', hint: 'Drawn by the seed.' }),
  columns: z.int().min(1).max(10_000).default(50).meta({
    label: 'Columns at most',
    hint: 'Of more those that answers move most with, found by a quick look.',
  }),
  label: z.string().default('').meta({
    label: 'Label',
    hint: 'Whose probability is shown. Empty: the last.',
  }),
  seed: z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' }),
});

export const localEffects: ExplainerDef<z.infer<typeof params>> = {
  type: 'localEffects',
  title: 'Accumulated local effects (ALE)',
  summary:
    'How the answer moves along one column, from small steps of real rows added up. Where columns go together it stays near rows that exist, where partial dependence does not.',
  of: 'model',
  needs: 'run',
  kinds: ['tabular', 'events'],
  values: ['class', 'number', 'group', 'oddness'],
  params,
  effort: { param: 'rows', of: 'rows', least: 50 },
  async *explain(model, { background }, { places: most, rows: limit, columns: mostColumns, label, seed }) {
    const [{ accumulated, localSteps, questionsOf }, { answersTo, asTheyAre }, { foremost }] =
      await Promise.all([
        import('./effects/accumulate'),
        import('./effects/answersTo'),
        import('./effects/foremost'),
      ]);
    const source = await background();
    const drawn = orderOf(seed, 'explained', 0, source.rows).slice(0, limit).sort();
    const columns = columnsOf(await source.batch(drawn));
    const output = outputOf(model, [], label, drawn.length);
    const effects: { name: string; labels: string[]; positions: number[]; values: Float64Array }[] = [];
    const asked = yield* foremost(model, source, mostColumns, seed);
    const count = asked.names.length;
    for (const [i, name] of asked.names.entries()) {
      const steps = localSteps(name, columns, most);
      const rows = 2 * steps.rows.length;
      const asking = answersTo(model, columns, questionsOf(name, steps), output.at);
      let next = await asking.next();
      while (!next.done) {
        yield asked.share + ((1 - asked.share) * (i + next.value / rows)) / count;
        next = await asking.next();
      }
      const values = accumulated(steps, next.value);
      const { places } = steps;
      effects.push({
        name,
        labels: Array.from(values, (_, place) => textOf(places, place)),
        positions: places.kind === 'number' ? [...places.data] : [],
        values,
      });
    }
    const asking = answersTo(model, columns, asTheyAre(drawn.length), output.at);
    let next = await asking.next();
    while (!next.done) next = await asking.next();
    const base = next.value.reduce((sum, value) => sum + value / drawn.length, 0);
    const width = Math.max(1, ...effects.map(({ values }) => values.length));
    const values = new Float64Array(effects.length * width).fill(Number.NaN);
    let [low, high] = [0, 0];
    for (const [i, effect] of effects.entries()) {
      values.set(effect.values, i * width);
      for (const value of effect.values) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return {
      form: 'curves',
      measure: `Change in ${output.name.replace(/^Probability of /, 'probability of ')}`,
      baseline: { name: 'Mean answer', value: base },
      values,
      shape: [effects.length, 1, width],
      columns: effects.map(({ name, labels, positions }) => ({ name, labels, positions })),
      range: [low, high],
      rows: drawn.length,
      how: `0 is the mean over ${drawn.length} rows. Each step is asked of the rows next to it; texts stand next to those whose rows are like theirs.`,
      notes: [
        ...(asked.note === undefined ? [] : [asked.note]),
        ...(await notesOf(
          columns,
          'These curves do not ask about rows that cannot be; partial dependence does.',
        )),
      ],
    };
  },
};
