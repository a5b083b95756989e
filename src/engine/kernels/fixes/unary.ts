/**
 * Functions of one value. tfjs: integers pass through f32; NaN becomes 0 or infinity in activations, so that a
 * diverged network looks like a converged one; asinh of large and log1p near -1 are wrong.
 */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import source from '../../../../shaders/fixes/unary.wgsl?raw';
import { type Fix, type FixCall, isExact } from './fix';
import { runFlat } from './flatProgram';

type One = { x: TensorInfo };

/** Exact on integers. */
const integers: Record<string, string> = {
  Abs: 'abs(x)',
  Neg: '-x',
  Square: 'x * x',
  Relu: 'max(x, 0)',
  Sign: 'sign(x)',
};

const seluScale = 1.0507009873554805;
const seluAlpha = seluScale * 1.6732632423543772;

/** `x` is never NaN here; `uniforms.INFINITY` is tfjs's. */
const floats: Record<string, string> = {
  Relu: 'max(x, 0.0)',
  Relu6: 'clamp(x, 0.0, 6.0)',
  Exp: 'exp(x)',
  Log: 'log(x)',
  Sqrt: 'sqrt(x)',
  Rsqrt: 'inverseSqrt(x)',
  Expm1: 'exp(x) - 1.0',
  Sigmoid: '1.0 / (1.0 + exp(-x))',
  Elu: 'select(exp(x) - 1.0, x, x >= 0.0)',
  Selu: `select(${seluAlpha} * (exp(x) - 1.0), ${seluScale} * x, x >= 0.0)`,
  Softplus: 'max(x, 0.0) + select(log(1.0 + exp(-abs(x))), exp(-abs(x)), abs(x) > 10.0)',
  Sin: 'sineOf(x, 0)',
  Cos: 'sineOf(x, 1)',
  Tan: 'sineOf(x, 0) / sineOf(x, 1)',
  Tanh: 'tanh(clamp(x, -15.0, 15.0))',
  Asinh: 'sign(x) * select(log(abs(x) + sqrt(x * x + 1.0)), log(2.0) + log(abs(x)), abs(x) > 1e9)',
};

/** sin(x + quarter turns): WGSL allows its own an error of 2^-11. Cody-Waite reduction, then Taylor on +-pi/4. */
const sine = `fn sineOf(x : f32, turns : i32) -> f32 {
  let k = round(x * 0.6366197723675814);
  let r = ((x - k * 1.5703125) - k * 0.00048351287841796875) - k * 3.13855707645416e-7;
  let s = r * r;
  let quarter = (i32(k) + turns) & 3;
  let odd = r + r * s * (-0.16666667 + s * (0.008333333 + s * (-0.00019841270 + s * 2.7557319e-6)));
  let even = 1.0 + s * (-0.5 + s * (0.041666667 + s * (-0.0013888889 + s * 2.4801587e-5)));
  let value = select(odd, even, (quarter & 1) == 1);
  return select(value, -value, quarter >= 2);
}`;

const notANumber = '(bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u';
const applying = (body: string): string =>
  `${body.includes('sineOf') ? sine : ''}\nfn apply(x : Operand) -> Element {\n${body}\n}`;

const names = new Set([...Object.keys(integers), ...Object.keys(floats)]);

export const unary: Fix = Object.fromEntries(
  [...names].map((name) => [
    name,
    ({ inputs: { x }, backend, original }: FixCall<One>): TensorInfo => {
      const exact = isExact(x);
      const code = exact ? integers[name] : floats[name];
      if (code === undefined || x.dtype === 'complex64') return original();
      const body = exact ? `return ${code};` : `if (${notANumber}) { return x; }\nreturn ${code};`;
      return runFlat(backend, {
        source,
        prelude: applying(body),
        inputs: { x },
        shape: x.shape,
        dtype: x.dtype,
      });
    },
  ]),
);
