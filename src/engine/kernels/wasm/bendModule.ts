/**
 * A bias and an activation over rows in WebAssembly SIMD: to[r, c] = f(from[r, c] + bias[c]), four columns at a time. e^x is
 * 2^n times a polynomial (Cephes, expf: 2e-7 of the value); n is read from the low bits of a sum with 1.5 * 2^23.
 */
import {
  advance,
  assemble,
  atLeast,
  type Code,
  constant,
  get,
  i32,
  load,
  multiplyAdd,
  set,
  store,
  subtract,
  v128,
  vectorOps,
  type WasmFunction,
  whileTrue,
  zero,
} from '#/core/wasm/assemble';
import { lanes } from '#/core/wasm/codeWriter';

export const bendKinds = ['linear', 'relu', 'silu', 'sigmoid', 'tanh'] as const;
export type BendKind = (typeof bendKinds)[number];

/** Addresses in bytes; `columns`: a multiple of four, of all three. `to` may be `from`. */
export type Bend = (from: number, bias: number, to: number, rows: number, columns: number) => void;
export type BendKernels = Record<BendKind, Bend>;

const spread = (value: number): Code => {
  const bytes = [...new Uint8Array(Float32Array.of(value).buffer)];
  return [0xfd, 12, ...bytes, ...bytes, ...bytes, ...bytes];
};
/** The second where it is less (more), else the first, so that NaN stays. */
const lesser = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xea, 0x01];
const larger = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xeb, 0x01];
const addWhole = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xae, 0x01];
const { add, sub, mul, div, neg } = vectorOps;

const polynomial = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
];
/** ln 2 in two parts, the first exact in few bits. */
const [ln2High, ln2Low] = [0.693359375, -2.1219444e-4];
const magic = 12_582_912;
/** e^87 and its inverse are floats. */
const furthest = 87;

interface Scratch {
  sum: number;
  rest: number;
  value: number;
}

/** Leaves e^x in `value`; x is read once. */
function exponential(x: Code, { sum, rest, value }: Scratch, relaxed: boolean): Code {
  const fused = (a: Code, b: Code, c: Code) => multiplyAdd(a, b, c, relaxed);
  const bounded = larger(lesser(x, spread(furthest)), spread(-furthest));
  return [
    ...set(rest, bounded),
    ...set(sum, fused(get(rest), spread(Math.LOG2E), spread(magic))),
    ...set(value, sub(get(sum), spread(magic))),
    ...set(rest, fused(get(value), spread(-ln2High), get(rest))),
    ...set(rest, fused(get(value), spread(-ln2Low), get(rest))),
    ...set(value, spread(polynomial[0] as number)),
    ...polynomial.slice(1).flatMap((next) => set(value, fused(get(value), get(rest), spread(next)))),
    ...set(value, fused(mul(get(value), get(rest)), get(rest), add(get(rest), spread(1)))),
    // The low bits of the sum are n: into the exponent.
    ...set(value, addWhole(get(value), lanes.shiftLeft(get(sum), 23))),
  ];
}

function bend(kind: BendKind, relaxed: boolean): WasmFunction {
  const [from, bias, to, rows, columns] = [0, 1, 2, 3, 4] as const;
  const [at, left, x] = [5, 6, 7] as const;
  const scratch = { sum: 8, rest: 9, value: 10 };
  const e = get(scratch.value);
  const results: Record<BendKind, Code> = {
    linear: get(x),
    relu: larger(get(x), zero),
    sigmoid: div(spread(1), add(e, spread(1))),
    silu: div(get(x), add(e, spread(1))),
    // (1 - e^-2x) / (1 + e^-2x)
    tanh: div(sub(spread(1), e), add(spread(1), e)),
  };
  const needs: Partial<Record<BendKind, Code>> = {
    sigmoid: neg(get(x)),
    silu: neg(get(x)),
    tanh: mul(get(x), spread(-2)),
  };
  const inside = needs[kind];
  const body = whileTrue(atLeast(get(rows), constant(1)), [
    ...set(at, get(bias)),
    ...set(left, get(columns)),
    ...whileTrue(atLeast(get(left), constant(4)), [
      ...set(x, add(load(get(from)), load(get(at)))),
      ...(inside ? exponential(inside, scratch, relaxed) : []),
      ...store(get(to), results[kind]),
      ...[from, at, to].flatMap((pointer) => advance(pointer, constant(16))),
      ...set(left, subtract(get(left), constant(4))),
    ]),
    ...set(rows, subtract(get(rows), constant(1))),
  ]);
  return { name: kind, parameters: 5, locals: [i32, i32, v128, v128, v128, v128], body };
}

/** Undefined where the browser has no SIMD. */
export function createBends(memory: WebAssembly.Memory, relaxed?: boolean): BendKernels | undefined {
  for (const fused of relaxed === undefined ? [true, false] : [relaxed]) {
    const bytes = assemble(
      bendKinds.map((kind) => bend(kind, fused)),
      false,
    );
    if (!WebAssembly.validate(bytes)) continue;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    return exports as unknown as BendKernels;
  }
  return undefined;
}
