import { z } from 'zod';
import { parseValidation, validationArtifact } from '#/core/evaluation/validationPredictions';
import { runReport } from '#/core/report/runReport';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { version } from '../version';
import { defineCommand } from './commandDef';

export const runsReport = defineCommand({
  name: 'runs.report',
  title: 'Report a run',
  summary:
    'One self-contained HTML file without scripts: data, configuration, curves, evaluation, environment, hashes.',
  input: z.strictObject({ runId: id }),
  output: z.object({ fileName: z.string(), html: z.string() }),
  async run({ storage }, { runId }) {
    const run = found(await storage.runs.get(runId), 'run', runId);
    const artifact = run.artifacts.find(({ name }) => name === validationArtifact);
    const [metrics, dataset, datasetVersion, model, modelVersion, judged] = await Promise.all([
      storage.metrics.list(runId),
      storage.datasets.get(run.datasetId),
      storage.datasets.version(run.datasetVersionId),
      storage.models.get(run.modelId),
      run.modelVersionId ? storage.models.version(run.modelVersionId) : undefined,
      artifact && storage.blobs.get(artifact.blob).then(parseValidation),
    ]);
    return {
      fileName: `${run.name}.html`,
      html: runReport({
        run,
        metrics,
        dataset,
        datasetVersion,
        model,
        modelVersion,
        judged,
        studioVersion: version,
        userAgent: typeof navigator === 'undefined' ? undefined : navigator.userAgent,
        madeAt: Date.now(),
      }),
    };
  },
});
