/** A tree that imitates a model, and how well it does so on rows that it was not grown from. */
import { permutation as orderOf } from '../../random/random';
import { largestPerRow } from '../../train/probabilities';
import type { Imitation } from '../attribution';
import { columnsOf } from '../columns';
import type { AskedModel, Background } from '../explainerDef';
import { notesOf } from '../together/notesOf';
import { growImitation, type Limits, nodeOf } from './growImitation';

/** For the judgement. */
const heldBackShare = 0.3;

export async function* imitationOf(
  model: AskedModel,
  source: Background,
  { rows: most, seed, ...limits }: Limits & { rows: number; seed: number },
): AsyncGenerator<number, Imitation> {
  const order = orderOf(seed, 'explained', 0, source.rows).slice(0, most);
  const samples = await source.batch(order);
  const all = columnsOf(samples);
  const columns = model.inputs.map(({ name }) => all.get(name)).filter((values) => values !== undefined);
  const parts: Float64Array[] = [];
  let width = 1;
  for (let from = 0; from < order.length; from += model.batch) {
    const some = order.slice(from, from + model.batch);
    const said = Float64Array.from(await model.run(await source.batch(some)));
    width = said.length / some.length;
    parts.push(said);
    yield (0.8 * (from + some.length)) / order.length;
  }
  const answers = Float64Array.from(parts.flatMap((part) => [...part]));
  const kept = Math.max(1, Math.round(order.length * heldBackShare));
  const [grown, judged] = [range(kept, order.length), range(0, kept)];
  const { nodes, values } = growImitation(columns, answers, grown, width, limits);
  yield 0.95;
  const imitated = judged.map((row) => {
    const from = nodeOf(nodes, columns, row) * width;
    return values.slice(from, from + width);
  });
  const own = judged.map((row) => [...answers.subarray(row * width, (row + 1) * width)]);
  const isClass = model.value === 'class' || model.value === 'group';
  const best = (rows: number[][]) => largestPerRow(rows.flat(), width);
  const [mine, theirs] = [best(imitated), best(own)];
  const same = mine.reduce((sum: number, label, i) => sum + Number(label === theirs[i]), 0) / judged.length;
  return {
    form: 'imitation',
    measure: 'A tree that answers like the model',
    baseline: isClass
      ? { name: 'The same answer', value: same }
      : { name: 'R² with the answers', value: r2(own, imitated) },
    values: Float64Array.from(values),
    shape: [nodes.length, width],
    names: model.inputs.map(({ name }) => name),
    labels: isClass ? [...(model.task.labels ?? [])] : [],
    target: model.task.target,
    nodes,
    r2: r2(own, imitated),
    rows: order.length,
    judged: judged.length,
    notes: await notesOf(all, 'The tree asks about one of them where the model may go by the other.'),
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** Over all numbers of the answers. */
function r2(own: readonly number[][], imitated: readonly number[][]): number {
  const width = own[0]?.length ?? 1;
  let [missed, whole] = [0, 0];
  for (let k = 0; k < width; k++) {
    const mean = own.reduce((sum, row) => sum + (row[k] as number) / own.length, 0);
    for (const [i, row] of own.entries()) {
      missed += ((row[k] as number) - (imitated[i]?.[k] as number)) ** 2;
      whole += ((row[k] as number) - mean) ** 2;
    }
  }
  return whole > 0 ? 1 - missed / whole : 1;
}
