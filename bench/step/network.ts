/** The networks that every contestant trains: the same batch, the same first weights, Adam with the same numbers. */
import { sizeOf } from '#/core/arch/sizeOf';
import { uniforms } from '#/core/random/random';

export const adam = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
export const classes = 10;

export type Network = {
  batch: number;
  /** Row-major [batch, ...input]. */
  features: Float32Array;
  labels: Int32Array;
} & (
  | { kind: 'mlp'; input: [number]; dense: Kernel[]; conv: [] }
  | { kind: 'cnn'; input: [number, number, number]; dense: Kernel[]; conv: Kernel[] }
  | { kind: 'cnn4d'; input: [number, number, number, number, number]; dense: Kernel[]; conv: Kernel[] }
  | { kind: 'lstm'; input: [number, number]; dense: Kernel[]; conv: []; lstm: LstmKernels }
);

/** Of the input and of the state; gates i, o, f, g side by side. */
export interface LstmKernels {
  kernel: Kernel;
  recurrent: Kernel;
}

/** Channels-last, the output last. The bias starts at zero. */
export interface Kernel {
  shape: number[];
  values: Float32Array;
}

/** Of these; `gpt` is in a file of its own. */
export type NetworkName = 'mlp32' | 'mlp512' | 'cnn64' | 'cnn4d' | 'lstm50';

/** What a page of the bench offers to the script that drives it. */
export interface Contestant {
  detail: string;
  /** Losses of the next steps, from the first weights on. */
  losses(steps: number): Promise<number[]>;
  /** Milliseconds for these steps, from an idle device to an idle device. */
  time(steps: number): Promise<number>;
}

const inputs: Record<'mlp32' | 'mlp512', [number]> & {
  cnn64: [number, number, number];
  cnn4d: [number, number, number, number, number];
  lstm50: [number, number];
} = { mlp32: [64], mlp512: [64], cnn64: [28, 28, 1], cnn4d: [16, 8, 8, 8, 3], lstm50: [50, 8] };

export function network(name: NetworkName): Network {
  const batch = { mlp32: 32, mlp512: 512, cnn64: 64, cnn4d: 16, lstm50: 32 }[name];
  const input = inputs[name];
  const width = sizeOf(input);
  const features = uniforms(1, 'features', 0, batch * width).map((u) => 2 * u - 1);
  const labels = Int32Array.from(uniforms(1, 'labels', 0, batch), (u) => Math.floor(u * classes));
  const data = { batch, features, labels };
  if (name === 'cnn4d')
    return {
      ...data,
      kind: 'cnn4d',
      input: inputs[name],
      conv: [kernel([3, 3, 3, 3, 3, 8]), kernel([3, 3, 3, 3, 8, 12])],
      dense: [kernel([12, classes])],
    };
  if (name === 'lstm50')
    return {
      ...data,
      kind: 'lstm',
      input: inputs[name],
      conv: [],
      lstm: { kernel: kernel([8, 4 * 64]), recurrent: kernel([64, 4 * 64]) },
      dense: [kernel([64, classes])],
    };
  if (name !== 'cnn64')
    return {
      ...data,
      kind: 'mlp',
      input: [64],
      dense: [kernel([64, 256]), kernel([256, 256]), kernel([256, classes])],
      conv: [],
    };
  return {
    ...data,
    kind: 'cnn',
    input: [28, 28, 1],
    conv: [kernel([3, 3, 1, 16]), kernel([3, 3, 16, 32])],
    dense: [kernel([7 * 7 * 32, classes])],
  };
}

function kernel(shape: number[]): Kernel {
  const size = sizeOf(shape);
  const fanOut = shape.at(-1) ?? 1;
  const limit = Math.sqrt(6 / (size / fanOut + fanOut));
  return { shape, values: uniforms(1, `kernel/${shape.join('x')}`, 0, size).map((u) => (2 * u - 1) * limit) };
}
