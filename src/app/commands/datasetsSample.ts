import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { submitImport } from '../jobs/submitImport';

const sampleNames = {
  iris: 'Iris',
  churn: 'Churn',
  houses: 'Houses',
  movingGaussians: 'Moving Gaussians',
  chirpDetector: 'Chirp in a detector grid',
  advectedField: 'Advected field',
  beatingPhantom: 'Beating phantom',
} as const;
const sampleIds = Object.keys(sampleNames) as (keyof typeof sampleNames)[];

export const datasetsSample = defineCommand({
  name: 'datasets.sample',
  effect: 'writes',
  title: 'Open a sample',
  summary: 'Makes a built-in sample (no network) and imports it.',
  input: z.strictObject({ sampleId: z.enum(sampleIds) }),
  output: z.object({ jobId: id, datasetId: id }),
  run: (services, { sampleId }) => submitImport(services, { name: sampleNames[sampleId], sampleId }),
});
