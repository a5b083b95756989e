/**
 * Functions of two values with broadcasting. tfjs: integers pass through f32 (two neighbours above 2^24 are equal),
 * and broadcasting at rank 5 does not compile for any type.
 */
import { broadcast_util, type DataType, type TensorInfo } from '@tensorflow/tfjs-core';
import source from '../../../../shaders/fixes/binary.wgsl?raw';
import { type Fix, type FixCall, isExact } from './fix';
import { runFlat, toAxes } from './flatProgram';

interface Rule {
  code: string;
  /** Type of the result where it is not that of the operands. */
  dtype?: DataType;
  /** For floats; else tfjs's kernel with operands of one shape. */
  float?: string;
  /** For floats of any shape. */
  always?: boolean;
}

const same = (code: string): Rule => ({ code, float: code });
const test = (operator: string): Rule => ({
  code: `i32(a ${operator} b)`,
  float: `i32(a ${operator} b)`,
  dtype: 'bool',
});

const nan = 'bitcast<f32>(0x7fc00000u + u32(uniforms.total & 0))';
const eitherNan =
  '((bitcast<u32>(a) & 0x7fffffffu) > 0x7f800000u || (bitcast<u32>(b) & 0x7fffffffu) > 0x7f800000u)';

const rules: Record<string, Rule> = {
  Add: same('a + b'),
  Sub: same('a - b'),
  Multiply: same('a * b'),
  SquaredDifference: same('(a - b) * (a - b)'),
  Maximum: { code: 'max(a, b)', float: `select(max(a, b), ${nan}, ${eitherNan})` },
  Minimum: { code: 'min(a, b)', float: `select(min(a, b), ${nan}, ${eitherNan})` },
  RealDiv: { code: 'a / b', float: 'a / b', dtype: 'float32' },
  // Both round towards minus infinity; WGSL rounds towards zero.
  FloorDiv: { code: 'a / b - select(0, 1, a % b != 0 && ((a < 0) != (b < 0)))' },
  Mod: { code: 'a % b + select(0, b, a % b != 0 && ((a < 0) != (b < 0)))' },
  Equal: test('=='),
  NotEqual: test('!='),
  Greater: test('>'),
  GreaterEqual: test('>='),
  Less: test('<'),
  LessEqual: test('<='),
  LogicalAnd: { code: 'i32(a != 0 && b != 0)', dtype: 'bool' },
  LogicalOr: { code: 'i32(a != 0 || b != 0)', dtype: 'bool' },
  Pow: {
    code: '0',
    float: 'powOf(a, b)',
    always: true,
  },
  Prelu: { code: '0', float: 'select(a, a * b, a < 0.0)' },
  Atan2: { code: '0', float: 'atan2(a, b)' },
};

const power = `fn powOf(a : f32, b : f32) -> f32 {
  if (b == 0.0) { return 1.0; }
  if (${eitherNan}) { return ${nan}; }
  let odd = round(abs(b) % 2.0) == 1.0;
  let value = pow(abs(a), b);
  return select(value, -value, odd && a < 0.0);
}`;

/** Strides of an operand under the broadcast shape; 0 repeats. */
function stridesUnder(shape: readonly number[], full: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides.unshift(shape[i] === 1 ? 0 : stride);
    stride *= shape[i] ?? 1;
  }
  return toAxes([...Array.from({ length: full.length - shape.length }, () => 0), ...strides], 0);
}

type Two = { a: TensorInfo; b: TensorInfo };

function run(name: string, { code, dtype, float, always }: Rule, call: FixCall<Two>): TensorInfo {
  const { backend, original } = call;
  // Prelu calls its operands x and alpha.
  const [a, b] = Object.values(call.inputs) as [TensorInfo, TensorInfo];
  const exact = isExact(a) && isExact(b);
  const deep = Math.max(a.shape.length, b.shape.length) >= 5 && a.shape.join() !== b.shape.join();
  if (a.dtype === 'complex64' || b.dtype === 'complex64') return original();
  const ours = name !== 'Pow' && name !== 'Prelu' && name !== 'Atan2' && name !== 'RealDiv';
  const expression = exact ? (ours ? code : undefined) : deep || always ? float : undefined;
  if (expression === undefined) return original();
  const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const operand = exact ? 'int32' : 'float32';
  return runFlat(backend, {
    source,
    prelude: `${name === 'Pow' ? power : ''}\nfn combine(a : Operand, b : Operand) -> Element { return ${expression}; }`,
    inputs: { a, b },
    uniforms: { out: toAxes(shape, 1), a: stridesUnder(a.shape, shape), b: stridesUnder(b.shape, shape) },
    shape,
    dtype: dtype ?? (a.dtype === 'bool' && b.dtype === 'bool' ? 'bool' : operand),
    operand,
  });
}

export const binary: Fix = {
  ...Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => [name, (call: FixCall<Two>) => run(name, rule, call)]),
  ),
  AddN({ inputs, backend, original }: FixCall<TensorInfo[], unknown>) {
    const all = Object.values(inputs);
    const [first] = all as [TensorInfo];
    const exact = isExact(first);
    // tfjs binds every tensor at once; a device promises eight storage buffers, one is the result.
    const most = exact ? 2 : 7;
    if (all.length < 2 || (!exact && all.length <= most)) return original();
    const add = (some: TensorInfo[]): TensorInfo => {
      const [a, b] = some as [TensorInfo, TensorInfo];
      if (!exact) return original(some);
      return run('Add', rules.Add as Rule, { inputs: { a, b }, attrs: {}, backend, original: () => a });
    };
    let sum = add(all.slice(0, most));
    for (let i = most; i < all.length; i += most - 1) {
      const next = add([sum, ...all.slice(i, i + most - 1)]);
      backend.disposeData(sum.dataId);
      sum = next;
    }
    return sum;
  },
};
