/** A few lines that a language model writes on from validation text: the same beginnings and draws each time. */
import { compileForward } from '#/core/arch/compileForward';
import type { Tensor } from '#/core/layers/layerDef';
import type { Snapshot } from '#/core/protocol/model';
import { breathe } from '#/core/protocol/heartbeat';
import { uniforms } from '#/core/random/random';
import { padId, unknownId } from '#/core/text/fittedTokenizer';
import { sampleToken } from '#/core/text/sampleToken';
import type { MakerContext } from './replay';

const lines = 3;
/** A pass for each: at most about a twentieth of an epoch. */
const mostTokens = 80;
const fewestTokens = 16;
const windowsPerToken = 20;
/** Tokens of the beginning that are shown; more are seen. */
const shownBefore = 40;
const sampling = { temperature: 0.8, topK: 20 };
/** Part of a letter: no text by itself. */
const broken = '\ufffd';

export async function makeTexts({ spec, tf, stepper, val }: MakerContext): Promise<Pick<Snapshot, 'texts'>> {
  const { tokens = [] } = spec.task;
  if (!val || tokens.length === 0) return {};
  const count = Math.min(lines, val.rows);
  const rows = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * val.rows) / count));
  await val.ready(rows);
  const length = spec.outputWidth / tokens.length;
  const begun = await stepper.withWeights(() => val.batch(rows).input.clone());
  const written = Array.from({ length: count }, (_, i) => [...begun.subarray(i * length, (i + 1) * length)]);
  const forward = compileForward(spec.arch, tf);
  const most = Math.max(fewestTokens, Math.min(mostTokens, Math.floor(spec.train.rows / windowsPerToken)));
  const draws = uniforms(spec.config.seed, 'snapshot/texts', 0, most * count);
  const can = tokens.map((token, id) => id !== padId && id !== unknownId && !token.includes(broken));
  for (let at = 0; at < most; at++) {
    const seen = Float32Array.from(written.flatMap((ids) => ids.slice(-length)));
    const logits = await stepper.withWeights((views) => {
      const output = forward([tf.tensor2d(seen, [count, length])], views, { training: false })[0] as Tensor;
      return tf.slice(tf.reshape(output, [count, length, tokens.length]), [0, length - 1, 0], [count, 1, -1]);
    });
    for (const [i, ids] of written.entries())
      ids.push(
        sampleToken(
          logits.subarray(i * tokens.length, (i + 1) * tokens.length),
          sampling,
          draws[at * count + i] as number,
          (id) => can[id] === true,
        ),
      );
    breathe();
  }
  const textOf = (ids: readonly number[]) => ids.map((id) => tokens[id] ?? '').join('');
  return {
    texts: written.map((ids) => ({
      prompt: textOf(ids.slice(Math.max(0, length - shownBefore), length)),
      text: textOf(ids.slice(length)),
    })),
  };
}
