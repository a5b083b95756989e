import { run as command } from '#/app/run';
import type { FittedImages } from '#/core/images/fittedImages';
import type { ModelVersion, Run } from '#/core/protocol/model';

/** The version that a run made, and the size of its images; undefined where it was deleted. */
export async function readVersion({
  modelId,
  modelVersionId,
}: Pick<Run, 'modelId' | 'modelVersionId'>): Promise<
  { version: ModelVersion; size: FittedImages } | undefined
> {
  const { versions } = await command('models.get', { id: modelId });
  const version = versions.find(({ id }) => id === modelVersionId) as ModelVersion | undefined;
  return version && { version, size: version.input.fitted as FittedImages };
}
