import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { file, id } from '../commandSchemas';
import { folder, gridOptions } from '../gridInput';
import { defineCommand } from './commandDef';
import { nameOfFile, submitImport } from '../jobs/submitImport';

export const datasetsImport = defineCommand({
  name: 'datasets.import',
  effect: 'writes',
  title: 'Import files',
  summary:
    'Reads each file into a dataset of its own, as a job; returns at once. With `options.grid` all files, of equal shape, are recordings of one field; `options.folder` holds the files of a Zarr folder that the file stands for.',
  input: z.strictObject({
    files: z.array(file).min(1),
    name: z.string().min(1).optional(),
    format: z.string().optional(),
    options: z.strictObject({ grid: gridOptions.optional(), folder: folder.optional() }).optional(),
  }),
  output: z.object({ jobId: id, datasetId: id, imports: z.array(z.object({ jobId: id, datasetId: id })) }),
  async run(services, { files, name, format, options }) {
    const grid = options?.grid;
    const [first, ...more] = files;
    const groups =
      grid && first
        ? [{ file: first, more, grid, folder: options?.folder }]
        : files.map((one) => ({ file: one }));
    const imports: { jobId: string; datasetId: string }[] = [];
    for (const [i, dropped] of groups.entries()) {
      const wanted = name ? (i === 0 ? name : `${name} ${i + 1}`) : nameOfFile(dropped.file.name);
      imports.push(await submitImport(services, { name: wanted, dropped, format }));
    }
    const [leading] = imports;
    if (!leading) throw new TetradError({ code: 'badInput', message: 'No file was given.', place: 'files' });
    return { ...leading, imports };
  },
});
