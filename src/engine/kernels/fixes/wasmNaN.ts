/** tfjs-wasm compares where it clips, and every comparison with NaN is false: NaN comes out as a bound. Here it stays. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmRun } from './wasmKernels';

const isFloat = ({ dtype }: TensorInfo): boolean => dtype === 'float32';
const floats = (backend: BackendWasm, tensor: TensorInfo): Float32Array =>
  backend.typedArrayFromHeap(tensor) as Float32Array;

/** Of one value. */
const unary: WasmRun = ({ x }, _attrs, backend, original) => {
  const input = x as TensorInfo;
  const result = original();
  if (!isFloat(input)) return result;
  const [from, to] = [floats(backend, input), floats(backend, result)];
  for (let i = 0; i < from.length; i++) if (Number.isNaN(from[i])) to[i] = Number.NaN;
  return result;
};

/** Where each value of the result is in an operand that was broadcast. */
function placesIn({ shape }: TensorInfo, full: readonly number[]): (i: number) => number {
  const lead = full.length - shape.length;
  const strides = util.computeStrides(shape);
  return (i) => {
    let [place, rest] = [0, i];
    for (let axis = full.length - 1; axis >= 0; axis--) {
      const n = full[axis] ?? 1;
      if (axis >= lead && shape[axis - lead] !== 1) place += (rest % n) * (strides[axis - lead] ?? 1);
      rest = Math.floor(rest / n);
    }
    return place;
  };
}

/** Of two. */
const binary: WasmRun = (inputs, _attrs, backend, original) => {
  const { a, b } = inputs as Record<'a' | 'b', TensorInfo>;
  const result = original();
  for (const operand of [a, b].filter(isFloat)) {
    const from = floats(backend, operand);
    if (!from.some(Number.isNaN)) continue;
    const placeOf = placesIn(operand, broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape));
    const to = floats(backend, result);
    for (let i = 0; i < to.length; i++) if (Number.isNaN(from[placeOf(i)])) to[i] = Number.NaN;
  }
  return result;
};

export const wasmNaN: Record<string, WasmRun> = {
  Relu6: unary,
  ClipByValue: unary,
  Maximum: binary,
  Minimum: binary,
};
