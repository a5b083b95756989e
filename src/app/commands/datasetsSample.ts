import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { samples } from '#/core/samples/index';
import { submitImport } from '../jobs/submitImport';
import { found } from '../queries';

const sampleIds = samples.map(({ type }) => type);

export const datasetsSample = defineCommand({
  name: 'datasets.sample',
  effect: 'writes',
  title: 'Open a sample',
  summary: 'Makes a built-in sample (no network) and imports it.',
  input: z.strictObject({ sampleId: z.enum(sampleIds) }),
  output: z.object({ jobId: id, datasetId: id }),
  run(services, { sampleId }) {
    const { name } = found(
      samples.find((sample) => sample.type === sampleId),
      'sample',
      sampleId,
    );
    return submitImport(services, { name, sampleId });
  },
});
