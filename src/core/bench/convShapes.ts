/** The convolutions that are measured: small, middle and large over time and space, strided, dilated, in groups. */
import type { ConvSpec } from '../arch/convGeometry';

export interface ConvShape {
  id: string;
  title: string;
  spec: ConvSpec;
}

const cube = (size: number) => [size, size, size, size];
const same3 = { kernel: cube(3), padBegin: cube(1), padEnd: cube(1) };
const middle: ConvSpec = { ...same3, batch: 2, inSize: [8, 16, 16, 16], inChannels: 8, outChannels: 16 };

export const convShapes: readonly ConvShape[] = [
  {
    id: 'small',
    title: '1 × 16 × 8³, 3 → 16',
    spec: { ...same3, batch: 1, inSize: [16, 8, 8, 8], inChannels: 3, outChannels: 16 },
  },
  { id: 'middle', title: '2 × 8 × 16³, 8 → 16', spec: middle },
  {
    id: 'large',
    title: '1 × 16 × 16³, 16 → 32',
    spec: { ...same3, batch: 1, inSize: cube(16), inChannels: 16, outChannels: 32 },
  },
  { id: 'strided', title: '2 × 8 × 16³, 8 → 16, stride 2', spec: { ...middle, stride: cube(2) } },
  {
    id: 'dilated',
    title: '2 × 8 × 16³, 8 → 16, dilation 2',
    spec: { ...middle, dilation: cube(2), padBegin: cube(2), padEnd: cube(2) },
  },
  { id: 'grouped', title: '2 × 8 × 16³, 8 → 16, 2 groups', spec: { ...middle, groups: 2 } },
];

export const convPasses = ['forward', 'backwardInput', 'backwardWeights'] as const;
export type BenchedPass = (typeof convPasses)[number];

/** One pass of one shape, measured on this device. */
export interface ConvMeasurement {
  pass: BenchedPass;
  /** The fastest of a few runs. */
  ms: number;
  gflops: number;
  /** What the device reached just before and after with nothing but multiply-adds in registers. */
  limitGflops: number;
  /** How the work was cut, the fastest way on this device. */
  tile: string;
  /** tfjs conv3d over the folded tensor; absent where it cannot. */
  tfjsMs?: number;
}
