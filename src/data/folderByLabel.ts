import type { DatasetVersion } from '#/core/protocol/dataset';
import type { BlobStore } from '#/core/protocol/storage';
import { readColumns } from '#/core/table/readColumns';

/** "cats/" for a row of that label; rows without one lie at the top. */
export async function folderByLabel(
  { schema, chunks }: DatasetVersion,
  blobs: Pick<BlobStore, 'get'>,
): Promise<(row: number) => string> {
  const target = schema.columns.find(({ role }) => role === 'target');
  if (!target) return () => '';
  const asText = new Set([target.name]);
  const labels = (await readColumns(chunks, blobs, schema, [target.name], { asText })).get(target.name)?.data;
  return (row) => {
    const label = labels?.[row] ?? null;
    return label === null ? '' : `${String(label).replaceAll('/', '_')}/`;
  };
}
