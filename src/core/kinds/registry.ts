import type { BlobRef, DatasetKind, DatasetVersion } from '../protocol/dataset';
import { Registry } from '../registry/registry';
import * as listed from './index';
import type { KindDef } from './kindDef';

export const kinds = new Registry<KindDef>('kind of data', Object.values(listed));

export const kindOf = ({ kind }: { kind: DatasetKind }): KindDef => kinds.get(kind, 'kind');

/** Every blob a dataset version names: the chunks of its table, and what its kind keeps beside it. */
export function blobsOfVersion({ chunks, schema }: Pick<DatasetVersion, 'chunks' | 'schema'>): BlobRef[] {
  const kind = kindOf(schema);
  return [...chunks, ...kind.blobs(kind.dataOf(schema))];
}
