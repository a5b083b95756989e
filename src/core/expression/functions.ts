/**
 * Every operation of the language, one line each: how a number is computed (float64, the oracle) and how a tensor is.
 * The form, the guide and the tests read this list.
 */
import type { GradSaveFunc } from '@tensorflow/tfjs-core';
import type { Ops, Tensor } from '../layers/layerDef';
import type { BinaryOperator } from './ast';

export type Value = Tensor | number;

interface Described {
  name: string;
  /** Names of the arguments. "condition" takes a comparison. */
  args: readonly string[];
  summary: string;
}
/** Number by number; shapes broadcast. */
interface Elementwise extends Described {
  kind: 'elementwise';
  host: (...x: number[]) => number;
  /** At least one argument is a tensor. */
  tensor: (tf: Ops, ...x: [Value, Value, Value]) => Value;
}
/** Over the classes of a row: to one number. */
interface Reduction extends Described {
  kind: 'reduction';
  host: (x: readonly number[]) => number;
  tensor: (tf: Ops, x: Tensor) => Tensor;
}
/** Over the classes of a row: to as many numbers. */
interface ClassWise extends Described {
  kind: 'classWise';
  host: (x: readonly number[]) => number[];
  tensor: (tf: Ops, x: Tensor) => Tensor;
}
export type FunctionDef = Elementwise | Reduction | ClassWise;

const unary = (
  name: string,
  summary: string,
  host: (x: number) => number,
  tensor: (tf: Ops, x: Value) => Value,
): Elementwise => ({ kind: 'elementwise', name, args: ['x'], summary, host, tensor });

const total = (x: readonly number[]): number => x.reduce((sum, value) => sum + value, 0);
const logSumExp = (x: readonly number[]): number => {
  const largest = Math.max(...x);
  return largest + Math.log(total(x.map((value) => Math.exp(value - largest))));
};

