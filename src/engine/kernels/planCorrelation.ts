/**
 * The forward pass and the gradient to the input as one implicit matrix product: packed weights, then tiles of one
 * invocation, or of four that share their loads.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import correlate from '../../../shaders/convNd/correlate.wgsl?raw';
import correlatePlace from '../../../shaders/convNd/correlatePlace.wgsl?raw';
import packWeights from '../../../shaders/convNd/packWeights.wgsl?raw';
import shareNone from '../../../shaders/convNd/shareNone.wgsl?raw';
import shareQuad from '../../../shaders/convNd/shareQuad.wgsl?raw';
import { aloneWidth, channelParts, loadParts, quadDirectives, quadWidth } from './convParts';
import type { ConvTile } from './convTiles';
import type { KernelPlan } from './dispatch';
import { dispatchOver, type ShaderGeometry } from './shaderGeometry';

export const correlationSources = [packWeights, correlatePlace, correlate, shareNone, shareQuad];

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
  const sharers = tile.quad ? 4 : 1;
  const perLane = tile.quad ? quadWidth(width) : aloneWidth(width);
  // Three lie as far apart as four.
  const lanes = perLane === 3 ? 4 : sharers * perLane;
  const unrolled = depth % (tile.unrolled ?? 1) === 0 ? (tile.unrolled ?? 1) : 1;
  // Short rows would leave half of a tile empty: it takes twice as many.
  const columns = (g.outSize[3] ?? 1) / (g.upsample[3] ?? 1) <= 4 ? 4 : 8;
  const rows = Math.min(8, (tile.rows ?? 1) * (columns === 4 ? 2 : 1));
  const channelTiles = Math.ceil(width / lanes);
  const packed = g.groups * sizeOf(g.kernel) * depth * channelTiles * lanes;
  const tiles = g.outSize.map((size, axis) => {
    const up = g.upsample[axis] ?? 1;
    return up * Math.ceil(Math.ceil(size / up) / ([1, 1, rows, columns][axis] ?? 1));
  });
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
        directives: tile.quad ? quadDirectives : '',
        source:
          channelParts(perLane) +
          loadParts(depth % 4 === 0 && unrolled === 4) +
          correlatePlace +
          correlate +
          (tile.quad ? shareQuad : shareNone),
        entryPoint: 'main',
        bindings: [input, 'packed', epilogue.hasBias ? 'bias' : 'packed', output],
        invocations: sharers * g.batch * sizeOf(tiles) * channelTiles * g.groups,
        constants: {
          lanes,
          columns,
          rows,
          unrolled,
          hasBias: Number(epilogue.hasBias),
          relu: Number(epilogue.relu),
          upsampled: Number(g.upsample.some((value) => value > 1)),
          slides: Number(slides(g)),
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
