/**
 * Partial dependence (Friedman 2001) and individual conditional expectation (Goldstein et al. 2015): how answers move when
 * one column is set to each of its values in turn, in the mean of rows nothing was learnt from and for some of them alone.
 */
import { z } from 'zod';
import { permutation as orderOf } from '../random/random';
import type { Values } from '../transforms/transformDef';
import { takeRows } from '../transforms/valueRows';
import type { ExplainerDef } from './explainerDef';
import { notesOf } from './together/notesOf';
import { columnsOf, outputOf, textOf } from './columns';

const params = z.object({
  places: z.int().min(2).max(100).default(20).meta({
    label: 'Places',
    hint: 'Of a column of numbers: from its 5th to its 95th percentile. Of texts the most frequent.',
  }),
  rows: z.int().min(2).max(5_000).default(200).meta({ label: 'Rows at most', hint: 'Drawn by the seed.' }),
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
type Params = z.infer<typeof params>;

/** So many rows keep a curve of their own. */
const mostCurves = 40;

export const dependence: ExplainerDef<Params> = {
  type: 'dependence',
  title: 'Partial dependence',
  summary:
    'How the answer moves when one column is set to each of its values: the mean, and rows for themselves. Where columns go together it also asks about rows that do not exist.',
  of: 'model',
  needs: 'run',
  kinds: ['tabular', 'events'],
  values: ['class', 'number', 'group', 'oddness'],
  params,
  effort: { param: 'rows', of: 'rows', least: 20 },
  async *explain(model, { background }, { places, rows: most, columns: mostColumns, label, seed }) {
    const source = await background();
    const drawn = orderOf(seed, 'explained', 0, source.rows).slice(0, most).sort();
    const samples = await source.batch(drawn);
    const columns = columnsOf(samples);
    const output = outputOf(model, [], label, samples.rows);
    const asked: { name: string; at: Values; labels: string[]; positions: number[] }[] = [];
    const { foremost } = await import('./effects/foremost');
    const chosen = yield* foremost(model, source, mostColumns, seed);
    for (const name of chosen.names) {
      const at = placesOf(columns.get(name) as Values, places);
      const count = at.kind === 'number' ? at.data.length / at.width : at.data.length;
      asked.push({
        name,
        at,
        labels: Array.from({ length: count }, (_, i) => textOf(at, i)),
        positions: at.kind === 'number' && at.width === 1 ? [...at.data] : [],
      });
    }
    const curves = Math.min(mostCurves, samples.rows);
    const width = Math.max(1, ...asked.map(({ labels }) => labels.length));
    // The mean first, then rows for themselves; what a column has fewer places for is NaN.
    const values = new Float64Array(asked.length * (1 + curves) * width).fill(Number.NaN);
    let [low, high, base] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    const numbers = async (changed?: { name: string; values: Values }): Promise<Float64Array> => {
      const said = new Float64Array(samples.rows);
      for (let from = 0; from < samples.rows; from += model.batch) {
        const count = Math.min(model.batch, samples.rows - from);
        const some = Array.from({ length: count }, (_, i) => from + i);
        const answers = await model.run({
          form: 'columns',
          rows: count,
          columns: new Map(
            [...columns].map(([name, own]) => [
              name,
              takeRows(name === changed?.name ? changed.values : own, some),
            ]),
          ),
        });
        const each = answers.length / count;
        for (let i = 0; i < count; i++) said[from + i] = answers[i * each + output.at] as number;
      }
      return said;
    };
    for (const value of await numbers()) base += value / samples.rows;
    const calls = asked.reduce((sum, { labels }) => sum + labels.length, 0);
    let done = 0;
    for (const [column, { name, at, labels }] of asked.entries())
      for (let place = 0; place < labels.length; place++) {
        const same = new Int32Array(samples.rows).fill(place);
        const said = await numbers({ name, values: takeRows(at, same) });
        const put = (curve: number, value: number) => {
          values[(column * (1 + curves) + curve) * width + place] = value;
          if (value < low) low = value;
          if (value > high) high = value;
        };
        put(0, said.reduce((sum, value) => sum + value, 0) / said.length);
        for (let curve = 0; curve < curves; curve++) put(1 + curve, said[curve] as number);
        yield chosen.share + ((1 - chosen.share) * ++done) / calls;
      }
    return {
      form: 'curves',
      measure: output.name,
      baseline: { name: 'Mean answer', value: base },
      values,
      shape: [asked.length, 1 + curves, width],
      columns: asked.map(({ name, labels, positions }) => ({ name, labels, positions })),
      range: [low, high],
      rows: samples.rows,
      notes: [
        ...(chosen.note === undefined ? [] : [chosen.note]),
        ...(await notesOf(
          columns,
          'The curves also ask about rows that cannot be: accumulated local effects (ALE) do not.',
        )),
      ],
    };
  },
};

/** Values that the column is set to: of numbers between its 5th and 95th percentiles (all of a few), of texts the most frequent. */
function placesOf(values: Values, most: number): Values {
  if (values.kind === 'string') {
    const counts = new Map<string, number>();
    for (const text of values.data) if (text !== null) counts.set(text, (counts.get(text) ?? 0) + 1);
    const frequent = [...counts].sort((a, b) => b[1] - a[1]).slice(0, most);
    return { kind: 'string', data: frequent.map(([text]) => text) };
  }
  const sorted = values.data.filter((value) => !Number.isNaN(value)).sort();
  const distinct = [...new Set(sorted)];
  if (distinct.length <= most) return { kind: 'number', width: 1, data: Float64Array.from(distinct) };
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const [below, above] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
    return below + (place - Math.floor(place)) * (above - below);
  };
  const [low, high] = [at(0.05), at(0.95)];
  const data = Float64Array.from({ length: most }, (_, i) => low + ((high - low) * i) / (most - 1));
  return { kind: 'number', width: 1, data };
}
