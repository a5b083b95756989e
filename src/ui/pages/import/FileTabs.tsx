/** Files that were dropped together, each read its own way. */
import { Tabs } from '@mantine/core';
import { formatCount } from '#/ui/charts/formatNumber';
import classes from './import.module.css';
import type { TableState } from './importSession';

export function FileTabs({
  tables,
  active,
  onShow,
}: {
  tables: readonly TableState[];
  active: number;
  onShow: (index: number) => void;
}) {
  if (tables.length < 2) return null;
  return (
    <Tabs
      value={String(active)}
      onChange={(next) => onShow(Number(next))}
      className={classes.files}
      aria-label="Files"
    >
      <Tabs.List>
        {tables.map((table, i) => (
          <Tabs.Tab key={table.key} value={String(i)} aria-controls={undefined}>
            {table.file.name}
            <State table={table} />
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}

function State({ table: { problem, isNoTable, shown } }: { table: TableState }) {
  if (problem) return <span className={classes.bad}> cannot be read</span>;
  if (isNoTable) return <span className={classes.bad}> no table</span>;
  const open = shown?.preview.reading.ambiguities.length ?? 0;
  if (open > 0) return <span className={classes.unsure}> {formatCount(open)} open</span>;
  return null;
}
