/** Chooses the kernels of a convolution for its geometry. Plain numbers: it runs, and is tested, without a GPU. */
import { type ConvGeometry, inputCount, outputCount, sizeOf, weightCount } from '#/core/arch/convGeometry';
import backwardBias from '../../../shaders/convNd/backwardBias.wgsl?raw';
import backwardInputNaive from '../../../shaders/convNd/backwardInputNaive.wgsl?raw';
import backwardWeights from '../../../shaders/convNd/backwardWeights.wgsl?raw';
import backwardWeightsNaive from '../../../shaders/convNd/backwardWeightsNaive.wgsl?raw';
import correlate from '../../../shaders/convNd/correlate.wgsl?raw';
import correlateTile from '../../../shaders/convNd/correlateTile.wgsl?raw';
import geometryLib from '../../../shaders/convNd/geometry.wgsl?raw';
import forwardNaive from '../../../shaders/convNd/forwardNaive.wgsl?raw';
import packWeights from '../../../shaders/convNd/packWeights.wgsl?raw';
import sumParts from '../../../shaders/convNd/sumParts.wgsl?raw';
import type { KernelPlan } from './dispatch';
import { type ConvPass, type ConvTile, convTiles } from './convTiles';
import type { Program } from './pipelineCache';
import { dispatchOver as dispatch, type ShaderGeometry, shaderGeometry } from './shaderGeometry';

export type ConvVariant = 'naive' | ConvTile;

/** What the tiles of convTiles.ts are measured with. */
export const convSources = [geometryLib, packWeights, correlateTile, correlate, backwardWeights, sumParts];

export interface ConvEpilogue {
  hasBias: boolean;
  relu: boolean;
}

/** Enough invocations to fill a GPU when the weights alone are few, and what their partial sums may take. */
const wantedInvocations = 16_384;
const maxParts = 64;
const maxPartElements = 2 ** 24;

/**
 * Buffers by role. forward: x, w, bias, y. backwardInput: dy, w, dx. backwardWeights: x, dy, dw.
 * backwardBias: dy, dbias. Without a bias, `w` stands in its binding and is not read.
 */
export function planConvNd(
  pass: ConvPass,
  geometry: ConvGeometry,
  variant: ConvVariant = convTiles(pass, geometry)[0],
  epilogue: ConvEpilogue = { hasBias: false, relu: false },
): KernelPlan {
  const g = shaderGeometry(geometry);
  switch (pass) {
    case 'forward':
      return variant === 'naive'
        ? naiveForward(g, epilogue)
        : correlation(g, 'x', 'y', epilogue, false, variant);
    case 'backwardInput':
      return variant === 'naive'
        ? onePass(g, backwardInputNaive, ['dy', 'w', 'dx'], inputCount(g))
        : correlation(transposed(g), 'dy', 'dx', { hasBias: false, relu: false }, true, variant);
    case 'backwardWeights':
      return variant === 'naive'
        ? onePass(g, backwardWeightsNaive, ['x', 'dy', 'dw'], weightCount(g))
        : weightGradient(g, variant);
    case 'backwardBias': {
      const rows = g.batch * sizeOf(g.outSize);
      const split = splitRows(rows, Math.min(rows, maxParts));
      return inParts(
        { ...g, ...split },
        { source: backwardBias, entryPoint: 'main', constants: {} },
        ['dy'],
        'dbias',
        g.outChannels,
        g.outChannels,
      );
    }
    default:
      return pass satisfies never;
  }
}

function naiveForward(g: ShaderGeometry, epilogue: ConvEpilogue): KernelPlan {
  const bindings = ['x', 'w', epilogue.hasBias ? 'bias' : 'w', 'y'];
  const constants = { hasBias: Number(epilogue.hasBias), relu: Number(epilogue.relu) };
  return {
    dispatches: [dispatch(g, forwardNaive, 'main', bindings, outputCount(g), constants)],
    scratch: new Map(),
  };
}

/** The convolution whose output is the gradient to the input: channels and sizes change places, taps run backwards. */
function transposed(g: ShaderGeometry): ShaderGeometry {
  return {
    ...g,
    inSize: g.outSize,
    outSize: g.inSize,
    inChannels: g.outChannels,
    outChannels: g.inChannels,
    stride: [1, 1, 1, 1],
    upsample: g.stride,
    dilation: g.dilation.map((value) => -value),
    padBegin: g.padBegin.map((value) => -value),
  };
}

