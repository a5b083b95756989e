/**
 * The entrance of a model on sound: float [batch, samples] to standardised pictures of time and frequency. The short
 * Fourier transforms are one Conv whose kernels are windowed waves, which every runtime has; their numbers are gathered
 * from one turn of a circle, so that the file holds a few hundred of them instead of millions.
 */
import type { FeatureForm } from '../audio/featureSpec';
import { cosineRows, leastPower, rangeDb } from '../audio/pictureParts';
import { audioShape, type FittedAudio } from '../audio/fittedAudio';
import { melBank } from '../audio/mel';
import { binCount, hann } from '../audio/frames';
import type { ExportedInput } from '../kinds/kindDef';
import { reshape, transpose } from '../layers/convOnnx';
import { featureLimit } from '../transforms/featureLimit';
import type { GraphBuilder, OnnxShape } from './graphBuilder';

const soundInput = 'sound';

export function addSoundInput(
  graph: GraphBuilder,
  fitted: FittedAudio,
  batch: OnnxShape[number],
): { input: ExportedInput; value: string } {
  const { samples, features, mean, std } = fitted;
  const shape = audioShape(fitted);
  const [frames = 1, bands = 1] = shape;
  const name = graph.input(soundInput, 'float', [batch, samples]);
  const picture = forms[features.form](graph, frequencies(graph, name, fitted), fitted, frames);
  const row = (values: readonly number[], hint: string) =>
    graph.constant('float', [bands], Float32Array.from(values), hint);
  const standard = graph.node(
    'Div',
    [graph.node('Sub', [picture, row(mean, 'mean')]), row(std, 'std')],
    {},
    { hint: 'standardized' },
  );
  const limits = [scalar(graph, -featureLimit, 'lowest'), scalar(graph, featureLimit, 'highest')];
  const near = graph.node('Clip', [standard, ...limits]);
  const value = reshape(graph, near, [-1, ...shape]);
  return { input: { name, column: soundInput, dtype: 'float', shape: [samples] }, value };
}

const scalar = (graph: GraphBuilder, value: number, hint: string): string =>
  graph.constant('float', [], Float32Array.of(value), hint);

/** Squares of the real parts, then of the imaginary ones: [batch, 2 * bins, frames]. */
function frequencies(
  graph: GraphBuilder,
  sound: string,
  { samples, features: { fft, hop } }: FittedAudio,
): string {
  const bins = binCount(fft);
  const kernels = graph.node('Mul', [
    graph.node('Concat', [waves(graph, fft, Math.cos), waves(graph, fft, Math.sin)], { axis: 0n }),
    graph.constant('float', [fft], Float32Array.from(hann(fft)), 'window'),
  ]);
  const pad = BigInt(Math.floor(fft / 2));
  const parts = graph.node(
    'Conv',
    [reshape(graph, sound, [-1, 1, samples]), reshape(graph, kernels, [2 * bins, 1, fft])],
    { kernel_shape: [BigInt(fft)], strides: [BigInt(hop)], dilations: [1n], group: 1n, pads: [pad, pad] },
    { hint: 'frequencies' },
  );
  return graph.node('Mul', [parts, parts]);
}

/** Row-major [bins, fft]: bin times place is where on the circle a wave stands. */
function waves(graph: GraphBuilder, fft: number, of: (angle: number) => number): string {
  const whole = (value: number) => graph.constant('int64', [], BigInt64Array.of(BigInt(value)), 'whole');
  const upTo = (count: number) => graph.node('Range', [whole(0), whole(count), whole(1)]);
  const turns = graph.node('Mul', [
    reshape(graph, upTo(binCount(fft)), [-1, 1]),
    reshape(graph, upTo(fft), [1, -1]),
  ]);
  const circle = Float32Array.from({ length: fft }, (_, i) => of((2 * Math.PI * i) / fft));
  return graph.node('Gather', [
    graph.constant('float', [fft], circle, 'circle'),
    graph.node('Mod', [turns, whole(fft)]),
  ]);
}

type Picture = (graph: GraphBuilder, squares: string, fitted: FittedAudio, frames: number) => string;

const forms: Record<FeatureForm, Picture> = {
  spectrogram(graph, squares, { features: { fft } }, frames) {
    const bins = binCount(fft);
    const both = reshape(graph, squares, [-1, 2, bins, frames]);
    const half = (part: number) =>
      graph.node('Gather', [both, graph.constant('int64', [], BigInt64Array.of(BigInt(part)), 'part')], {
        axis: 1n,
      });
    return decibels(graph, transpose(graph, graph.node('Add', [half(0), half(1)]), [0, 2, 1]), [
      frames,
      bins,
    ]);
  },
  logMel: melDecibels,
  mfcc(graph, squares, fitted, frames) {
    const { mels, coefficients } = fitted.features;
    const rows = Float32Array.from(cosineRows(mels, coefficients));
    const cosines = transpose(graph, graph.constant('float', [coefficients, mels], rows, 'cosines'), [1, 0]);
    return graph.node('MatMul', [melDecibels(graph, squares, fitted, frames), cosines]);
  },
};

/** The filters stand twice side by side, for real and imaginary parts alike: one product adds and weighs. */
function melDecibels(
  graph: GraphBuilder,
  squares: string,
  { features, rate }: FittedAudio,
  frames: number,
): string {
  const { mels, fft } = features;
  const bins = binCount(fft);
  const bank = Float32Array.from(melBank({ ...features, rate }));
  const filters = graph.constant('float', [mels, bins], bank, 'mels');
  const power = graph.node('MatMul', [graph.node('Concat', [filters, filters], { axis: 1n }), squares]);
  return decibels(graph, transpose(graph, power, [0, 2, 1]), [frames, mels]);
}

function decibels(graph: GraphBuilder, power: string, [frames, bands]: [number, number]): string {
  const audible = graph.node('Max', [power, scalar(graph, leastPower, 'leastPower')]);
  const levels = graph.node('Mul', [graph.node('Log', [audible]), scalar(graph, 10 / Math.LN10, 'decibels')]);
  const picture = reshape(graph, levels, [-1, 1, frames, bands]);
  const loudest = graph.node('GlobalMaxPool', [picture], {}, { hint: 'loudest' });
  const floor = graph.node('Sub', [loudest, scalar(graph, rangeDb, 'range')]);
  return reshape(graph, graph.node('Max', [picture, floor]), [-1, frames, bands]);
}
