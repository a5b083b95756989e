/** An expression of somebody's own in PyTorch: its params are learnt by their names. */
import { type PythonFunction, expressionParams, expressionText } from '../expressionText';
import { type TorchCode, type TorchLayerInput, widthOf } from './torchLayer';

const plain =
  (name: string): PythonFunction =>
  (x) =>
    `${name}(${x})`;
const pair =
  (name: string): PythonFunction =>
  (a, b) =>
    `${name}(torch.as_tensor(${a}), torch.as_tensor(${b}))`;

const functions: Readonly<Record<string, PythonFunction>> = {
  'abs 1': plain('torch.abs'),
  'sign 1': plain('torch.sign'),
  'square 1': plain('torch.square'),
  'sqrt 1': plain('torch.sqrt'),
  'exp 1': plain('torch.exp'),
  'expm1 1': plain('torch.expm1'),
  'log 1': plain('torch.log'),
  'log1p 1': plain('torch.log1p'),
  'sin 1': plain('torch.sin'),
  'cos 1': plain('torch.cos'),
  'tanh 1': plain('torch.tanh'),
  'sigmoid 1': plain('torch.sigmoid'),
  'softplus 1': plain('F.softplus'),
  'relu 1': plain('F.relu'),
  'min 2': pair('torch.minimum'),
  'max 2': pair('torch.maximum'),
  'clip 3': (x, low, high) =>
    `torch.minimum(torch.maximum(${x}, torch.as_tensor(${low})), torch.as_tensor(${high}))`,
  'where 3': (is, a, b) => `torch.where(${is}, torch.as_tensor(${a}), torch.as_tensor(${b}))`,
};

export function expression({
  self,
  inputs: [x = ''],
  shape,
  params,
}: TorchLayerInput<{ expression: string; perChannel: boolean }>): TorchCode | undefined {
  const names = expressionParams(params.expression);
  const width = params.perChannel ? widthOf(shape) : 1;
  const scope = Object.fromEntries(names.map((name) => [name, `${self}["${name}"]`]));
  const says = expressionText(params.expression, { ...scope, x }, functions);
  if (says === undefined) return undefined;
  if (names.length === 0) return { says };
  const learnt = names.map((name) => `"${name}": nn.Parameter(torch.zeros(${width}))`);
  return {
    module: `nn.ParameterDict({${learnt.join(', ')}})`,
    says,
    state: Object.fromEntries(names.map((name) => [name, `w("${name}")`])),
  };
}
