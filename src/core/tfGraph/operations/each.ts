/** Operations on each number alone, and of two arrays number by number. */
import { castTo } from '../../onnx/dtypes';
import type { TfNode } from '../tfNode';
import type { TfOperation, TfReader } from '../tfReader';

const one =
  (opType: string, attributes?: Record<string, number | bigint>): TfOperation =>
  (reader, node) =>
    reader.node(opType, [reader.value(node, 0)], attributes);

const two =
  (opType: string): TfOperation =>
  (reader, node) =>
    reader.node(opType, [reader.value(node, 0), reader.value(node, 1)]);

const passed: TfOperation = (reader, node) => reader.value(node, 0);

const isInt = (node: TfNode): boolean => node.type('T') === 'DT_INT32' || node.type('T') === 'DT_INT64';

/** The largest whole number that is not above the quotient. */
const floorDiv: TfOperation = (reader, node) => {
  const [a, b] = [reader.value(node, 0), reader.value(node, 1)];
  if (!isInt(node)) return reader.node('Floor', [reader.node('Div', [a, b])]);
  const float = (x: string) => reader.node('Cast', [x], { to: castTo('double') });
  const down = reader.node('Floor', [reader.node('Div', [float(a), float(b)])]);
  return reader.node('Cast', [down], { to: castTo('int64') });
};

const cast: TfOperation = (reader, node) => {
  const wanted = { DT_FLOAT: 'float', DT_INT32: 'int64', DT_INT64: 'int64', DT_BOOL: 'bool' } as const;
  const type = node.type('DstT') ?? '';
  if (!Object.hasOwn(wanted, type)) throw node.refuse(`makes values of ${type.slice(0, 20)}`);
  return reader.node('Cast', [reader.value(node, 0)], { to: castTo(wanted[type as keyof typeof wanted]) });
};

const relu6: TfOperation = (reader, node) =>
  reader.node('Clip', [reader.value(node, 0), reader.number(0), reader.number(6)]);

const same: Record<string, string> = {
  Relu: 'Relu',
  Elu: 'Elu',
  Selu: 'Selu',
  Sigmoid: 'Sigmoid',
  Tanh: 'Tanh',
  Softplus: 'Softplus',
  Softsign: 'Softsign',
  Exp: 'Exp',
  Log: 'Log',
  Sqrt: 'Sqrt',
  Neg: 'Neg',
  Abs: 'Abs',
  Sign: 'Sign',
  Floor: 'Floor',
  Ceil: 'Ceil',
  Round: 'Round',
  Reciprocal: 'Reciprocal',
  Inv: 'Reciprocal',
  Sin: 'Sin',
  Cos: 'Cos',
  Tan: 'Tan',
  Asin: 'Asin',
  Acos: 'Acos',
  Atan: 'Atan',
  Sinh: 'Sinh',
  Cosh: 'Cosh',
  Asinh: 'Asinh',
  Acosh: 'Acosh',
  Atanh: 'Atanh',
  Erf: 'Erf',
  LogicalNot: 'Not',
};
const samePairs: Record<string, string> = {
  Add: 'Add',
  AddV2: 'Add',
  BiasAdd: 'Add',
  Sub: 'Sub',
  Mul: 'Mul',
  RealDiv: 'Div',
  Div: 'Div',
  Maximum: 'Max',
  Minimum: 'Min',
  Pow: 'Pow',
  Greater: 'Greater',
  GreaterEqual: 'GreaterOrEqual',
  Less: 'Less',
  LessEqual: 'LessOrEqual',
  Equal: 'Equal',
  LogicalAnd: 'And',
  LogicalOr: 'Or',
};

const mapped = (table: Record<string, string>, make: (opType: string) => TfOperation) =>
  Object.fromEntries(Object.entries(table).map(([op, opType]) => [op, make(opType)]));

export const each: Record<string, TfOperation> = {
  ...mapped(same, one),
  ...mapped(samePairs, two),
  Identity: passed,
  StopGradient: passed,
  Snapshot: passed,
  Relu6: relu6,
  Softmax: one('Softmax', { axis: -1n }),
  LogSoftmax: one('LogSoftmax', { axis: -1n }),
  LeakyRelu: (reader, node) =>
    reader.node('LeakyRelu', [reader.value(node, 0)], { alpha: node.number('alpha', 0.2) }),
  Prelu: (reader, node) => reader.node('PRelu', [reader.value(node, 0), reader.value(node, 1)]),
  Rsqrt: (reader, node) => reader.node('Reciprocal', [reader.node('Sqrt', [reader.value(node, 0)])]),
  Square: (reader, node) => reader.node('Mul', [reader.value(node, 0), reader.value(node, 0)]),
  Log1p: (reader, node) =>
    reader.node('Log', [reader.node('Add', [reader.value(node, 0), reader.number(1)])]),
  Expm1: (reader, node) =>
    reader.node('Sub', [reader.node('Exp', [reader.value(node, 0)]), reader.number(1)]),
  SquaredDifference(reader, node) {
    const apart = reader.node('Sub', [reader.value(node, 0), reader.value(node, 1)]);
    return reader.node('Mul', [apart, apart]);
  },
  NotEqual: (reader, node) =>
    reader.node('Not', [reader.node('Equal', [reader.value(node, 0), reader.value(node, 1)])]),
  FloorDiv: floorDiv,
  FloorMod(reader, node) {
    const [a, b] = [reader.value(node, 0), reader.value(node, 1)];
    return reader.node('Sub', [a, reader.node('Mul', [floorDiv(reader, node) as string, b])]);
  },
  AddN: (reader, node) => reader.node('Sum', reader.all(node)),
  Select: where,
  SelectV2: where,
  ClipByValue: (reader, node) => reader.node('Clip', reader.all(node)),
  Cast: cast,
};

function where(reader: TfReader, node: TfNode): string {
  return reader.node('Where', reader.all(node));
}
