import { z } from 'zod';
import { askedSource } from '../sources/requestOf';
import { sourceFields } from '../sources/sourceSchemas';
import { trafficMeter } from '../sources/traffic';
import { defineCommand } from './commandDef';

export const sourcesBrowse = defineCommand({
  name: 'sources.browse',
  effect: 'writes',
  title: 'List the files of a source',
  summary:
    'Asks an allowed host for the files of a dataset, a bucket or a container: those of `folder`, or of the whole address; `next` of an answer asks for those that follow.',
  input: z.strictObject({
    ...sourceFields,
    folder: z.string().max(2000).optional(),
    next: z.string().max(10_000).optional(),
  }),
  output: z.object({
    files: z.array(
      z.object({ path: z.string(), bytes: z.number().optional(), sha256: z.string().optional() }),
    ),
    folders: z.array(z.string()),
    next: z.string().optional(),
  }),
  async run({ storage, sources }, { folder, next, ...given }) {
    const { address, keys } = await askedSource(storage.settings, given);
    const meter = trafficMeter(storage.settings);
    try {
      const place = { ...(folder !== undefined && { folder }), ...(next !== undefined && { next }) };
      return await sources.list({ source: given.source, address, keys, place }, (event) => {
        if (event.kind === 'traffic') meter.hear(event.traffic);
      });
    } finally {
      await meter.end();
    }
  },
});
