/** The card of a version, from what is stored. Loaded when one is asked for. */
import { type DriftReference, parseReference } from '#/core/drift/referenceFile';
import { cardHtml } from '#/core/card/cardHtml';
import { cardMarkdown } from '#/core/card/cardMarkdown';
import { type CardSource, modelCard } from '#/core/card/modelCard';
import { explainers } from '#/core/explain/registry';
import type { Model, ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { ExplainInput, ExplainJobResult } from './jobs/explainJob';

export async function modelCardOf(storage: Storage, model: Model, version: ModelVersion) {
  const [dataset, datasetVersion, run, reference, explained] = await Promise.all([
    storage.datasets.get(version.datasetId),
    storage.datasets.version(version.datasetVersionId),
    storage.runs.get(version.runId),
    referenceOf(storage, version),
    explainedBy(storage, version),
  ]);
  const card = modelCard({ model, version, dataset, datasetVersion, run, reference, explained });
  return { html: cardHtml(card), markdown: cardMarkdown(card) };
}

async function referenceOf(
  storage: Storage,
  { reference }: ModelVersion,
): Promise<DriftReference | undefined> {
  return reference && parseReference(await storage.blobs.get(reference));
}

/** The newest explanation of the whole model by columns. */
async function explainedBy(storage: Storage, { id }: ModelVersion): Promise<CardSource['explained']> {
  for (const job of await storage.jobs.list()) {
    if (job.kind !== 'explain' || job.status !== 'completed') continue;
    const { modelVersionId, method, chosen } = job.input as ExplainInput;
    const result = job.result as ExplainJobResult;
    if (
      chosen ||
      modelVersionId !== id ||
      !('attributions' in result) ||
      explainers.find(method)?.of !== 'model'
    )
      continue;
    return { measure: result.measure, columns: result.attributions };
  }
  return undefined;
}
