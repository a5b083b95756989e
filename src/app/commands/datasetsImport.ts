import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { file, id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { nameOfFile, submitImport } from '../jobs/submitImport';

export const datasetsImport = defineCommand({
  name: 'datasets.import',
  title: 'Import files',
  summary: 'Reads each file into a dataset of its own, as a job; returns at once.',
  input: z.strictObject({
    files: z.array(file).min(1),
    name: z.string().min(1).optional(),
    format: z.string().optional(),
  }),
  output: z.object({ jobId: id, datasetId: id, imports: z.array(z.object({ jobId: id, datasetId: id })) }),
  async run(services, { files, name, format }) {
    const imports: { jobId: string; datasetId: string }[] = [];
    for (const [i, dropped] of files.entries()) {
      const wanted = name ? (i === 0 ? name : `${name} ${i + 1}`) : nameOfFile(dropped.name);
      imports.push(await submitImport(services, { name: wanted, file: dropped, format }));
    }
    const [first] = imports;
    if (!first) throw new TetradError({ code: 'badInput', message: 'No file was given.', place: 'files' });
    return { ...first, imports };
  },
});
