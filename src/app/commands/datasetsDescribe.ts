import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { findDataset, found } from '../queries';
import { leakageHints } from '#/core/stats/leakageHints';
import { suggestTarget } from '#/core/train/targets';
import { columnStats, dataIssue, datasetSchema } from '../outputs/dataset';

export const datasetsDescribe = defineCommand({
  name: 'datasets.describe',
  effect: 'reads',
  title: 'Describe a dataset',
  summary: 'Schema, statistics, what was noticed, leakage hints and a suggested target.',
  input: z.strictObject({ id, versionId: id.optional() }),
  output: z.object({
    versionId: id,
    schema: datasetSchema,
    stats: z.array(columnStats),
    rows: z.int(),
    issues: z.array(dataIssue),
    hints: z.array(dataIssue),
    suggestedTarget: z.string().optional(),
  }),
  async run({ storage }, input) {
    const detail = found(await findDataset(storage, input.id), 'dataset', input.id);
    const version = found(
      input.versionId ? await storage.datasets.version(input.versionId) : detail.version,
      'dataset version',
      input.versionId ?? detail.dataset.name,
    );
    const { schema, stats, rows, issues } = version;
    return {
      versionId: version.id,
      schema,
      stats,
      rows,
      issues,
      hints: leakageHints(version),
      suggestedTarget: suggestTarget(version),
    };
  },
});
