import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { submitImport } from '../jobs/submitImport';

const sampleNames = { iris: 'Iris', churn: 'Churn', houses: 'Houses' };

export const datasetsSample = defineCommand({
  name: 'datasets.sample',
  title: 'Open a sample',
  summary: 'Makes a built-in sample (no network) and imports it.',
  input: z.strictObject({ sampleId: z.enum(['iris', 'churn', 'houses']) }),
  output: z.object({ jobId: id, datasetId: id }),
  run: (services, { sampleId }) => submitImport(services, { name: sampleNames[sampleId], sampleId }),
});
