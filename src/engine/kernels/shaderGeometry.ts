/** The uniform of the convNd family: `struct Geometry` in shaders/convNd/geometry.wgsl. */
import { type ConvGeometry, toRank4 } from '#/core/arch/convGeometry';
import geometryLib from '../../../shaders/convNd/geometry.wgsl?raw';
import { type Dispatch, defaultWorkgroupSize, gridFor } from './dispatch';

/** Over four axes; `upsample` spreads positions in the gradient to the input. */
export interface ShaderGeometry extends ConvGeometry {
  upsample: number[];
  parts: number;
  partSize: number;
}

export const shaderGeometry = (geometry: ConvGeometry): ShaderGeometry => ({
  ...toRank4(geometry),
  upsample: [1, 1, 1, 1],
  parts: 1,
  partSize: 0,
});

export interface Part {
  source: string;
  entryPoint: string;
  bindings: (string | undefined)[];
  invocations: number;
  constants?: Record<string, number>;
  workgroupSize?: number | undefined;
  /** WGSL that has to stand before anything else. */
  directives?: string;
}

export function dispatchOver(
  g: ShaderGeometry,
  {
    source,
    entryPoint,
    bindings,
    invocations,
    constants,
    workgroupSize = defaultWorkgroupSize,
    directives = '',
  }: Part,
): Dispatch {
  return {
    program: {
      source: directives + geometryLib + source,
      entryPoint,
      constants: { ...constants, workgroupSize },
    },
    uniforms: geometryWords(g),
    bindings,
    workgroups: gridFor(invocations, workgroupSize),
  };
}

/** In the order of `struct Geometry`; negative numbers as their two's complement. */
function geometryWords(g: ShaderGeometry): Uint32Array<ArrayBuffer> {
  return Uint32Array.from([
    ...[g.inSize, g.outSize, g.kernel, g.stride, g.dilation, g.padBegin].flat(),
    g.batch,
    g.inChannels,
    g.outChannels,
    g.groups,
    g.inChannels / g.groups,
    g.outChannels / g.groups,
    g.parts,
    g.partSize,
    ...g.upsample,
    ...g.upsample.map((value, axis) => value / divisor(Math.abs(g.dilation[axis] ?? 1), value)),
  ]);
}

/** The greatest common divisor. */
const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
