/**
 * Convolution over 1 to 4 axes as tfjs kernels with gradients, on every backend. Tensors may have any shape with the
 * right number of elements: the geometry says how to read them, so nothing above rank 5 is ever made. Outputs
 * fold the batch into the leading axes down to rank 5 (foldedShape).
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type {
  KernelBackend,
  KernelFunc,
  NamedAttrMap,
  NamedTensorInfoMap,
  TensorInfo,
} from '@tensorflow/tfjs-core';
import type { ConvGeometry } from '#/core/arch/convGeometry';
import { sizeOf } from '#/core/arch/sizeOf';
import { type ConvAttrs, convKernels, foldedShape } from '#/core/layers/convNdOp';
import type { Ops, Tensor } from '#/core/layers/layerDef';
import { foldedBackwardInput, foldedBackwardWeights, foldedForward, type HostValues } from './convNdFolded';
import { planConvNd } from './convNdPlan';
import type { ConvPass } from './convTiles';
import { tileOf } from './convTuner';
import { recordPlan } from './tfRecorder';
import { wasmConv } from './wasm/wasmConv';

type Compute = (inputs: NamedTensorInfoMap, attrs: ConvAttrs, backend: unknown) => TensorInfo;

const weightShape = (g: ConvGeometry): number[] => [
  sizeOf(g.kernel) * (g.inChannels / g.groups),
  g.outChannels,
];

export function registerConvNd(tf: Ops): void {
  if (tf.getGradient(convKernels.forward)) return;
  const register = (backendName: string, pass: ConvPass, compute: Compute) => {
    const kernelFunc: KernelFunc = ({ inputs, attrs, backend }) =>
      compute(inputs, attrs as unknown as ConvAttrs, backend);
    tf.registerKernel({ kernelName: convKernels[pass], backendName, kernelFunc });
  };
  registerOnWebgpu(register);
  registerFolded(tf, (pass, compute) => register('cpu', pass, compute));
  registerFolded(tf, (pass, compute) =>
    register('wasm', pass, (inputs, attrs, backend) =>
      pass === 'backwardBias'
        ? compute(inputs, attrs, backend)
        : (wasmConv(pass, inputs, attrs, backend as BackendWasm) ?? compute(inputs, attrs, backend)),
    ),
  );
  registerGradient(tf);
}

function registerOnWebgpu(register: (backend: string, pass: ConvPass, compute: Compute) => void): void {
  register('webgpu', 'forward', ({ x, w, bias }, { geometry, relu }, backend) =>
    recordPlan(
      backend as WebGPUBackend,
      planConvNd('forward', geometry, tileOf('forward', geometry), { hasBias: bias !== undefined, relu }),
      { x, w, bias },
      { name: 'y', shape: foldedShape(geometry, 'output') },
    ),
  );
  register('webgpu', 'backwardInput', ({ dy, w }, { geometry }, backend) =>
    recordPlan(
      backend as WebGPUBackend,
      planConvNd('backwardInput', geometry, tileOf('backwardInput', geometry)),
      { dy, w },
      { name: 'dx', shape: foldedShape(geometry, 'input') },
    ),
  );
  register('webgpu', 'backwardWeights', ({ x, dy }, { geometry }, backend) =>
    recordPlan(
      backend as WebGPUBackend,
      planConvNd('backwardWeights', geometry, tileOf('backwardWeights', geometry)),
      { x, dy },
      { name: 'dw', shape: weightShape(geometry) },
    ),
  );
  register('webgpu', 'backwardBias', ({ dy }, { geometry }, backend) =>
    recordPlan(
      backend as WebGPUBackend,
      planConvNd('backwardBias', geometry),
      { dy },
      { name: 'dbias', shape: [geometry.outChannels] },
    ),
  );
}

function registerFolded(tf: Ops, register: (pass: ConvPass, compute: Compute) => void): void {
  const inputsOf = (inputs: NamedTensorInfoMap) => inputs as Record<string, Tensor>;
  register('forward', (inputs, { geometry, relu }, backend) => {
    const values = valuesOn(backend);
    const { x, w, bias } = inputsOf(inputs) as { x: Tensor; w: Tensor; bias?: Tensor };
    return tf.tidy(() => {
      const linear = foldedForward(tf, geometry, x, w, values);
      const shifted = bias ? tf.add(linear, bias) : linear;
      return tf.reshape(relu ? tf.relu(shifted) : shifted, foldedShape(geometry, 'output'));
    });
  });
  register('backwardInput', (inputs, { geometry }, backend) => {
    const { dy, w } = inputsOf(inputs) as { dy: Tensor; w: Tensor };
    return tf.tidy(() =>
      tf.reshape(foldedBackwardInput(tf, geometry, dy, w, valuesOn(backend)), foldedShape(geometry, 'input')),
    );
  });
  register('backwardWeights', (inputs, { geometry }, backend) => {
    const { x, dy } = inputsOf(inputs) as { x: Tensor; dy: Tensor };
    return foldedBackwardWeights(tf, geometry, x, dy, valuesOn(backend));
  });
  register('backwardBias', (inputs, { geometry }) => {
    const { dy } = inputsOf(inputs) as { dy: Tensor };
    return tf.tidy(() => tf.sum(tf.reshape(dy, [-1, geometry.outChannels]), 0));
  });
}

/** On these backends reading waits for nothing: values are in host memory. */
const valuesOn =
  (backend: unknown): HostValues =>
  ({ dataId }) =>
    (backend as KernelBackend).readSync(dataId) as Float32Array;

function registerGradient(tf: Ops): void {
  const run = (pass: ConvPass, inputs: Record<string, Tensor>, attrs: ConvAttrs): Tensor =>
    tf.engine().runKernel(convKernels[pass], inputs, attrs as unknown as NamedAttrMap);
  tf.registerGradient({
    kernelName: convKernels.forward,
    inputsToSave: ['x', 'w'],
    outputsToSave: [true],
    gradFunc: (incoming, saved, attrMap) => {
      const [x, w, y] = saved as [Tensor, Tensor, Tensor];
      const attrs = attrMap as unknown as ConvAttrs;
      const given = incoming as Tensor;
      const dy = attrs.relu ? tf.mul(tf.reshape(given, y.shape), tf.step(y)) : given;
      return {
        x: () => tf.reshape(run('backwardInput', { dy, w }, attrs), x.shape),
        w: () => tf.reshape(run('backwardWeights', { x, dy }, attrs), w.shape),
        bias: () => run('backwardBias', { dy }, attrs),
      };
    },
  });
  // The transposed convolution is the pass to the input: linear in both, so its gradients are the other two passes.
  tf.registerGradient({
    kernelName: convKernels.backwardInput,
    inputsToSave: ['dy', 'w'],
    gradFunc: (incoming, saved, attrMap) => {
      const [dy, w] = saved as [Tensor, Tensor];
      const attrs = attrMap as unknown as ConvAttrs;
      const given = incoming as Tensor;
      return {
        dy: () => tf.reshape(run('forward', { x: given, w }, attrs), dy.shape),
        w: () => tf.reshape(run('backwardWeights', { x: given, dy }, attrs), w.shape),
      };
    },
  });
}
