/** A table file with labels, and the column to join it by. */
import { TextInput } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import type { LabelSource } from '#/core/grid/gridSchema';
import { acceptedEndings } from '#/core/fileEndings';
import { FilePicker } from '../FilePicker';
import classes from './grid.module.css';
import { formatCount } from '#/ui/charts/formatNumber';

type Table = Extract<LabelSource, { kind: 'table' }>;

export function TableChoice({
  table,
  hint,
  onChange,
}: {
  table?: Table;
  /** What would fit, in words. */
  hint: string;
  onChange: (table: Table) => void;
}) {
  return (
    <>
      <div className={classes.fields}>
        <FilePicker
          label="Table of labels"
          variant="default"
          leftSection={<IconFileImport size={16} />}
          accept={acceptedEndings('tables')}
          onFiles={([file]) =>
            file && onChange({ kind: 'table', file, ...(table?.key && { key: table.key }) })
          }
        >
          {table ? table.file.name : 'Choose a table'}
        </FilePicker>
        {table && (
          <TextInput
            label="Join by column"
            placeholder="none: by order"
            w={160}
            autoComplete="off"
            value={table.key ?? ''}
            onChange={(event) => {
              const key = event.currentTarget.value;
              onChange({ kind: 'table', file: table.file, ...(key && { key }) });
            }}
          />
        )}
      </div>
      <p className={classes.hint}>{hint}</p>
    </>
  );
}

/** How many rows a table of labels may have, and how it is joined. */
export function tableHint(recordings: number, times: number, byFile: boolean): string {
  const perTime = times > 1 ? `, or one per time (${formatCount(recordings * times)})` : '';
  const names = byFile ? 'the names of the files' : 'the numbers of the recordings from 0';
  return `One row per recording (${formatCount(recordings)})${perTime}, in order; or joined by a column with ${names}.`;
}
