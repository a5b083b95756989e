/**
 * Einsum as transposes and a matrix product: letters both operands share and the result wants are the
 * batch, letters both share and it does not want are summed by the product.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import type { Ops, Tensor } from '#/core/layers/layerDef';

interface Term {
  letters: string;
  value: Tensor;
}

const lettersOf = (term: string): string[] => term.split('');

/** Sums what only this term has and nobody wants. */
function sumAway(tf: Ops, { letters, value }: Term, wanted: ReadonlySet<string>): Term {
  const axes = lettersOf(letters).flatMap((letter, axis) => (wanted.has(letter) ? [] : [axis]));
  if (axes.length === 0) return { letters, value };
  const kept = lettersOf(letters).filter((letter) => wanted.has(letter));
  return { letters: kept.join(''), value: tf.sum(value, axes) };
}

/** The axes in the order of `letters`. */
function arrange(tf: Ops, term: Term, letters: string): Tensor {
  const order = lettersOf(letters).map((letter) => term.letters.indexOf(letter));
  return order.every((axis, i) => axis === i) ? term.value : tf.transpose(term.value, order);
}

function contract(tf: Ops, first: Term, second: Term, wanted: ReadonlySet<string>): Term {
  const a = sumAway(tf, first, new Set([...wanted, ...lettersOf(second.letters)]));
  const b = sumAway(tf, second, new Set([...wanted, ...lettersOf(first.letters)]));
  const shared = lettersOf(a.letters).filter((letter) => b.letters.includes(letter));
  const batch = shared.filter((letter) => wanted.has(letter));
  const inner = shared.filter((letter) => !wanted.has(letter));
  const rows = lettersOf(a.letters).filter((letter) => !shared.includes(letter));
  const columns = lettersOf(b.letters).filter((letter) => !shared.includes(letter));
  const size = (letter: string): number =>
    (a.letters.includes(letter)
      ? a.value.shape[a.letters.indexOf(letter)]
      : b.value.shape[b.letters.indexOf(letter)]) ?? 1;
  const sizes = (letters: string[]): number => sizeOf(letters.map(size));
  const left = arrange(tf, a, [...batch, ...rows, ...inner].join(''));
  const right = arrange(tf, b, [...batch, ...inner, ...columns].join(''));
  const product = tf.matMul(
    tf.reshape(left, [sizes(batch), sizes(rows), sizes(inner)]),
    tf.reshape(right, [sizes(batch), sizes(inner), sizes(columns)]),
  );
  const letters = [...batch, ...rows, ...columns];
  return { letters: letters.join(''), value: tf.reshape(product, letters.map(size)) };
}

/** One or two operands, as tf.einsum takes them. */
export function einsum(tf: Ops, equation: string, operands: readonly Tensor[]): Tensor {
  const { allDims, idDims } = tf.backend_util.decodeEinsumEquation(equation, operands.length);
  tf.backend_util.checkEinsumDimSizes(allDims.length, idDims, [...operands]);
  const [left = '', output = ''] = equation.replace(/\s/g, '').split('->');
  const wanted = new Set(output);
  const [a, b] = left.split(',').map((letters, i): Term => ({ letters, value: operands[i] as Tensor }));
  return tf.tidy(() => {
    const term = b ? contract(tf, a as Term, b, wanted) : sumAway(tf, a as Term, wanted);
    const result = arrange(tf, term, output);
    return result === operands[0] ? tf.clone(result) : result;
  });
}
