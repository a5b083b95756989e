/**
 * Convolution of every channel alone on backends without a kernel of ours (WASM, CPU): there is no sum over channels
 * for a matrix product to win by, so plain loops run along the channels, which lie side by side.
 */
import { type ConvGeometry, inputCount, outputCount, weightCount } from '#/core/arch/convGeometry';
import { sizeOf } from '#/core/arch/sizeOf';
import { cachedRowMap } from './convRowMap';

export const isDepthwise = (g: ConvGeometry): boolean => g.groups > 1 && g.groups === g.inChannels;

/** Every position of the target, each source row that it meets, and under which tap. */
function eachMeeting(
  g: ConvGeometry,
  target: 'output' | 'input',
  meet: (targetRow: number, tap: number, sourceRow: number) => void,
): void {
  const [targets, sources] = target === 'output' ? [g.outSize, g.inSize] : [g.inSize, g.outSize];
  const [targetRows, sourceRows, taps] = [sizeOf(targets), sizeOf(sources), sizeOf(g.kernel)];
  const map = cachedRowMap(g, target)(0, targetRows);
  for (let sample = 0; sample < g.batch; sample++)
    for (let row = 0, at = 0; row < targetRows; row++)
      for (let tap = 0; tap < taps; tap++, at++) {
        const source = map[at] as number;
        if (source >= 0) meet(sample * targetRows + row, tap, sample * sourceRows + source);
      }
}

export function depthwiseForward(g: ConvGeometry, x: Float32Array, w: Float32Array): Float32Array {
  const y = new Float32Array(outputCount(g));
  const { inChannels, outChannels } = g;
  const each = outChannels / inChannels;
  eachMeeting(g, 'output', (to, tap, from) => {
    const [toAt, tapAt, fromAt] = [to * outChannels, tap * outChannels, from * inChannels];
    for (let c = 0, o = 0; c < inChannels; c++) {
      const value = x[fromAt + c] as number;
      for (let k = 0; k < each; k++, o++)
        y[toAt + o] = (y[toAt + o] as number) + value * (w[tapAt + o] as number);
    }
  });
  return y;
}

export function depthwiseBackwardInput(g: ConvGeometry, dy: Float32Array, w: Float32Array): Float32Array {
  const dx = new Float32Array(inputCount(g));
  const { inChannels, outChannels } = g;
  const each = outChannels / inChannels;
  eachMeeting(g, 'input', (to, tap, from) => {
    const [toAt, tapAt, fromAt] = [to * inChannels, tap * outChannels, from * outChannels];
    for (let c = 0, o = 0; c < inChannels; c++) {
      let sum = dx[toAt + c] as number;
      for (let k = 0; k < each; k++, o++) sum += (dy[fromAt + o] as number) * (w[tapAt + o] as number);
      dx[toAt + c] = sum;
    }
  });
  return dx;
}

/** Sums over all places are of float64. */
export function depthwiseBackwardWeights(g: ConvGeometry, x: Float32Array, dy: Float32Array): Float32Array {
  const dw = new Float64Array(weightCount(g));
  const { inChannels, outChannels } = g;
  const each = outChannels / inChannels;
  eachMeeting(g, 'output', (to, tap, from) => {
    const [toAt, tapAt, fromAt] = [to * outChannels, tap * outChannels, from * inChannels];
    for (let c = 0, o = 0; c < inChannels; c++) {
      const value = x[fromAt + c] as number;
      for (let k = 0; k < each; k++, o++)
        dw[tapAt + o] = (dw[tapAt + o] as number) + value * (dy[toAt + o] as number);
    }
  });
  return Float32Array.from(dw);
}
