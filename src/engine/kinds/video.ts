/** Clips on their way into a model: so many frames at its size, standardised as the training fitted them. */
import { sizeOf } from '#/core/arch/sizeOf';
import { standardizePixels } from '#/core/images/fittedImages';
import type { RawSamples, WindowSamples } from '#/core/kinds/rawSamples';
import { video as def } from '#/core/kinds/video';
import { TetradError } from '#/core/protocol/errors';
import { uniforms } from '#/core/random/random';
import type { FittedVideo } from '#/core/video/fittedVideo';
import { videoShape } from '#/core/video/videoSchema';
import type { AskedVersion, KindEngine } from './kindEngine';
import { askedVideo, clipNumbers, readClips } from './video/askedVideo';
import { prepareVideo } from './video/prepareVideo';

const mostTrialSamples = 8;

const fittedOf = ({ input }: Pick<AskedVersion, 'input'>): FittedVideo => input.fitted as FittedVideo;

export const video: KindEngine = {
  type: def.type,
  prepare: prepareVideo,
  async open(model, dataset, blobs) {
    const fitted = fittedOf(model);
    return {
      inputs: fitted.mean.map((mean, i) => ({
        name: fitted.size.channels === 1 ? 'grey' : (colours[i] as string),
        mean,
      })),
      read: (rows) => readClips(dataset, fitted, rows, blobs),
    };
  },
  ask: (model, request, storage, remarks) => askedVideo(model, fittedOf(model), request, storage, remarks),
  enter: (model, samples) => standardizePixels(windowsOf(samples).values, fittedOf(model)),
  async trial(model, storage) {
    const fitted = fittedOf(model);
    const dataset = await storage.datasets.version(model.datasetVersionId);
    const numbers = clipNumbers(model.sampleRows).slice(0, mostTrialSamples);
    const real =
      dataset && numbers.length > 0 ? await readClips(dataset, fitted, numbers, storage.blobs) : undefined;
    return withExtremes(real, fitted);
  },
  feeds(inputs, samples) {
    const { rows, shape, values } = windowsOf(samples);
    return [
      { name: inputs[0]?.name ?? '', type: 'uint8', data: Uint8Array.from(values), dims: [rows, ...shape] },
    ];
  },
  // Sums over thousands of values in another order differ in float32.
  tolerance: 1e-4,
  onWebgpu: true,
};

const colours = ['red', 'green', 'blue'];

function windowsOf(samples: RawSamples): WindowSamples {
  if (samples.form === 'windows') return samples;
  throw new TetradError({ code: 'internal', message: 'A model on video was asked for something else.' });
}

/** Black, white and noise beside real ones. */
function withExtremes(real: WindowSamples | undefined, fitted: FittedVideo): WindowSamples {
  const shape = videoShape(fitted);
  const size = sizeOf(shape);
  const rows = (real?.rows ?? 0) + 3;
  const values = new Float32Array(rows * size);
  values.set(real?.values ?? []);
  values.fill(255, (rows - 2) * size, (rows - 1) * size);
  const noise = uniforms(1, 'parity', 0, size);
  for (let i = 0; i < size; i++) values[(rows - 1) * size + i] = Math.floor((noise[i] as number) * 256);
  return { form: 'windows', rows, shape, values };
}