function correlation(
  g: ShaderGeometry,
  input: string,
  output: string,
  epilogue: ConvEpilogue,
  swapped: boolean,
  tile: ConvTile,
): KernelPlan {
  const depth = g.inChannels / g.groups;
  const width = g.outChannels / g.groups;
  const lanes = width <= 4 ? 4 : 8;
  const { unrolled = 1, workgroupSize } = tile;
  // Short rows would leave half of a tile empty: it takes twice as many.
  const columns = (g.outSize[3] ?? 1) / (g.upsample[3] ?? 1) <= 4 ? 4 : 8;
  const rows = columns === 4 ? Math.min(4, 2 * (tile.rows ?? 1)) : (tile.rows ?? 1);
  const channelTiles = Math.ceil(width / lanes);
  const packed = g.groups * sizeOf(g.kernel) * depth * channelTiles * lanes;
  const last = (values: readonly number[]): number => values[3] ?? 1;
  const slides =
    last(g.kernel) === 3 &&
    last(g.stride) === 1 &&
    last(g.upsample) === 1 &&
    Math.abs(last(g.dilation)) === 1;
  const tiles = g.outSize.map((size, axis) => {
    const up = g.upsample[axis] ?? 1;
    return up * Math.ceil(Math.ceil(size / up) / ([1, 1, rows, columns][axis] ?? 1));
  });
  const constants = {
    lanes,
    kept: width <= 3 ? 3 : lanes,
    columns,
    rows,
    unrolled: depth % unrolled === 0 ? unrolled : 1,
    hasBias: Number(epilogue.hasBias),
    relu: Number(epilogue.relu),
    upsampled: Number(g.upsample.some((value) => value > 1)),
  };
  return {
    dispatches: [
      dispatch(g, packWeights, 'main', ['w', 'packed'], packed, { lanes, swapped: Number(swapped) }),
      dispatch(
        g,
        correlateTile + correlate,
        slides ? 'slide3' : 'general',
        [input, 'packed', epilogue.hasBias ? 'bias' : 'packed', output],
        g.batch * sizeOf(tiles) * channelTiles * g.groups,
        constants,
        workgroupSize,
      ),
    ],
    scratch: new Map([['packed', packed]]),
  };
}

function weightGradient(g: ShaderGeometry, tile: ConvTile): KernelPlan {
  const inRows = g.kernel[3] === 3;
  const slides = inRows && g.stride[3] === 1 && g.dilation[3] === 1;
  const planes = inRows && g.kernel[2] === 3 ? (tile.planes ?? 1) : 1;
  const taps = sizeOf(g.kernel) / (inRows ? 3 : 1);
  const inLanes = g.inChannels / g.groups > 3 ? 4 : 3;
  const tiles =
    taps * g.groups * Math.ceil(g.inChannels / g.groups / inLanes) * Math.ceil(g.outChannels / g.groups / 8);
  const weights = weightCount(g);
  const rows = g.batch * sizeOf(g.outSize.slice(0, 3));
  const room = Math.max(1, Math.floor(maxPartElements / weights));
  const split = splitRows(rows, Math.min(Math.ceil(wantedInvocations / tiles), maxParts, room, rows));
  const first = {
    source: backwardWeights,
    entryPoint: inRows ? 'taps3' : 'general',
    ...(tile.workgroupSize && { workgroupSize: tile.workgroupSize }),
    constants: { inLanes, planes, slides: Number(slides), unrolled: tile.unrolled ?? 1 },
  };
  return inParts({ ...g, ...split }, first, ['x', 'dy'], 'dw', weights, tiles / planes);
}

/** A sum in parts: every invocation of the first dispatch adds up its part, the second adds the parts. */
function inParts(
  g: ShaderGeometry,
  { source, entryPoint, constants, workgroupSize }: Program & Pick<ConvTile, 'workgroupSize'>,
  inputs: string[],
  output: string,
  elements: number,
  invocationsPerPart: number,
): KernelPlan {
  const single = g.parts === 1;
  const target = single ? output : 'parts';
  const first = dispatch(
    g,
    source,
    entryPoint,
    [...inputs, target],
    g.parts * invocationsPerPart,
    constants,
    workgroupSize,
  );
  if (single) return { dispatches: [first], scratch: new Map() };
  const second = dispatch({ ...g, partSize: elements }, sumParts, 'main', ['parts', output], elements);
  return { dispatches: [first, second], scratch: new Map([['parts', g.parts * elements]]) };
}

function splitRows(rows: number, parts: number): { parts: number; partSize: number } {
  const partSize = Math.ceil(rows / Math.max(1, parts));
  return { parts: Math.ceil(rows / partSize), partSize };
}

const onePass = (g: ShaderGeometry, source: string, bindings: string[], invocations: number): KernelPlan => ({
  dispatches: [dispatch(g, source, 'main', bindings, invocations)],
  scratch: new Map(),
});
