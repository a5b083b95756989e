/** The GPT of `gpt.ts` in jax-js: rotary attention by its own dotProductAttention, the exact GELU, pre-norm. */
import { nn, numpy as np } from '@jax-js/jax';
import { gpt, gptNetwork } from './gpt';
import { type Begun, crossEntropyOf, truthOf, type Weights } from './jaxJs';

export function beginGpt(): Begun {
  const { batch, length, vocabulary, width, heads, blocks } = gpt;
  const { tokens, next, weights } = gptNetwork();
  const own = width / heads;
  const names = [...weights.keys()].toSorted();
  const half = own / 2;
  const angles = Float32Array.from({ length: length * half }, (_, i) => {
    return Math.floor(i / half) / 10_000 ** ((2 * (i % half)) / own);
  });
  const table = (of: (angle: number) => number) => angles.map(of);
  const [cosines, sines] = [table(Math.cos), table(Math.sin)];
  const constant = (values: Float32Array) => np.array(new Float32Array(values)).reshape([length, 1, half]);

  const lossOf = (given: Weights, input: np.Array, truth: np.Array): np.Array => {
    const take = (name: string) => given[name] as np.Array;
    const norm = (x: np.Array, name: string) =>
      nn
        .standardize(x, -1)
        .mul(take(`${name}/gamma`))
        .add(take(`${name}/beta`));
    const dense = (x: np.Array, kernel: string, bias: string) => np.matmul(x, take(kernel)).add(take(bias));
    const turn = (x: np.Array) => {
      const [first, second] = np.split(x, 2, -1) as [np.Array, np.Array];
      const [cos, sin] = [constant(cosines), constant(sines)];
      return np.concatenate(
        [first.ref.mul(cos.ref).sub(second.ref.mul(sin.ref)), second.mul(cos).add(first.mul(sin))],
        -1,
      );
    };
    let x = np.matmul(input, take('embedding/table'));
    for (let block = 1; block <= blocks; block++) {
      const seen = norm(x.ref, `look${block}Norm`);
      const attention = (name: string) =>
        dense(seen.ref, `attention${block}/${name}`, `attention${block}/${name}Bias`).reshape([
          batch,
          length,
          heads,
          own,
        ]);
      const [query, key, value] = [turn(attention('query')), turn(attention('key')), attention('value')];
      seen.dispose();
      const joined = nn
        .dotProductAttention(query, key, value, { isCausal: true })
        .reshape([batch * length, width]);
      x = x.add(dense(joined, `attention${block}/output`, `attention${block}/outputBias`));
      const thought = norm(x.ref, `think${block}Norm`);
      const wide = nn.gelu(dense(thought, `wide${block}/kernel`, `wide${block}/bias`), {
        approximate: false,
      });
      x = x.add(dense(wide, `narrow${block}/kernel`, `narrow${block}/bias`));
    }
    const logits = dense(norm(x, 'norm'), 'next/kernel', 'next/bias');
    return crossEntropyOf(logits, truth, batch * length);
  };
  return {
    weights: Object.fromEntries(
      names.map((name) => {
        const { values, shape } = weights.get(name) as NonNullable<ReturnType<typeof weights.get>>;
        return [name, np.array(new Float32Array(values)).reshape(shape)];
      }),
    ),
    decay: names.map((name) => weights.get(name)?.decay === true),
    // One-hot rows take their vectors by a product, whose gradient is one as well.
    x: truthOf(tokens, vocabulary),
    y: truthOf(next, vocabulary),
    lossOf,
  };
}
