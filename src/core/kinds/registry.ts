import type { BlobRef, DatasetKind, DatasetSource, DatasetVersion } from '../protocol/dataset';
import { Registry } from '../registry/registry';
import * as listed from './index';
import type { KindDef } from './kindDef';

export const kinds = new Registry<KindDef>('kind of data', Object.values(listed));

export const kindOf = ({ kind }: { kind: DatasetKind }): KindDef => kinds.get(kind, 'kind');

/** Every blob a dataset version names: the chunks of its table, what its kind keeps beside it, the file it came from. */
export function blobsOfVersion({
  chunks,
  schema,
  source,
}: Pick<DatasetVersion, 'chunks' | 'schema'> & { source?: Pick<DatasetSource, 'kept'> }): BlobRef[] {
  const kind = kindOf(schema);
  return [...chunks, ...kind.blobs(kind.dataOf(schema)), ...(source?.kept ? [source.kept] : [])];
}
