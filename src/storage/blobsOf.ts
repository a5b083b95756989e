import type { BlobRef } from '#/core/protocol/dataset';
import type { ModelVersion } from '#/core/protocol/model';

/** Which blobs a record names is known by its kind and its body: loaded when asked, since the first screen needs neither. */
export async function loadBlobsOf() {
  const [{ blobsOfVersion }, { blobsOfBody }] = await Promise.all([
    import('#/core/kinds/registry'),
    import('#/core/bodies/registry'),
  ]);
  /** Its weights, and what newer rows are compared with. */
  const blobsOfModel = ({ body, reference }: Pick<ModelVersion, 'body' | 'reference'>): BlobRef[] => [
    ...blobsOfBody(body),
    ...(reference ? [reference] : []),
  ];
  return { blobsOfVersion, blobsOfModel };
}
