import { z } from 'zod';
import { performanceOf } from '#/core/inUse/performance';
import { id } from '../commandSchemas';
import { answersOfDataset } from '../inUse/answersOfDataset';
import { whenKept } from '../inUse/keepAnswers';
import { rightCurve } from '../inUse/rightCurve';
import { performance } from '../outputs/inUse';
import { defineCommand } from './commandDef';

export const monitorPerformance = defineCommand({
  name: 'monitor.performance',
  effect: 'reads',
  title: 'Judge answers over time',
  summary:
    'How good the logged answers of a version are (or its answers to a dataset: 5,000 rows at most, in their order), window by window: by the labels that came, and without labels by how sure it is (CBPE). `known` says whether the estimate is to be trusted, `why` why not: too few rows with known truth, answers less sure than ever seen, or labels that contradict it.',
  unlogged: true,
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    datasetId: id.optional(),
    windows: z.int().min(1).max(100).default(10),
  }),
  output: performance.and(z.object({ modelId: id, version: z.int() })),
  async run(services, { modelId, version, alias, datasetId, windows }) {
    const { storage } = services;
    const which = await storage.models.resolve(modelId, { number: version, alias });
    await whenKept();
    const rows =
      datasetId === undefined
        ? (await storage.inUse.rows(modelId)).filter((row) => row.version === which.number)
        : await answersOfDataset(services, which, datasetId);
    const curve = await rightCurve(storage, which);
    return { ...performanceOf(rows, { ...curve, windows }), modelId, version: which.number };
  },
});
