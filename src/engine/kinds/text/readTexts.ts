/** The texts of a version, chunk by chunk: a dataset of them may be larger than memory. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { breathe } from '#/core/protocol/heartbeat';
import { readColumns } from '#/core/table/readColumns';
import { textColumn } from '#/core/text/textData';
import type { Blobs } from '../kindEngine';

/** Between two signs of life: some thousandths of a second of tokenising each. */
const atOnce = 200;

/** `see` gets every row in order; one without a text has "". */
export async function eachText(
  { schema, chunks }: Pick<DatasetVersion, 'schema' | 'chunks'>,
  blobs: Blobs,
  see: (row: number, text: string) => void,
): Promise<void> {
  const name = textColumn(schema);
  let row = 0;
  for (const chunk of chunks) {
    const columns = await readColumns([chunk], blobs, schema, [name], { asText: new Set([name]) });
    for (const text of columns.get(name)?.data ?? []) {
      see(row, String(text ?? ''));
      if (++row % atOnce === 0) breathe();
    }
  }
}
