import { z } from 'zod';
import { kindOf } from '#/core/kinds/registry';
import { TetradError } from '#/core/protocol/errors';
import { fileSchema } from '#/core/protocol/fileSchema';
import { id, rawRow } from '../commandSchemas';
import { givenArrays } from '../givenArrays';
import { checkAlertsSoon } from '../inUse/checkAlertsSoon';
import { idsOf, served } from '../inUse/served';
import { contendersOf, servedCompared } from '../inUse/servedCompared';
import { numbersInput } from '../numbersInput';
import { namesInRows, refuseForeignRows, unknownFields } from '../unknownFields';
import { defineCommand } from './commandDef';
import { prediction } from '../outputs/prediction';

export const inferencePredict = defineCommand({
  name: 'inference.predict',
  effect: 'reads',
  title: 'Predict',
  summary:
    'Answers raw rows (of a model on fields or images: samples by number, also of another dataset, or inputs as arrays; of one on images also files; of an imported one `arrays`, its inputs by name) with labels and probabilities, numbers or fields. With `parts` a forecast of N-BEATS comes with what it sums from: the last value, trend, seasonality and rest. Where answers are written down (`monitor.keep`) each has an id, given as `ids` or drawn: labels that come later are joined by it. While versions are compared (`comparisons.start`) rows that name no version are answered by the one that the key says (`keys`, else the id).',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    rows: z.array(rawRow).min(1).optional(),
    samples: z.array(z.int().min(0)).min(1).optional(),
    datasetVersionId: id.optional(),
    inputs: numbersInput.optional(),
    files: z.array(fileSchema).min(1).max(1000).optional(),
    parts: z.boolean().optional(),
    arrays: givenArrays.optional(),
    ids: z.array(z.string().min(1).max(200)).optional(),
    keys: z.array(z.string().max(200)).optional(),
  }),
  output: z.object({
    predictions: z.array(prediction),
    latencyMs: z.number(),
    modelId: id,
    version: z.int(),
    backend: z.string(),
    warnings: z.array(z.string()),
    labels: z.array(z.string()).optional(),
    ids: z.array(z.string()).optional(),
    versions: z.array(z.int()).optional(),
  }),
  async run(
    services,
    {
      modelId,
      version,
      alias,
      rows: rawRows,
      samples,
      datasetVersionId,
      inputs,
      files,
      parts,
      arrays,
      ids,
      keys,
    },
  ) {
    const { storage } = services;
    const rows = samples?.map((sample) => ({ sample })) ?? rawRows ?? [];
    const namesNone = version === undefined && alias === undefined && rows.length > 0;
    // Side by side: each waits for the disk.
    const [which, contenders, { on }] = await Promise.all([
      storage.models.resolve(modelId, { number: version, alias }),
      namesNone ? contendersOf(storage, modelId) : undefined,
      storage.inUse.log(modelId),
    ]);
    const warnings = unknownFields(which, namesInRows(rows));
    refuseForeignRows(which, rows);
    const { rowsAreCells, takesFiles, words } = kindOf(which.input);
    const given = rowsAreCells ? undefined : inputs;
    if (files && !takesFiles)
      throw new TetradError({
        code: 'badInput',
        message: `A model on ${words.things} takes no files one by one.`,
        place: 'files',
        hint: words.give,
      });
    if (!given && !files && !arrays && rows.length === 0)
      throw new TetradError({
        code: 'badInput',
        message: 'There is nothing to predict.',
        place: 'rows',
        hint: words.give,
      });
    const request = {
      rows,
      field: given?.values,
      fieldShape: given?.shape,
      datasetVersionId,
      files,
      parts,
      ...(arrays && { arrays }),
    };
    if (ids && rows.length > 0) idsOf(ids, rows.length);
    const drawn = contenders && idsOf(ids, rows.length);
    const asked =
      contenders && drawn
        ? servedCompared(services, contenders, request, drawn, keys ? idsOf(keys, rows.length) : drawn)
        : served(services, which, request, ids, on);
    const answer = await asked.finally(() => checkAlertsSoon(services, modelId));
    return {
      ...answer,
      warnings: [...warnings, ...answer.warnings],
      modelId,
      labels: which.task.labels,
    };
  },
});
