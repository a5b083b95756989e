import { z } from 'zod';
import { allowedHost } from '../sources/sourceSchemas';
import { defineCommand } from './commandDef';

const json = z.record(z.string(), z.unknown());

export const sourcesList = defineCommand({
  name: 'sources.list',
  effect: 'reads',
  title: 'Sources and what left',
  summary:
    'The sources that files can be fetched from, with the schema of their addresses and keys; the hosts that are allowed; what went to hosts and what came, in bytes; and the fetched files that are kept.',
  unlogged: true,
  input: z.strictObject({}),
  output: z.object({
    sources: z.array(
      z.object({
        type: z.string(),
        title: z.string(),
        about: z.string(),
        address: json,
        keys: json.nullable(),
        lists: z.boolean(),
      }),
    ),
    allowed: z.array(allowedHost),
    /** `up`: addresses and headers as they were written here. */
    traffic: z.array(
      z.object({ host: z.string(), requests: z.int(), up: z.number(), down: z.number(), at: z.number() }),
    ),
    kept: z.array(
      z.object({ name: z.string(), url: z.string(), sha256: z.string(), bytes: z.number(), at: z.number() }),
    ),
    /** What keys are kept for; the keys themselves are not shown. */
    keptKeys: z.array(z.string()),
  }),
  async run({ storage }) {
    const { tellSources } = await import('../sources/tellSources');
    return await tellSources(storage.settings);
  },
});
