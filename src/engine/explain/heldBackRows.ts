/** Rows that a model did not learn from, as its run recorded them. */
import { parseValidation, testArtifact, validationArtifact } from '#/core/evaluation/validationPredictions';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BackgroundPart } from '#/core/protocol/explain';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';

const parts = [
  ['test', testArtifact],
  ['validation', validationArtifact],
] as const;

/** Row numbers in the dataset version, ascending. */
export async function heldBackRows(
  { runId, datasetVersionId }: Pick<ModelVersion, 'runId' | 'datasetVersionId'>,
  dataset: Pick<DatasetVersion, 'id' | 'rows'>,
  storage: Pick<Storage, 'runs' | 'blobs'>,
): Promise<{ part: BackgroundPart; rows: Uint32Array }> {
  const artifacts = dataset.id === datasetVersionId ? ((await storage.runs.get(runId))?.artifacts ?? []) : [];
  for (const [part, name] of parts) {
    const artifact = artifacts.find((one) => one.name === name);
    if (artifact) return { part, rows: parseValidation(await storage.blobs.get(artifact.blob)).rows };
  }
  return { part: 'dataset', rows: Uint32Array.from({ length: dataset.rows }, (_, row) => row) };
}
