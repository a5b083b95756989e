/** The first rows as they are read. The cell that is pointed at is told as it stands in the file. */
import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { TablePreview } from '#/core/reading/tablePreview';
import { formatCount } from '#/ui/charts/formatNumber';
import { cellWords, shownCell } from './cellWords';
import classes from './import.module.css';

const columnsAtOnce = 40;
/** -1: the row of names. */
interface Cell {
  row: number;
  at: number;
}

export function PreviewGrid({
  preview,
  isOld,
  isRefused,
  chosen,
  marks,
  onColumn,
}: {
  preview: TablePreview;
  /** A newer one is being read. */
  isOld: boolean;
  /** A newer one could not be read: this is the one before. */
  isRefused: boolean;
  chosen: string | undefined;
  marks: ReadonlyMap<string, 'open' | 'said'>;
  onColumn: (name: string) => void;
}) {
  const { columns, rows, written } = preview;
  const [find, setFind] = useState('');
  const [most, setMost] = useState(columnsAtOnce);
  const [active, setActive] = useState<Cell>({ row: -1, at: 0 });
  const [pointed, setPointed] = useState<Cell>();
  const grid = useRef<HTMLTableElement>(null);
  const toldId = useId();
  const wanted = find.trim().toLowerCase();
  const found = [...columns.keys()].filter((i) => (columns[i]?.name ?? '').toLowerCase().includes(wanted));
  const shown = found.slice(0, most);
  const focused = { row: Math.min(active.row, rows.length - 1), at: Math.min(active.at, shown.length - 1) };

  const go = (cell: Cell) => {
    setActive(cell);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${cell.row},${cell.at}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (!step || event.altKey || event.metaKey) return;
    event.preventDefault();
    const { row, at } = step(focused, event.ctrlKey);
    go({
      row: Math.max(-1, Math.min(rows.length - 1, row)),
      at: Math.max(0, Math.min(shown.length - 1, at)),
    });
  };
  const told = pointed ?? (focused.row >= 0 ? focused : undefined);
  const toldColumn = told && shown[told.at];
  const props = (row: number, at: number) => ({
    'data-cell': `${row},${at}`,
    tabIndex: row === focused.row && at === focused.at ? 0 : -1,
    onFocus: () => setActive({ row, at }),
  });

  return (
    <div className={classes.gridPart}>
      {columns.length > columnsAtOnce && (
        <TextInput
          aria-label="Find a column"
          placeholder={`Find one of ${formatCount(columns.length)} columns`}
          leftSection={<IconSearch size={14} />}
          w={260}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      )}
      <div className={classes.gridFrame} data-old={isOld} data-refused={isRefused} aria-busy={isOld}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the arrows move between its cells */}
        <table
          ref={grid}
          role="grid"
          aria-label="First rows"
          className={classes.grid}
          onKeyDown={onKeyDown}
          onPointerLeave={() => setPointed(undefined)}
        >
          <thead>
            <tr>
              {shown.map((i, at) => {
                const { name, type, unit } = columns[i] as TablePreview['columns'][number];
                const mark = marks.get(name);
                return (
                  <th key={i} scope="col" data-chosen={name === chosen}>
                    <button
                      type="button"
                      {...props(-1, at)}
                      aria-expanded={name === chosen}
                      title={`How ${name} is read`}
                      onClick={() => onColumn(name)}
                    >
                      <span className={classes.columnName}>{name}</span>
                      <span className={classes.columnType}>
                        {type}
                        {unit && <span className={classes.unit}> {unit}</span>}
                        {mark && (
                          <span className={mark === 'open' ? classes.unsure : classes.changed}>
                            {mark === 'open' ? ' not sure' : ' set'}
                          </span>
                        )}
                      </span>
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, r) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
              <tr key={r}>
                {shown.map((i, at) => {
                  const read = row[i] ?? null;
                  const raw = written[r]?.[i] ?? null;
                  const type = columns[i]?.type ?? 'text';
                  return (
                    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a cell of a grid
                    <td
                      key={i}
                      {...props(r, at)}
                      aria-describedby={r === focused.row && at === focused.at ? toldId : undefined}
                      data-right={type === 'numeric' || type === 'integer'}
                      data-missing={read === null}
                      data-turned={read === null && raw !== null}
                      onPointerEnter={() => setPointed({ row: r, at })}
                    >
                      {read === null ? (raw === null ? '' : 'missing') : shownCell(read, type)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.told} id={toldId}>
        {told && toldColumn !== undefined
          ? wordsAt(preview, told.row, toldColumn)
          : isRefused
            ? 'As it was read before.'
            : 'Point at a cell to see it as it stands in the file, press a name to change how its column is read.'}
      </p>
      {found.length > shown.length && (
        <Button variant="default" size="compact-sm" onClick={() => setMost(most + columnsAtOnce)}>
          Show {formatCount(Math.min(columnsAtOnce, found.length - shown.length))} more of{' '}
          {formatCount(found.length)} columns
        </Button>
      )}
    </div>
  );
}

function wordsAt({ columns, rows, written }: TablePreview, row: number, i: number): string {
  const read = rows[row]?.[i] ?? null;
  const { name = '', type = 'text' } = columns[i] ?? {};
  return cellWords(name, row, written[row]?.[i] ?? null, read === null ? null : shownCell(read, type));
}

const steps: Record<string, (from: Cell, far: boolean) => Cell> = {
  ArrowUp: ({ row, at }) => ({ row: row - 1, at }),
  ArrowDown: ({ row, at }) => ({ row: row + 1, at }),
  ArrowLeft: ({ row, at }) => ({ row, at: at - 1 }),
  ArrowRight: ({ row, at }) => ({ row, at: at + 1 }),
  PageUp: ({ row, at }) => ({ row: row - 10, at }),
  PageDown: ({ row, at }) => ({ row: row + 10, at }),
  Home: ({ row }, far) => ({ row: far ? -1 : row, at: 0 }),
  End: ({ row }, far) => ({ row: far ? Number.MAX_SAFE_INTEGER : row, at: Number.MAX_SAFE_INTEGER }),
};
