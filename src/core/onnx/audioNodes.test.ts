/** The entrance of a model on sound against the studio itself, in both runtimes. */
import { describe, expect, it } from 'vitest';
import { onnxRuntimes } from '../../../test/support/onnxRuntimes';
import { BandFit, type FittedAudio, standardizePictures, audioShape } from '../audio/fittedAudio';
import { featureForms, standardFeatures } from '../audio/featureSpec';
import { pictureOf } from '../audio/features';
import { normals } from '../random/random';
import { addSoundInput } from './audioNodes';
import { createGraphBuilder } from './createGraphBuilder';
import { writeModel } from './writeModel';

const rate = 8000;
const samples = 4001;
const clips = 5;

/** A gliding tone, the same very quiet, noise, a click and silence. */
const sound = Float32Array.from({ length: clips * samples }, (_, i) => {
  const [clip, n] = [Math.floor(i / samples), i % samples];
  const tone = 0.5 * Math.sin(0.0001 * n * n);
  return [tone, tone * 1e-4, 0, n === 2000 ? 1 : 0, 0][clip] as number;
});
sound.set(normals(3, 'noise', 0, samples), 2 * samples);

function fittedTo(features: FittedAudio['features']): { fitted: FittedAudio; pictures: Float32Array } {
  const hearing = { rate, samples, features };
  const picture = pictureOf(features, rate);
  const all = Array.from({ length: clips }, (_, clip) =>
    picture(sound.subarray(clip * samples, (clip + 1) * samples)),
  );
  const fit = new BandFit(audioShape(hearing)[1] as number);
  for (const one of all) fit.add(one);
  const fitted = { ...hearing, ...fit.fitted() };
  const pictures = Float32Array.from(all.flatMap((one) => [...one]));
  standardizePictures(pictures, fitted);
  return { fitted, pictures };
}

describe('sound enters an exported file as it enters the studio', () => {
  const forms = featureForms.map((form) => ({ ...standardFeatures(rate), form }));
  const odd = {
    ...standardFeatures(rate),
    fft: 275,
    hop: 110,
    mels: 20,
    fmin: 60,
    fmax: 3500,
    scale: 'htk' as const,
  };
  const long = { ...standardFeatures(rate), fft: 1024, hop: 128 };
  const cases = [...forms, odd, long].flatMap((features) =>
    onnxRuntimes.map((runtime) => ({ features, runtime })),
  );
  it.each(cases)(
    '$features.form, frames of $features.fft, in $runtime.name',
    async ({ features, runtime }) => {
      const { fitted, pictures } = fittedTo(features);
      const graph = createGraphBuilder([]);
      const { value, input } = addSoundInput(graph, fitted, null);
      graph.output(value, 'picture', 'float', [null, ...audioShape(fitted)]);
      const bytes = writeModel(graph.build(), { name: 'sound', opset: 17 });
      expect(bytes.length).toBeLessThan(250_000);
      const feed = { name: input.name, type: 'float32' as const, data: sound, dims: [clips, samples] };
      const out = (await runtime.run(bytes, [feed])).get('picture');
      expect(out?.dims).toEqual([clips, ...audioShape(fitted)]);
      let most = 0;
      for (let i = 0; i < pictures.length; i++)
        most = Math.max(most, Math.abs(Number(out?.data[i]) - (pictures[i] as number)));
      expect(most).toBeLessThan(2e-4);
    },
  );
});
