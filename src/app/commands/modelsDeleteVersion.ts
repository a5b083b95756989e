import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { found } from '../queries';

export const modelsDeleteVersion = defineCommand({
  name: 'models.deleteVersion',
  effect: 'writes',
  title: 'Delete a version',
  summary: 'Removes one version; refused while an alias points at it.',
  input: z.strictObject({ modelId: id, versionId: id }),
  output: z.object({}),
  async run({ storage }, { modelId, versionId }) {
    const version = found(await storage.models.version(versionId), 'model version', versionId);
    if (version.modelId !== modelId)
      throw new TetradError({
        code: 'badInput',
        message: 'This version belongs to another model.',
        hint: 'models.get lists the versions of a model.',
        place: 'versionId',
      });
    await storage.models.deleteVersion(versionId);
    return {};
  },
});
