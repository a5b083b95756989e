/** Samples that a model learnt from, nearest to one in what the model sees of them. */
import { cutPoints } from '../../arch/cut/cutArch';
import type { ArchSpec } from '../../arch/archSpec';
import { permutation as orderOf } from '../../random/random';
import type { RawSamples } from '../../kinds/rawSamples';
import { TetradError } from '../../protocol/errors';
import type { Neighbours } from '../attribution';
import type { AskedModel, Explained } from '../explainerDef';
import { watched } from '../watched';
import { toldSamples } from './toldSamples';

export interface NearSettings {
  count: number;
  rows: number;
  seed: number;
}

export async function* nearTo(
  model: AskedModel,
  { sample, learnt }: Explained,
  { count, rows: most, seed }: NearSettings,
): AsyncGenerator<number, Neighbours> {
  if (!sample || !learnt)
    throw new TetradError({ code: 'internal', message: 'A sample to explain is missing.' });
  const source = await learnt();
  if (!source.numbers) throw new TetradError({ code: 'internal', message: 'Rows have no numbers.' });
  const drawn = orderOf(seed, 'explained', 0, source.rows).slice(0, most).sort();
  const see = seenBy(model);
  const [here, parts] = [await see.of(sample), new Array<Float64Array>()];
  for (let from = 0; from < drawn.length; from += model.batch) {
    const some = drawn.slice(from, from + model.batch);
    const seen = await see.of(await source.batch(some));
    const width = seen.length / some.length;
    for (let i = 0; i < some.length; i++)
      parts.push(Float64Array.from(seen.subarray(i * width, (i + 1) * width)));
    yield (0.95 * (from + some.length)) / drawn.length;
  }
  const scales = see.scaled ? spreads(parts, here.length) : new Float64Array(here.length).fill(1);
  const far = Float64Array.from(parts, (part) => {
    let sum = 0;
    for (let k = 0; k < here.length; k++) {
      const gap = ((part[k] as number) - (here[k] as number)) / (scales[k] as number);
      sum += Number.isNaN(gap) ? 0 : gap * gap;
    }
    return Math.sqrt(sum);
  });
  const nearest = Int32Array.from(far.keys())
    .sort((a, b) => (far[a] as number) - (far[b] as number))
    // The sample itself, where the model learnt from it, says nothing.
    .filter((at) => (far[at] as number) > 1e-9 || !isSame(here, parts[at]))
    .slice(0, count);
  const places = Array.from(nearest, (at) => drawn[at] as number);
  const whole = await model.run(sample);
  const watch = watched(model, whole);
  return {
    form: 'neighbours',
    measure: 'Distance',
    baseline: { name: watch.name, value: watch.read(whole, 0, whole.length) },
    values: Float64Array.from(nearest, (at) => far[at] as number),
    shape: [nearest.length],
    ...(await toldSamples(model, source, places, sample)),
    space: see.name,
    rows: drawn.length,
  };
}

/** The last layer before the answer; none of networks that are one layer, or answer in several places. */
function layerBefore(arch: ArchSpec): string | undefined {
  try {
    const { points, standard } = cutPoints(arch);
    return points.find(({ id }) => id === standard)?.id;
  } catch (thrown) {
    if (thrown instanceof TetradError) return undefined;
    throw thrown;
  }
}

interface Seen {
  name: string;
  /** Numbers of their own units each. */
  scaled: boolean;
  of(
    samples: RawSamples,
  ): Promise<ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> }>;
}

function seenBy({ arch, activations, prepared }: AskedModel): Seen {
  const layer = arch && layerBefore(arch);
  if (activations && layer !== undefined)
    return {
      name: `what the network sees before its answer (“${layer}”)`,
      scaled: false,
      of: async (samples) => (await activations(samples, [layer])).get(layer)?.values ?? new Float32Array(),
    };
  if (prepared)
    return {
      name: 'the values as the model takes them, each by its spread',
      scaled: true,
      of: async (samples) => prepared.enter(samples),
    };
  throw new TetradError({
    code: 'unsupported',
    message: 'This model does not tell what it sees of a sample.',
    place: 'method',
    hint: 'Explain it by LIME or occlusion, which only ask for answers.',
  });
}

const isSame = (a: ArrayLike<number>, b: ArrayLike<number> | undefined): boolean =>
  Array.from(a).every((value, i) => Object.is(value, b?.[i]) || value === b?.[i]);

function spreads(parts: readonly Float64Array[], width: number): Float64Array {
  const found = new Float64Array(width);
  for (let k = 0; k < width; k++) {
    const values = parts.map((part) => part[k] as number).filter((value) => !Number.isNaN(value));
    const mean = values.reduce((sum, value) => sum + value / values.length, 0);
    found[k] =
      Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / Math.max(1, values.length), 0)) ||
      1;
  }
  return found;
}
