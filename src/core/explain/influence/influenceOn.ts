/** Which samples of the training did most to an answer, by what each did to the last layer (influences). */
import { TetradError } from '../../protocol/errors';
import { permutation as orderOf } from '../../random/random';
import type { Neighbours } from '../attribution';
import type { AskedModel, Explained } from '../explainerDef';
import { askedNumber } from '../gradient/askedNumber';
import { toldSamples } from '../near/toldSamples';
import { influences } from './influences';
import { beforeLast, seenBy, slopesAndBends } from './lastLayer';

export interface InfluenceSettings {
  count: number;
  rows: number;
  damping: number;
  label: string;
  seed: number;
}

/** Of the last layer: the curvature has as many squared. */
const mostWeights = 2000;

export async function* influenceOn(
  model: AskedModel,
  { sample, learnt }: Explained,
  { count, rows: most, damping, label, seed }: InfluenceSettings,
): AsyncGenerator<number, Neighbours> {
  const { prepared, arch } = model;
  if (!sample || !learnt || !prepared || !arch || !beforeLast(arch))
    throw new TetradError({
      code: 'unsupported',
      message: 'This model does not end in a dense layer.',
      place: 'method',
      hint: 'Look for the samples it learnt that are like this one instead.',
    });
  const raw = await prepared.raw(prepared.enter(sample), 1);
  const asked = askedNumber(model, raw, label);
  const own = await seenBy(model, sample);
  const [width, outputs] = [own.length, raw.length];
  if ((width + 1) * outputs > mostWeights)
    throw new TetradError({
      code: 'badInput',
      message: `The last layer has ${((width + 1) * outputs).toLocaleString('en')} weights; influence is for ${mostWeights.toLocaleString('en')} at most.`,
      place: 'method',
      hint: 'Look for the samples it learnt that are like this one instead.',
    });
  const source = await learnt();
  const drawn = orderOf(seed, 'explained', 0, source.rows).slice(0, most).sort();
  const seen = new Float64Array(drawn.length * width);
  const said = new Float32Array(drawn.length * outputs);
  for (let from = 0; from < drawn.length; from += model.batch) {
    const some = drawn.slice(from, from + model.batch);
    const samples = await source.batch(some);
    seen.set(await seenBy(model, samples), from * width);
    said.set(await prepared.raw(prepared.enter(samples), some.length), from * outputs);
    yield (0.5 * (from + some.length)) / drawn.length;
  }
  const truth = Float64Array.from(drawn, (place) => source.truth[place] as number);
  const working = influences(
    { seen, width, ...slopesAndBends(model, said, truth) },
    { own, weights: asked.weights, rows: source.rows, held: damping },
  );
  let next = working.next();
  for (; !next.done; next = working.next()) yield 0.5 + 0.45 * next.value;
  const moves = next.value;
  const strongest = Int32Array.from(moves.keys())
    .sort((a, b) => Math.abs(moves[b] as number) - Math.abs(moves[a] as number))
    .slice(0, count);
  const places = Array.from(strongest, (at) => drawn[at] as number);
  let score = asked.offset;
  for (let i = 0; i < outputs; i++) score += (asked.weights[i] as number) * (raw[i] as number);
  return {
    form: 'neighbours',
    moves: true,
    measure: `Influence on the ${asked.name}`,
    baseline: { name: asked.name, value: score },
    values: Float64Array.from(strongest, (at) => moves[at] as number),
    shape: [strongest.length],
    ...(await toldSamples(model, source, places, sample)),
    space: `what the ${asked.name} would lose had the sample been left out, by its last layer`,
    rows: drawn.length,
  };
}
