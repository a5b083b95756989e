/** An expression of somebody's own in Keras: a layer whose params are learnt. */
import { type PythonFunction, expressionParams, expressionText } from '../expressionText';
import { type KerasCode, type KerasLayerInput, list, widthOf } from './kerasLayer';

const plain =
  (name: string): PythonFunction =>
  (x) =>
    `ops.${name}(${x})`;
const pair =
  (name: string): PythonFunction =>
  (a, b) =>
    `ops.${name}(${a}, ${b})`;

const functions: Readonly<Record<string, PythonFunction>> = {
  ...Object.fromEntries(
    [
      'abs',
      'sign',
      'square',
      'sqrt',
      'exp',
      'expm1',
      'log',
      'log1p',
      'sin',
      'cos',
      'tanh',
      'sigmoid',
      'softplus',
      'relu',
    ].map((name) => [`${name} 1`, plain(name)]),
  ),
  'min 2': pair('minimum'),
  'max 2': pair('maximum'),
  'clip 3': (x, low, high) => `ops.minimum(ops.maximum(${x}, ${low}), ${high})`,
  'where 3': (is, a, b) => `ops.where(${is}, ${a}, ${b})`,
};

export function expression({
  name,
  inputs: [x],
  shape,
  params,
}: KerasLayerInput<{ expression: string; perChannel: boolean }>): KerasCode | undefined {
  const names = expressionParams(params.expression);
  const scope = Object.fromEntries(names.map((own) => [own, `p_${own}`]));
  const says = expressionText(params.expression, { ...scope, x: 'x' }, functions);
  if (says === undefined) return undefined;
  const width = params.perChannel ? widthOf(shape) : 1;
  const given = ['x', ...names.map((own) => `p_${own}`)].join(', ');
  return {
    says: `Each(lambda ${given}: ${says}, ${names.length}, ${width}, name="${name}")(${x})`,
    ...(names.length > 0 && { weights: { '': names.map((own) => `w("${own}").reshape(${list([width])})`) } }),
    helpers: ['Each'],
  };
}
