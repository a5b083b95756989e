/**
 * An optimiser step as one dispatch on WebGPU, one pass over memory on WASM. State is packed [weight | slot | slot ...], each part `size`
 * long; the gradient has `size` elements. Element i of every part is read and written by one invocation.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import type { Trace } from './traceElementwise';
import { canUpdate } from './wasm/updateModule';
import { wasmUpdate } from './wasm/wasmUpdate';

const kernelName = 'TetradFusedUpdate';
const workgroup = 64;

type Program = Parameters<WebGPUBackend['runWebGPUProgram']>[0];

interface Attrs {
  trace: Trace;
  size: number;
}

function updateProgram({ trace, size }: Attrs, packedSize: number): Program {
  const stores = trace.results.map((code, part) => `result[index + ${part} * size] = ${code};`);
  const code = `
    fn main(index : i32) {
      let size = uniforms.partSize;
      if (index >= size) { return; }
      ${trace.body}
      ${stores.join('\n')}
    }`;
  return {
    variableNames: ['packed', 'gradient'],
    uniforms: ['partSize : i32', ...trace.constants.map((_, i) => `c${i} : f32`)].join(', '),
    outputShape: [packedSize],
    workgroupSize: [workgroup, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(size / workgroup), 1, 1],
    // The source is the key: nothing else decides what is compiled.
    shaderKey: `${kernelName}:${code}`,
    getUserCode: () => code,
  };
}

/** WGSL expressions of the arguments, as `traceElementwise` wants them. */
export const updateInputs = (slots: readonly string[]): Record<string, string> =>
  Object.fromEntries([
    ['gradient', 'gradient[index]'],
    ['weight', 'packed[index]'],
    ...slots.map((slot, i) => [`slot:${slot}`, `packed[index + ${i + 1} * size]`]),
  ]);

export function registerFusedUpdate(tf: Ops): void {
  if (tf.getKernel(kernelName, 'webgpu')) return;
  const kernelFunc = ({ inputs, backend, attrs }: Parameters<KernelFunc>[0]): TensorInfo => {
    const { packed, gradient } = inputs as { packed: TensorInfo; gradient: TensorInfo };
    const wanted = attrs as unknown as Attrs;
    const program = updateProgram(wanted, packed.shape[0] ?? 0);
    return (backend as WebGPUBackend).runWebGPUProgram(program, [packed, gradient], 'float32', [
      { type: 'int32', data: [wanted.size] },
      ...wanted.trace.constants.map((value) => ({ type: 'float32', data: [value] })),
    ]);
  };
  tf.registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
}

/** The same on WASM, where the browser has SIMD. */
export function registerWasmUpdate(tf: Ops): void {
  if (tf.getKernel(kernelName, 'wasm')) return;
  const kernelFunc = ({ inputs, backend, attrs }: Parameters<KernelFunc>[0]): TensorInfo => {
    const { packed, gradient } = inputs as { packed: TensorInfo; gradient: TensorInfo };
    const wanted = attrs as unknown as Attrs;
    return wasmUpdate(backend as BackendWasm, packed, gradient, wanted);
  };
  tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}

/** The packed state after the step; undefined on a backend without the kernel, or with one that cannot do all. */
export function runFusedUpdate(tf: Ops, packed: Tensor, gradient: Tensor, attrs: Attrs): Tensor | undefined {
  const backendName = tf.getBackend();
  if (!tf.getKernel(kernelName, backendName)) return undefined;
  if (backendName === 'wasm' && !canUpdate(attrs.trace)) return undefined;
  return tf.engine().runKernel(kernelName, { packed, gradient }, attrs as never) as Tensor;
}
