/**
 * The gradients to the weights and to the bias: sums over all positions, in parts whose number depends on the shape
 * alone, so that every tile gives the same bits.
 */
import { weightCount } from '#/core/arch/convGeometry';
import { sizeOf } from '#/core/arch/sizeOf';
import backwardBias from '../../../shaders/convNd/backwardBias.wgsl?raw';
import backwardWeights from '../../../shaders/convNd/backwardWeights.wgsl?raw';
import backwardWeightsQuad from '../../../shaders/convNd/backwardWeightsQuad.wgsl?raw';
import backwardWeightsRows from '../../../shaders/convNd/backwardWeightsRows.wgsl?raw';
import sumParts from '../../../shaders/convNd/sumParts.wgsl?raw';
import { channelParts, loadParts, quadDirectives, quadWidth } from './convParts';
import type { ConvTile } from './convTiles';
import type { KernelPlan } from './dispatch';
import { dispatchOver, type Part, type ShaderGeometry } from './shaderGeometry';

export const weightSources = [backwardWeightsRows, backwardWeights, backwardWeightsQuad, sumParts];

/** Enough invocations to fill a GPU when the weights alone are few, and what their partial sums may take. */
const wantedInvocations = 16_384;
const maxParts = 64;
const maxPartElements = 2 ** 24;

export function planWeightGradient(g: ShaderGeometry, tile: ConvTile): KernelPlan {
  const inRows = g.kernel[3] === 3;
  const planes = inRows && g.kernel[2] === 3 ? (tile.planes ?? 1) : 1;
  const taps = sizeOf(g.kernel) / (inRows ? 3 : 1);
  const depth = g.inChannels / g.groups;
  const width = g.outChannels / g.groups;
  const inLanes = depth > 3 ? 4 : 3;
  const tiles = taps * g.groups * Math.ceil(depth / inLanes) * Math.ceil(width / 8);
  const weights = weightCount(g);
  const rows = g.batch * sizeOf(g.outSize.slice(0, 3));
  const room = Math.max(1, Math.floor(maxPartElements / weights));
  const split = splitRows(rows, Math.min(Math.ceil(wantedInvocations / tiles), maxParts, room, rows));
  const slides = Number(inRows && g.stride[3] === 1 && g.dilation[3] === 1);
  const first = {
    entryPoint: inRows ? 'taps3' : 'general',
    workgroupSize: tile.workgroupSize,
  };
  if (!tile.quad || !inRows) {
    const constants = { inLanes, planes, slides, unrolled: tile.unrolled ?? 1 };
    const source = backwardWeightsRows + backwardWeights;
    return inParts(
      { ...g, ...split },
      { ...first, source, constants },
      ['x', 'dy'],
      'dw',
      weights,
      tiles / planes,
    );
  }
  const perLane = quadWidth(width, true);
  const ofQuad = Math.min(4, depth);
  const constants = { inLanes: ofQuad, planes, slides, columns: (g.outSize[3] ?? 1) <= 4 ? 4 : 8 };
  const source =
    channelParts(perLane) + loadParts(depth % 4 === 0) + backwardWeightsRows + backwardWeightsQuad;
  const quads = (taps / planes) * g.groups * Math.ceil(depth / ofQuad) * Math.ceil(width / perLane / 4);
  return inParts(
    { ...g, ...split },
    { ...first, directives: quadDirectives, source, constants },
    ['x', 'dy'],
    'dw',
    weights,
    4 * quads,
  );
}

export function planBiasGradient(g: ShaderGeometry): KernelPlan {
  const rows = g.batch * sizeOf(g.outSize);
  const split = splitRows(rows, Math.min(rows, maxParts));
  return inParts(
    { ...g, ...split },
    { source: backwardBias, entryPoint: 'main' },
    ['dy'],
    'dbias',
    g.outChannels,
    g.outChannels,
  );
}

/** A sum in parts: every invocation of the first dispatch adds up its part, the second adds the parts. */
function inParts(
  g: ShaderGeometry,
  first: Omit<Part, 'bindings' | 'invocations'>,
  inputs: string[],
  output: string,
  elements: number,
  invocationsPerPart: number,
): KernelPlan {
  const single = g.parts === 1;
  const summing = dispatchOver(g, {
    ...first,
    bindings: [...inputs, single ? output : 'parts'],
    invocations: g.parts * invocationsPerPart,
  });
  if (single) return { dispatches: [summing], scratch: new Map() };
  const adding = dispatchOver(
    { ...g, partSize: elements },
    { source: sumParts, entryPoint: 'main', bindings: ['parts', output], invocations: elements },
  );
  return { dispatches: [summing, adding], scratch: new Map([['parts', g.parts * elements]]) };
}

function splitRows(rows: number, parts: number): { parts: number; partSize: number } {
  const partSize = Math.ceil(rows / Math.max(1, parts));
  return { parts: Math.ceil(rows / partSize), partSize };
}
