/** The gradient of cumprod without a division: also where x is zero. One kernel for each backend. */
import type { KernelBackend, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '#/core/arch/sizeOf';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import source from '../../../../shaders/fixes/cumprodGradient.wgsl?raw';
import type { Fix, FixCall } from './fix';
import { runFlat } from './flatProgram';

interface Attrs {
  axis: number;
  exclusive: boolean;
  reverse: boolean;
}

const kernelName = 'TetradCumprodGradient';

function lines({ shape }: TensorInfo, { axis: given, exclusive, reverse }: Attrs) {
  const axis = given < 0 ? given + shape.length : given;
  const width = shape[axis] ?? 1;
  return {
    lines: sizeOf(shape) / Math.max(1, width),
    width,
    inner: sizeOf(shape.slice(axis + 1)),
    exclusive: Number(exclusive),
    reversed: Number(reverse),
  };
}

export const cumprodGradient: Fix = {
  [kernelName]({ inputs: { x, dy }, attrs, backend }: FixCall<Record<'x' | 'dy', TensorInfo>, Attrs>) {
    const uniforms = lines(x, attrs);
    return runFlat(backend, {
      source,
      inputs: { x, dy },
      uniforms,
      shape: x.shape,
      dtype: 'float32',
      invocations: uniforms.lines,
    });
  },
};

/** The rules of shaders/fixes/cumprodGradient.wgsl. */
function onHost(x: ArrayLike<number>, dy: ArrayLike<number>, g: ReturnType<typeof lines>): Float32Array {
  const dx = new Float32Array(x.length);
  const at = (values: ArrayLike<number>, i: number): number => values[i] ?? 0;
  for (let index = 0; index < g.lines; index++) {
    const first = Math.floor(index / g.inner) * g.width * g.inner + (index % g.inner);
    const placeOf = (k: number): number => first + (g.reversed ? g.width - 1 - k : k) * g.inner;
    let before = 1;
    for (let k = 0; k < g.width; k++) {
      dx[placeOf(k)] = before;
      before *= at(x, placeOf(k));
    }
    let after = 0;
    for (let k = g.width - 1; k >= 0; k--) {
      const place = placeOf(k);
      if (!g.exclusive) after += at(dy, place);
      dx[place] = at(dx, place) * after;
      after = after * at(x, place) + (g.exclusive ? at(dy, place) : 0);
    }
  }
  return dx;
}

export function registerCumprodGradient(tf: Ops): void {
  const kernelFunc: KernelFunc = ({ inputs, attrs, backend }) => {
    const { x, dy } = inputs as Record<'x' | 'dy', TensorInfo>;
    const valuesOf = ({ dataId }: TensorInfo) =>
      (backend as KernelBackend).readSync(dataId) as ArrayLike<number>;
    const dx = onHost(valuesOf(x), valuesOf(dy), lines(x, attrs as unknown as Attrs));
    return tf.tensor(dx, x.shape, 'float32');
  };
  for (const backendName of ['wasm', 'cpu']) tf.registerKernel({ kernelName, backendName, kernelFunc });
  if (tf.getGradient('Cumprod')) tf.unregisterGradient('Cumprod');
  tf.registerGradient({
    kernelName: 'Cumprod',
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => ({
      x: () => tf.engine().runKernel(kernelName, { x: saved[0] as Tensor, dy: dy as Tensor }, attrs),
    }),
  });
}
