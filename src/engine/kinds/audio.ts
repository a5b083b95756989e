/** Clips on their way into a model: at its rate and length, as pictures, standardised as the training fitted them. */
import { sizeOf } from '#/core/arch/sizeOf';
import { pictureOf } from '#/core/audio/features';
import { audioShape, type FittedAudio, standardizePictures } from '#/core/audio/fittedAudio';
import { audio as def, soundInput } from '#/core/kinds/audio';
import type { RawSamples, WindowSamples } from '#/core/kinds/rawSamples';
import { TetradError } from '#/core/protocol/errors';
import { normals } from '#/core/random/random';
import { askedSound, clipNumbers, readClips } from './audio/askedSound';
import { prepareAudio } from './audio/prepareAudio';
import type { AskedVersion, KindEngine } from './kindEngine';

const mostTrialSamples = 16;

const fittedOf = ({ input }: Pick<AskedVersion, 'input'>): FittedAudio => input.fitted as FittedAudio;

export const audio: KindEngine = {
  type: def.type,
  prepare: prepareAudio,
  async open(model, dataset, blobs) {
    const fitted = fittedOf(model);
    return {
      inputs: [{ name: soundInput.name }],
      read: (rows) => readClips(dataset, fitted, rows, blobs),
    };
  },
  ask: (model, request, storage, remarks) => askedSound(model, fittedOf(model), request, storage, remarks),
  enter(model, samples) {
    const fitted = fittedOf(model);
    const { rows, values } = windowsOf(samples);
    const take = pictureOf(fitted.features, fitted.rate);
    const size = sizeOf(audioShape(fitted));
    const pictures = new Float32Array(rows * size);
    for (let i = 0; i < rows; i++)
      pictures.set(take(values.subarray(i * fitted.samples, (i + 1) * fitted.samples)), i * size);
    standardizePictures(pictures, fitted);
    return pictures;
  },
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
      {
        name: inputs[0]?.name ?? '',
        type: 'float32',
        data: Float32Array.from(values),
        dims: [rows, ...shape],
      },
    ];
  },
  // Sums over thousands of values in another order differ in float32.
  tolerance: 1e-4,
  onWebgpu: true,
};

function windowsOf(samples: RawSamples): WindowSamples {
  if (samples.form === 'windows') return samples;
  throw new TetradError({ code: 'internal', message: 'A model on sound was asked for something else.' });
}

/** Silence, noise and a single click beside real clips. */
function withExtremes(real: WindowSamples | undefined, { samples }: FittedAudio): WindowSamples {
  const rows = (real?.rows ?? 0) + 3;
  const values = new Float32Array(rows * samples);
  values.set(real?.values ?? []);
  values.set(
    normals(1, 'parity', 0, samples).map((value) => 0.3 * value),
    (rows - 2) * samples,
  );
  values[(rows - 1) * samples + Math.floor(samples / 2)] = 1;
  return { form: 'windows', rows, shape: [samples], values };
}
