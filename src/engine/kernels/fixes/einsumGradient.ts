/**
 * The gradient of an einsum is another one: for y = einsum('A,B->Y', a, b), da = einsum('Y,B->A', dy, b). Letters of
 * A that neither Y nor B has were summed away alone, and are repeated.
 */
import type { Ops, Tensor } from '#/core/layers/layerDef';

export function einsumGradient(tf: Ops): void {
  tf.registerGradient({
    kernelName: 'Einsum',
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs) => {
      const equation = (attrs as unknown as { equation: string }).equation.replace(/\s/g, '');
      const [left = '', output = ''] = equation.split('->');
      const terms = left.split(',');
      return Object.fromEntries(
        saved.map((input, i) => [i, () => gradientOf(tf, dy as Tensor, saved, terms, output, i, input)]),
      );
    },
  });
}

function gradientOf(
  tf: Ops,
  dy: Tensor,
  inputs: Tensor[],
  terms: string[],
  output: string,
  i: number,
  input: Tensor,
): Tensor {
  const term = terms[i] ?? '';
  const others = inputs.filter((_, j) => j !== i);
  const otherTerms = terms.filter((_, j) => j !== i);
  const known = new Set([output, ...otherTerms].join(''));
  const reachable = term
    .split('')
    .filter((letter) => known.has(letter))
    .join('');
  const partial = tf.einsum(`${[output, ...otherTerms].join(',')}->${reachable}`, dy, ...others);
  const open = term.split('').map((letter, axis) => (known.has(letter) ? (input.shape[axis] ?? 1) : 1));
  return tf.mul(tf.reshape(partial, open), tf.onesLike(input));
}
