import { z } from 'zod';
import { id } from '../commandSchemas';
import { bytes } from '../outputs/values';
import { exportReport } from '../outputs/prediction';
import { defineCommand } from './commandDef';
import { exportAs } from './modelsExport';

export const modelsApp = defineCommand({
  name: 'models.app',
  effect: 'writes',
  title: 'A model as a page of its own',
  summary:
    'One HTML file with the model, a form and what runs it: it opens from disk without a network and answers as the studio does. As `models.export` with the format `app`.',
  input: z.strictObject({ modelId: id, version: z.int().min(1).optional(), alias: z.string().optional() }),
  output: z.object({ fileName: z.string(), bytes, report: exportReport }),
  async run(services, which) {
    const { files, report } = await exportAs(services, { ...which, format: 'app' });
    const [file] = files;
    return { fileName: file?.name ?? '', bytes: file?.bytes ?? new Uint8Array(), report };
  },
});
