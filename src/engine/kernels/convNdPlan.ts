/** Chooses the kernels of a convolution for its geometry. Plain numbers: it runs, and is tested, without a GPU. */
import { type ConvGeometry, inputCount, outputCount, weightCount } from '#/core/arch/convGeometry';
import backwardInputNaive from '../../../shaders/convNd/backwardInputNaive.wgsl?raw';
import backwardWeightsNaive from '../../../shaders/convNd/backwardWeightsNaive.wgsl?raw';
import geometryLib from '../../../shaders/convNd/geometry.wgsl?raw';
import forwardNaive from '../../../shaders/convNd/forwardNaive.wgsl?raw';
import { convParts } from './convParts';
import type { KernelPlan } from './dispatch';
import { type ConvPass, type ConvTile, convTiles } from './convTiles';
import { type ConvEpilogue, correlationSources, planCorrelation } from './planCorrelation';
import { planBiasGradient, planWeightGradient, weightSources } from './planWeightGradient';
import { dispatchOver, type ShaderGeometry, shaderGeometry } from './shaderGeometry';

export type ConvVariant = 'naive' | ConvTile;

/** What the tiles of convTiles.ts are measured with. */
export const convSources = [geometryLib, ...correlationSources, ...convParts, ...weightSources];

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
        : planCorrelation(g, 'x', 'y', epilogue, false, variant);
    case 'backwardInput':
      return variant === 'naive'
        ? onePass(g, backwardInputNaive, ['dy', 'w', 'dx'], inputCount(g))
        : planCorrelation(transposed(g), 'dy', 'dx', { hasBias: false, relu: false }, true, variant);
    case 'backwardWeights':
      return variant === 'naive'
        ? onePass(g, backwardWeightsNaive, ['x', 'dy', 'dw'], weightCount(g))
        : planWeightGradient(g, variant);
    case 'backwardBias':
      return planBiasGradient(g);
    default:
      return pass satisfies never;
  }
}

function naiveForward(g: ShaderGeometry, epilogue: ConvEpilogue): KernelPlan {
  const bindings = ['x', 'w', epilogue.hasBias ? 'bias' : 'w', 'y'];
  const constants = { hasBias: Number(epilogue.hasBias), relu: Number(epilogue.relu) };
  return {
    dispatches: [
      dispatchOver(g, {
        source: forwardNaive,
        entryPoint: 'main',
        bindings,
        invocations: outputCount(g),
        constants,
      }),
    ],
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

const onePass = (g: ShaderGeometry, source: string, bindings: string[], invocations: number): KernelPlan => ({
  dispatches: [dispatchOver(g, { source, entryPoint: 'main', bindings, invocations })],
  scratch: new Map(),
});
