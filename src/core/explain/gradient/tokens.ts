/**
 * Gradients of tokens, at the vectors that stand for them: what a token is has no gradient, its vector has. Integrated
 * along the way from no vector at all, they add up to the difference of the answers; once, at the vectors themselves, they
 * are gradient times input.
 */
import type { ArchSpec } from '../../arch/archSpec';
import { networkOf } from '../../bodies/network';
import { kindOf } from '../../kinds/registry';
import { TetradError } from '../../protocol/errors';
import type { ExplainerDef } from '../explainerDef';
import type { Attribute } from './attribute';

/** The node that looks up the vectors of the tokens that enter. */
const lookedUp = ({ nodes, inputs }: Pick<ArchSpec, 'nodes' | 'inputs'>): string | undefined =>
  nodes.find(({ type, inputs: [from] }) => type === 'embedding' && inputs.some(({ name }) => name === from))
    ?.id;

/** Of texts only those whose tokens have vectors; of other kinds all. */
export const fitsTokens: NonNullable<ExplainerDef['fits']> = (version) => {
  if (!version.input || kindOf(version.input).from !== 'texts') return true;
  const arch = networkOf(version)?.arch;
  return arch !== undefined && lookedUp(arch) !== undefined;
};

/** By token of the text, without what fills it up. */
export const tokensAttribute = (
  arch: Pick<ArchSpec, 'nodes' | 'inputs'> | undefined,
  steps: number,
): Attribute =>
  async function* ({ sample, ask, batch, rough }) {
    const node = arch && lookedUp(arch);
    if (node === undefined)
      throw new TetradError({ code: 'internal', message: 'The tokens of this network have no vectors.' });
    const places = [...sample.keys()].filter((place) => sample[place] !== 0);
    const values = new Float64Array(places.length);
    const ends = steps === 1 ? [] : [0, 1];
    const count = rough ? Math.min(steps, 8) : steps;
    const shares =
      steps === 1 ? [1] : [...ends, ...Array.from({ length: count }, (_, i) => (i + 0.5) / count)];
    const answers: number[] = [];
    for (let from = 0; from < shares.length; from += batch) {
      const some = Float32Array.from(shares.slice(from, from + batch));
      const features = new Float32Array(some.length * sample.length);
      for (let i = 0; i < some.length; i++) features.set(sample, i * sample.length);
      const found = await ask(features, some.length, node, some);
      answers.push(...found.answers);
      const { gradient, at = new Float32Array() } = found;
      const width = at.length / features.length;
      for (let i = 0; i < some.length; i++) {
        if (from + i < ends.length) continue;
        for (const [k, place] of places.entries()) {
          const first = (i * sample.length + place) * width;
          let sum = 0;
          for (let d = first; d < first + width; d++) sum += (gradient[d] as number) * (at[d] as number);
          values[k] = (values[k] as number) + sum / count;
        }
      }
      yield (from + some.length) / shares.length;
    }
    const [nothing = 0, whole = 0] = answers;
    return {
      values,
      asked: shares.length,
      ...(steps > 1 && { whole: { answer: whole, from: nothing, rows: 1 } }),
    };
  };
