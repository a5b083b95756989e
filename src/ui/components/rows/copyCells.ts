import { run } from '#/app/run';
import { TetradError } from '#/core/protocol/errors';
import { toDelimited } from '#/ui/components/delimited';
import type { CellRange } from './gridGeometry';
import { formatCount } from '#/ui/charts/formatNumber';

const maxRows = 10_000;

/** Puts a range on the clipboard as tab-separated text, which spreadsheets take. */
export async function copyCells(
  versionId: string,
  range: CellRange,
  header?: readonly string[],
): Promise<number> {
  const count = range.bottom - range.top + 1;
  if (count > maxRows)
    throw new TetradError({
      code: 'unsupported',
      message: `${formatCount(count)} rows are too many for the clipboard.`,
      hint: `Select at most ${formatCount(maxRows)} rows.`,
    });
  const { rows } = await run('datasets.rows', { versionId, start: range.top, count });
  const cells = rows.map((row) => row.slice(range.left, range.right + 1));
  const head = header ? [header.slice(range.left, range.right + 1)] : [];
  await navigator.clipboard.writeText(toDelimited([...head, ...cells], '\t'));
  return rows.length;
}
