/** A table as texts: proposed where one of its columns holds sentences. */
import { NativeSelect } from '@mantine/core';
import type { TablePreview } from '#/core/reading/tablePreview';
import { longestTexts, looksLikeTexts } from '#/core/text/findTexts';
import type { TableReading } from '../tableReading';

const cellsOf = ({ columns, rows }: TablePreview): string[][] =>
  columns.map(({ type }, i) =>
    type === 'text' || type === 'categorical' || type === 'id' ? rows.map((row) => row[i] ?? '') : [],
  );

export const reading: TableReading = {
  propose(preview) {
    const cells = cellsOf(preview);
    const longest = longestTexts(cells);
    if (!longest) return undefined;
    const name = preview.columns[longest.at]?.name ?? '';
    return { why: `“${name}” holds sentences`, isLikely: looksLikeTexts(cells) };
  },
  Controls({ preview, options, onChange }) {
    const cells = cellsOf(preview);
    const names = preview.columns.filter((_, i) => (cells[i]?.length ?? 0) > 0).map(({ name }) => name);
    return (
      <NativeSelect
        label="Column of texts"
        value={String(options.column ?? preview.columns[longestTexts(cells)?.at ?? 0]?.name ?? '')}
        data={names}
        onChange={(event) => onChange({ ...options, column: event.currentTarget.value })}
      />
    );
  },
};
