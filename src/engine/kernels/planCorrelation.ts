/**
 * The forward pass and the gradient to the input as one implicit matrix product: packed weights, then tiles of one
 * invocation (correlate.wgsl) or of four lanes that share their loads (correlateQuad.wgsl).
 */
import { sizeOf } from '#/core/arch/convGeometry';
import correlate from '../../../shaders/convNd/correlate.wgsl?raw';
import correlatePlace from '../../../shaders/convNd/correlatePlace.wgsl?raw';
import correlateQuad from '../../../shaders/convNd/correlateQuad.wgsl?raw';
import correlateTile from '../../../shaders/convNd/correlateTile.wgsl?raw';
import packWeights from '../../../shaders/convNd/packWeights.wgsl?raw';
import type { ConvTile } from './convTiles';
import type { KernelPlan } from './dispatch';
import { quadDirectives, quadLanes, quadLoads, quadWidth } from './quads';
import { dispatchOver, type ShaderGeometry } from './shaderGeometry';

export const correlationSources = [packWeights, correlatePlace, correlateTile, correlate, correlateQuad];

export interface ConvEpilogue {
  hasBias: boolean;
  relu: boolean;
}

/** `swapped`: the channels of the weights change places, for the gradient to the input. */
export function planCorrelation(
  g: ShaderGeometry,
  input: string,
  output: string,
  epilogue: ConvEpilogue,
  swapped: boolean,
  tile: ConvTile,
): KernelPlan {
  const depth = g.inChannels / g.groups;
  const width = g.outChannels / g.groups;
  const lanes = tile.quad ? 4 * quadWidth(width) : width <= 4 ? 4 : 8;
  const unrolled = depth % (tile.unrolled ?? 1) === 0 ? (tile.unrolled ?? 1) : 1;
  // Short rows would leave half of a tile empty: it takes twice as many.
  const columns = (g.outSize[3] ?? 1) / (g.upsample[3] ?? 1) <= 4 ? 4 : 8;
  const rows = columns === 4 ? Math.min(tile.quad ? 8 : 4, 2 * (tile.rows ?? 1)) : (tile.rows ?? 1);
  const channelTiles = Math.ceil(width / lanes);
  const packed = g.groups * sizeOf(g.kernel) * depth * channelTiles * lanes;
  const tiles = g.outSize.map((size, axis) => {
    const up = g.upsample[axis] ?? 1;
    return up * Math.ceil(Math.ceil(size / up) / ([1, 1, rows, columns][axis] ?? 1));
  });
  const count = g.batch * sizeOf(tiles) * channelTiles * g.groups;
  return {
    dispatches: [
      dispatchOver(g, {
        source: packWeights,
        entryPoint: 'main',
        bindings: ['w', 'packed'],
        invocations: packed,
        constants: { lanes, swapped: Number(swapped) },
      }),
      dispatchOver(g, {
        ...(tile.quad
          ? {
              directives: quadDirectives,
              source:
                quadLanes(quadWidth(width)) +
                quadLoads(depth % 4 === 0 && unrolled === 4) +
                correlatePlace +
                correlateQuad,
              invocations: 4 * count,
            }
          : { source: correlatePlace + correlateTile + correlate, invocations: count }),
        entryPoint: tile.quad ? 'main' : slides(g) ? 'slide3' : 'general',
        bindings: [input, 'packed', epilogue.hasBias ? 'bias' : 'packed', output],
        constants: {
          lanes,
          ...(tile.quad ? { slides: Number(slides(g)) } : { kept: width <= 3 ? 3 : lanes }),
          columns,
          rows,
          unrolled,
          hasBias: Number(epilogue.hasBias),
          relu: Number(epilogue.relu),
          upsampled: Number(g.upsample.some((value) => value > 1)),
        },
        workgroupSize: tile.workgroupSize,
      }),
    ],
    scratch: new Map([['packed', packed]]),
  };
}

/** Neighbouring taps of a row meet neighbouring columns. */
const slides = ({ kernel, stride, upsample, dilation }: ShaderGeometry): boolean =>
  kernel[3] === 3 && stride[3] === 1 && upsample[3] === 1 && Math.abs(dilation[3] ?? 1) === 1;
