/** A table file with labels, and the column to join it by. */
import { Button, TextInput } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useRef } from 'react';
import type { LabelSource } from '#/core/grid/gridSchema';
import { acceptedEndings } from '#/core/fileEndings';
import classes from './grid.module.css';

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
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <div className={classes.fields}>
        <Button
          variant="default"
          leftSection={<IconFileImport size={16} />}
          onClick={() => picker.current?.click()}
        >
          {table ? table.file.name : 'Choose a table'}
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          accept={acceptedEndings('tables')}
          aria-label="Table of labels"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (file) onChange({ kind: 'table', file, ...(table?.key && { key: table.key }) });
          }}
        />
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
  const count = (n: number) => n.toLocaleString('en-US');
  const perTime = times > 1 ? `, or one per time (${count(recordings * times)})` : '';
  const names = byFile ? 'the names of the files' : 'the numbers of the recordings from 0';
  return `One row per recording (${count(recordings)})${perTime}, in order; or joined by a column with ${names}.`;
}
