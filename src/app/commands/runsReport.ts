import { z } from 'zod';
import { ablationPair } from '#/core/evaluation/ablationPair';
import { evaluatedPart } from '#/core/evaluation/evaluatedPart';
import {
  artifactOf,
  parseValidation,
  type ValidationPredictions,
} from '#/core/evaluation/validationPredictions';
import { chartedNames } from '#/core/metrics/chartGroups';
import type { Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { ReportedPair } from '#/core/report/ablationSection';
import type { ReportedGroups } from '#/core/report/fairnessSection';
import { type ReportSource, runReport } from '#/core/report/runReport';
import { id } from '../commandSchemas';
import { explainedOf } from '../explainedOf';
import { fairnessOfRun } from '../fairnessOfRun';
import { found } from '../queries';
import { version } from '../version';
import { defineCommand } from './commandDef';

export const runsReport = defineCommand({
  name: 'runs.report',
  effect: 'reads',
  title: 'Report a run',
  summary:
    'One self-contained HTML file without scripts: data, configuration, curves, evaluation, explanations of its version, environment, hashes. `groups`: columns whose values make groups that are compared, of one class (`label`, of two the event) or of numbers.',
  input: z.strictObject({
    runId: id,
    groups: z.array(z.string()).max(10).default([]),
    label: z.string().optional(),
  }),
  output: z.object({ fileName: z.string(), html: z.string() }),
  async run({ storage, data }, { runId, groups, label }) {
    const run = found(await storage.runs.get(runId), 'run', runId);
    const [metrics, dataset, datasetVersion, model, modelVersion, reported, pair, parts, explained] =
      await Promise.all([
        storage.metrics.list(runId, [...chartedNames]),
        storage.datasets.get(run.datasetId),
        storage.datasets.version(run.datasetVersionId),
        storage.models.get(run.modelId),
        run.modelVersionId ? storage.models.version(run.modelVersionId) : undefined,
        reportedOf(storage, run),
        pairOf(storage, run),
        run.sweep ? storage.runs.list({ parentId: runId }) : undefined,
        run.modelVersionId ? explainedOf(storage, run.modelVersionId) : undefined,
      ]);
    const compared: ReportedGroups[] = [];
    for (const column of groups)
      compared.push({
        column,
        found: await fairnessOfRun({ storage, data }, run, {
          part: evaluatedPart(run),
          column,
          label,
          threshold: 0.5,
          thresholds: {},
        }),
      });
    return {
      fileName: `${run.name}.html`,
      html: await runReport({
        run,
        metrics,
        dataset,
        datasetVersion,
        model,
        modelVersion,
        ...reported,
        pair,
        parts,
        explained,
        groups: compared,
        studioVersion: version,
        userAgent: typeof navigator === 'undefined' ? undefined : navigator.userAgent,
        madeAt: Date.now(),
      }),
    };
  },
});

async function reportedOf(
  storage: Pick<Storage, 'blobs'>,
  run: Run,
): Promise<Pick<ReportSource, 'judged' | 'part'>> {
  const part = evaluatedPart(run);
  return { judged: await judgedOf(storage, run, artifactOf(part)), part };
}

async function judgedOf(
  { blobs }: Pick<Storage, 'blobs'>,
  { artifacts }: Run,
  wanted: string,
): Promise<ValidationPredictions | undefined> {
  const artifact = artifacts.find(({ name }) => name === wanted);
  return artifact && parseValidation(await blobs.get(artifact.blob));
}

async function pairOf(storage: Storage, run: Run): Promise<ReportedPair | undefined> {
  const pair = ablationPair(run, await storage.runs.list({ datasetId: run.datasetId }));
  if (!pair) return undefined;
  const wanted = artifactOf(pair.part);
  const [full, ablation] = await Promise.all(
    [pair.full, pair.ablation].map((one) => judgedOf(storage, one, wanted)),
  );
  return { ...pair, judged: full && ablation && { full, ablation } };
}
