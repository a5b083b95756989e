/** Which columns an input takes: a list to tick, searched where it is long. In the order of the sample. */
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { SampleColumn } from '#/core/kinds/kindDef';
import { formatCount } from '#/ui/charts/formatNumber';
import { SearchInput } from '#/ui/components/SearchInput';
import classes from './graph.module.css';

const [mostWithoutSearch, mostShown] = [8, 100];

export function ColumnChoice({
  columns,
  chosen,
  onChange,
}: {
  columns: readonly SampleColumn[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const [query, setQuery] = useState('');
  const taken = new Set(chosen);
  const found = columns.filter(({ name }) => name.toLowerCase().includes(query.trim().toLowerCase()));
  const set = (names: readonly string[], wanted: boolean) => {
    const next = new Set(chosen);
    for (const name of names)
      if (wanted) next.add(name);
      else next.delete(name);
    const own = columns.flatMap(({ name }) => (next.has(name) ? [name] : []));
    const known = new Set(own);
    onChange([...own, ...[...next].filter((name) => !known.has(name))]);
  };
  const allOf = (wanted: boolean) =>
    set(
      found.map(({ name }) => name),
      wanted,
    );
  return (
    <fieldset className={classes.columns}>
      <legend className={classes.label}>
        Takes {formatCount(chosen.length)} of {formatCount(columns.length)}
      </legend>
      {columns.length > mostWithoutSearch && (
        <>
          <SearchInput label="Search columns" placeholder="Find a column" value={query} onChange={setQuery} />
          <div className={classes.buttons}>
            <Button size="compact-xs" variant="default" onClick={() => allOf(true)}>
              All {formatCount(found.length)}
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => allOf(false)}>
              None of them
            </Button>
          </div>
        </>
      )}
      <div className={classes.columnList}>
        {found.slice(0, mostShown).map(({ name, width }) => (
          <Checkbox
            key={name}
            size="xs"
            label={width > 1 ? `${name} (${formatCount(width)} values)` : name}
            checked={taken.has(name)}
            onChange={(event) => set([name], event.currentTarget.checked)}
          />
        ))}
      </div>
      {found.length > mostShown && (
        <p className={classes.quiet}>{formatCount(found.length - mostShown)} more: search for them.</p>
      )}
      {found.length === 0 && <p className={classes.quiet}>No column is called so.</p>}
    </fieldset>
  );
}