export const functions: readonly FunctionDef[] = [
  unary('abs', 'Absolute value.', Math.abs, (tf, x) => tf.abs(x)),
  unary('sign', '-1, 0 or 1. Its gradient is 0.', Math.sign, (tf, x) => tf.sign(x)),
  unary(
    'square',
    'x ^ 2.',
    (x) => x * x,
    (tf, x) => tf.square(x),
  ),
  unary('sqrt', 'Square root. Its gradient is infinite at 0.', Math.sqrt, (tf, x) => tf.sqrt(x)),
  unary('exp', 'e to the power of x.', Math.exp, (tf, x) => tf.exp(x)),
  unary('expm1', 'exp(x) - 1, exact near 0.', Math.expm1, (tf, x) => tf.expm1(x)),
  unary('log', 'Natural logarithm.', Math.log, (tf, x) => tf.log(x)),
  unary('log1p', 'log(1 + x), exact near 0.', Math.log1p, (tf, x) => tf.log1p(x)),
  unary('sin', 'Sine.', Math.sin, (tf, x) => tf.sin(x)),
  unary('cos', 'Cosine.', Math.cos, (tf, x) => tf.cos(x)),
  unary('tanh', 'Hyperbolic tangent.', Math.tanh, (tf, x) => tf.tanh(x)),
  unary(
    'sigmoid',
    '1 / (1 + exp(-x)).',
    (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
    (tf, x) => tf.sigmoid(x),
  ),
  unary(
    'softplus',
    'log(1 + exp(x)), without overflow.',
    (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    (tf, x) => tf.softplus(x),
  ),
  unary(
    'relu',
    'x where it is positive, else 0.',
    (x) => Math.max(x, 0),
    (tf, x) => tf.relu(x),
  ),
  {
    kind: 'elementwise',
    name: 'min',
    args: ['a', 'b'],
    summary: 'The smaller of two.',
    host: (a, b) => Math.min(a as number, b as number),
    tensor: (tf, a, b) => tf.minimum(a, b),
  },
  {
    kind: 'elementwise',
    name: 'max',
    args: ['a', 'b'],
    summary: 'The larger of two.',
    host: (a, b) => Math.max(a as number, b as number),
    tensor: (tf, a, b) => tf.maximum(a, b),
  },
  {
    kind: 'elementwise',
    name: 'clip',
    args: ['x', 'low', 'high'],
    summary: 'x, kept between low and high.',
    host: (x, low, high) => Math.min(Math.max(x as number, low as number), high as number),
    tensor: (tf, x, low, high) => tf.minimum(tf.maximum(x, low), high),
  },
  {
    kind: 'elementwise',
    name: 'where',
    args: ['condition', 'a', 'b'],
    summary: 'a where the condition holds, else b.',
    host: (condition, a, b) => (condition ? (a as number) : (b as number)),
    tensor: (tf, condition, a, b) => {
      if (typeof condition === 'number') return condition ? a : b;
      return tf.where(condition, a, b);
    },
  },
  {
    kind: 'reduction',
    name: 'sum',
    args: ['x'],
    summary: 'Sum over the classes.',
    host: total,
    tensor: (tf, x) => tf.sum(x, -1, true),
  },
  {
    kind: 'reduction',
    name: 'mean',
    args: ['x'],
    summary: 'Mean over the classes.',
    host: (x) => total(x) / x.length,
    tensor: (tf, x) => tf.mean(x, -1, true),
  },
  {
    kind: 'reduction',
    name: 'min',
    args: ['x'],
    summary: 'Smallest over the classes.',
    host: (x) => Math.min(...x),
    tensor: (tf, x) => shared(tf, x, (values) => tf.min(values, -1, true)),
  },
  {
    kind: 'reduction',
    name: 'max',
    args: ['x'],
    summary: 'Largest over the classes.',
    host: (x) => Math.max(...x),
    tensor: (tf, x) => shared(tf, x, (values) => tf.max(values, -1, true)),
  },
  {
    kind: 'reduction',
    name: 'logSumExp',
    args: ['x'],
    summary: 'log(sum(exp(x))), without overflow.',
    host: logSumExp,
    tensor: (tf, x) => tf.logSumExp(x, -1, true),
  },
  {
    kind: 'classWise',
    name: 'softmax',
    args: ['x'],
    summary: 'Probabilities of the classes.',
    host: (x) => x.map((value) => Math.exp(value - logSumExp(x))),
    tensor: (tf, x) => tf.softmax(x),
  },
  {
    kind: 'classWise',
    name: 'logSoftmax',
    args: ['x'],
    summary: 'Logarithms of the probabilities, without overflow.',
    host: (x) => x.map((value) => value - logSumExp(x)),
    tensor: (tf, x) => tf.logSoftmax(x),
  },
];

export const constants: Readonly<Record<string, number>> = { pi: Math.PI };

const binary = (
  name: string,
  host: (a: number, b: number) => number,
  tensor: (tf: Ops, a: Value, b: Value) => Value,
): Elementwise => ({ kind: 'elementwise', name, args: ['a', 'b'], summary: '', host, tensor }) as Elementwise;

export const operators: Readonly<Record<BinaryOperator | 'negate', Elementwise>> = {
  '+': binary(
    '+',
    (a, b) => a + b,
    (tf, a, b) => tf.add(a, b),
  ),
  '-': binary(
    '-',
    (a, b) => a - b,
    (tf, a, b) => tf.sub(a, b),
  ),
  '*': binary(
    '*',
    (a, b) => a * b,
    (tf, a, b) => tf.mul(a, b),
  ),
  '/': binary(
    '/',
    (a, b) => a / b,
    (tf, a, b) => tf.div(a, b),
  ),
  '^': binary('^', (a, b) => a ** b, power),
  '<': binary(
    '<',
    (a, b) => Number(a < b),
    (tf, a, b) => flat(tf, () => tf.less(a, b)),
  ),
  '<=': binary(
    '<=',
    (a, b) => Number(a <= b),
    (tf, a, b) => flat(tf, () => tf.lessEqual(a, b)),
  ),
  '>': binary(
    '>',
    (a, b) => Number(a > b),
    (tf, a, b) => flat(tf, () => tf.greater(a, b)),
  ),
  '>=': binary(
    '>=',
    (a, b) => Number(a >= b),
    (tf, a, b) => flat(tf, () => tf.greaterEqual(a, b)),
  ),
  '==': binary(
    '==',
    (a, b) => Number(a === b),
    (tf, a, b) => flat(tf, () => tf.equal(a, b)),
  ),
  '!=': binary(
    '!=',
    (a, b) => Number(a !== b),
    (tf, a, b) => flat(tf, () => tf.notEqual(a, b)),
  ),
  negate: unary(
    '-',
    '',
    (x) => -x,
    (tf, x) => tf.neg(x),
  ),
};

/** Comparisons have no slope; tfjs would look for one and fail. No argument, no way back through it. */
const flat = (tf: Ops, compare: () => Tensor): Tensor =>
  tf.customGrad(() => ({ value: compare(), gradFunc: () => [] }))();

/** Classes that tie share the slope. tfjs gives it whole to each, which is the slope of nothing. */
const shared = (tf: Ops, x: Tensor, pick: (x: Tensor) => Tensor): Tensor =>
  tf.customGrad((values, save) => {
    const picked = pick(values as Tensor);
    (save as GradSaveFunc)([values as Tensor, picked]);
    return {
      value: picked,
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const ties = tf.cast(tf.equal(saved[0] as Tensor, saved[1] as Tensor), 'float32');
        return tf.mul(tf.div(ties, tf.sum(ties, -1, true)), dy);
      },
    };
  })(x);

/** Small whole powers as products: exact, negative bases included, and with the right slope at 0. */
function power(tf: Ops, base: Value, exponent: Value): Value {
  if (typeof base === 'number' || typeof exponent !== 'number') return tf.pow(base, exponent);
  if (exponent === 0.5) return tf.sqrt(base);
  const size = Math.abs(exponent);
  if (!Number.isInteger(exponent) || size < 1 || size > 4) return tf.pow(base, exponent);
  const squared: Tensor = size === 1 ? base : tf.square(base);
  const raised = size === 3 ? tf.mul(squared, base) : size === 4 ? tf.square(squared) : squared;
  return exponent < 0 ? tf.div(1, raised) : raised;
}
