/** Every blob a dataset version names: the chunks of its table, of its field, and its labels. */
import type { BlobRef, DatasetVersion } from '../protocol/dataset';

export const blobsOfVersion = ({ chunks, schema }: Pick<DatasetVersion, 'chunks' | 'schema'>): BlobRef[] => [
  ...chunks,
  ...(schema.grid?.chunks ?? []),
  ...(schema.grid?.labels ? [schema.grid.labels.chunk] : []),
];
