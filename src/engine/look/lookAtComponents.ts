/** The principal components of a stored model, in the words of its data. */
import { bodyOf } from '#/core/bodies/registry';
import { type ShownComponents, shownComponents } from '#/core/components/shownComponents';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import { fittedTableOf } from '#/core/transforms/fittedTableOf';

type Reads = { models: Pick<Storage['models'], 'version'>; blobs: Pick<Storage['blobs'], 'get'> };

export async function lookAtComponents(id: string, { models, blobs }: Reads): Promise<ShownComponents> {
  const version = await models.version(id);
  if (!version)
    throw new TetradError({ code: 'notFound', message: 'This model version does not exist any more.' });
  const def = bodyOf(version.body);
  const { spec } = version.body;
  if (!def.components)
    throw new TetradError({
      code: 'unsupported',
      message: `What answers here is ${def.title.toLowerCase()}: it has no components.`,
      hint: 'Train “Principal components” with “odd rows” as the target.',
    });
  const tensors = def.tensors(spec, await Promise.all(def.blobs(spec).map((blob) => blobs.get(blob))));
  const { variances, ...found } = def.components(spec, tensors);
  return shownComponents(found, variances, fittedTableOf(version) ?? { features: [] });
}
