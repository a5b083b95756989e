import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const modelsUpdateVersion = defineCommand({
  name: 'models.updateVersion',
  effect: 'writes',
  title: 'Edit a version',
  summary: 'Changes the notes of a version; everything else is immutable.',
  input: z.strictObject({ versionId: id, notes: z.string().max(20_000) }),
  output: z.object({}),
  async run({ storage }, { versionId, notes }) {
    await storage.models.updateVersion(versionId, { notes });
    return {};
  },
});
