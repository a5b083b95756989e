import { z } from 'zod';
import { fileSchema } from '#/core/protocol/fileSchema';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { checkAlertsSoon } from '../inUse/checkAlertsSoon';
import { joinLabels } from '../inUse/joinLabels';
import { whenKept } from '../inUse/keepAnswers';
import { labelsOfFile } from '../inUse/labelsOfFile';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const monitorLabels = defineCommand({
  name: 'monitor.labels',
  effect: 'writes',
  title: 'Give labels to answers',
  summary:
    'What was right, for answers that were written down: joined by id, from a list or from a file with a column of ids and one of labels (any table format; named `id` and as the target unless told). Ids that no kept answer has are named, the others are joined; all of it is stored, or nothing.',
  input: z.strictObject({
    modelId: id,
    labels: z
      .array(z.strictObject({ id: z.string().min(1), value: z.union([z.string(), z.number()]) }))
      .min(1)
      .optional(),
    file: fileSchema.optional(),
    idColumn: z.string().optional(),
    labelColumn: z.string().optional(),
  }),
  output: z.object({
    joined: z.int(),
    changed: z.int(),
    unknown: z.array(z.string()),
    unknownCount: z.int(),
  }),
  async run(services, { modelId, labels, file, idColumn, labelColumn }) {
    const { storage } = services;
    found(await storage.models.get(modelId), 'model', modelId);
    const { task } = await storage.models.resolve(modelId);
    if ((labels === undefined) === (file === undefined))
      throw new TetradError({
        code: 'badInput',
        message: 'Labels come as a list or as a file, one of the two.',
        place: 'labels',
        hint: 'Give `labels`, each with `id` and `value`, or `file`.',
      });
    await whenKept();
    const given =
      labels ?? (await labelsOfFile(services, file as File, idColumn ?? 'id', labelColumn ?? task.target));
    const joined = await joinLabels(storage, modelId, task, given);
    checkAlertsSoon(services, modelId);
    return joined;
  },
});
