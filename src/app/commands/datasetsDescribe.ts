import { z } from 'zod';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';
import { findDataset, found } from '../queries';
import { leakageHints } from '#/core/stats/leakageHints';
import { type LeftOutColumn, leftOut } from '#/core/stats/leftOut';
import { rareLabels } from '#/core/stats/rareLabels';
import { columnRoles, columnTypes } from '#/core/protocol/dataset';
import type { Complete } from '../outputs/complete';
import { suggestTarget } from '#/core/train/targets';
import { columnStats, dataIssue, datasetSchema } from '../outputs/dataset';

const leftOutColumn = z.object({
  name: z.string(),
  why: z.string(),
  takenIn: z.object({ type: z.enum(columnTypes), role: z.enum(columnRoles) }).optional(),
} satisfies Complete<LeftOutColumn>);

export const datasetsDescribe = defineCommand({
  name: 'datasets.describe',
  effect: 'reads',
  title: 'Describe a dataset',
  summary:
    'Schema, statistics, what was noticed, leakage hints, labels that are rare, columns that are not learnt from, and a suggested target.',
  input: z.strictObject({ id, versionId: id.optional(), target: z.string().optional() }),
  output: z.object({
    versionId: id,
    schema: datasetSchema,
    stats: z.array(columnStats),
    rows: z.int(),
    issues: z.array(dataIssue),
    hints: z.array(dataIssue),
    notes: z.array(dataIssue),
    leftOut: z.array(leftOutColumn),
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
    const suggestedTarget = suggestTarget(version);
    const target = input.target ?? suggestedTarget;
    return {
      versionId: version.id,
      schema,
      stats,
      rows,
      issues,
      hints: leakageHints(version, target),
      notes: rareLabels(version, target),
      leftOut: leftOut(version, target),
      suggestedTarget,
    };
  },
});
