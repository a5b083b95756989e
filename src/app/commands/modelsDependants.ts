import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const modelsDependants = defineCommand({
  name: 'models.dependants',
  effect: 'reads',
  title: 'What a model holds',
  summary: 'Runs and versions that belong to it, to show before a delete.',
  input: z.strictObject({ id }),
  output: z.object({ runs: z.array(z.object({ id, name: z.string() })), versions: z.int() }),
  async run({ storage }, input) {
    const [{ runs }, versions] = await Promise.all([
      storage.models.dependants(input.id),
      storage.models.versions(input.id),
    ]);
    return { runs, versions: versions.length };
  },
});
