/** Every built-in sample: one file and one line each. */
import { TetradError } from '#/core/protocol/errors';
import { churn } from './churn';
import { advectedField } from './grids/advectedField';
import { beatingPhantom } from './grids/beatingPhantom';
import { chirpDetector } from './grids/chirpDetector';
import { movingGaussians } from './grids/movingGaussians';
import { houses } from './houses';
import { iris } from './iris';
import type { SampleDef } from './sampleDef';

export const samples: SampleDef[] = [
  iris,
  churn,
  houses,
  movingGaussians,
  chirpDetector,
  advectedField,
  beatingPhantom,
];

export async function makeSample(id: string): Promise<File> {
  const sample = samples.find((candidate) => candidate.id === id);
  if (!sample)
    throw new TetradError({
      code: 'notFound',
      message: `There is no sample called “${id}”.`,
      hint: `Choose one of: ${samples.map((candidate) => candidate.id).join(', ')}.`,
    });
  return new File([await sample.make()], sample.fileName, { type: sample.type ?? 'text/csv' });
}
