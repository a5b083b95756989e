/** Which columns the table of runs has: everything any of the runs logged, found by typing. */
import { Button, Checkbox, Popover } from '@mantine/core';
import { IconColumns } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Run } from '#/core/protocol/model';
import { attributes, fieldName, loggedNames } from '#/core/runs/query/runFields';
import type { QueryField } from '#/core/runs/query/queryTree';
import { byImportance } from '#/ui/charts/metricNames';
import { SearchInput } from '#/ui/components/SearchInput';
import { fieldTitle } from './fieldTitle';
import classes from './runs.module.css';

export const allFields = (runs: readonly Run[]): [title: string, fields: QueryField[]][] => [
  ['Run', attributes.filter((name) => name !== 'name').map((name) => ({ of: 'attributes', name }))],
  [
    'Metrics',
    loggedNames(runs, 'metrics')
      .sort(byImportance)
      .map((name) => ({ of: 'metrics', name })),
  ],
  ['Params', loggedNames(runs, 'params').map((name) => ({ of: 'params', name }))],
  ['Tags', loggedNames(runs, 'tags').map((name) => ({ of: 'tags', name }))],
];

export function ColumnsButton({
  runs,
  columns,
  onChange,
}: {
  runs: readonly Run[];
  columns: readonly QueryField[];
  onChange(columns: QueryField[]): void;
}) {
  const [opened, setOpened] = useState(false);
  const [words, setWords] = useState('');
  const groups = useMemo(() => (opened ? allFields(runs) : []), [opened, runs]);
  const chosen = new Set(columns.map(fieldName));
  const matches = (field: QueryField) =>
    `${fieldName(field)} ${fieldTitle(field)}`.toLowerCase().includes(words.toLowerCase());
  const toggle = (field: QueryField) =>
    onChange(
      chosen.has(fieldName(field))
        ? columns.filter((one) => fieldName(one) !== fieldName(field))
        : [...columns, field],
    );
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={320} trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconColumns size={16} />}
          onClick={() => setOpened((before) => !before)}
        >
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <SearchInput label="Search columns" placeholder="Search columns" value={words} onChange={setWords} />
        <div className={classes.fields}>
          {groups.map(([title, fields]) => {
            const found = fields.filter(matches);
            return found.length === 0 ? null : (
              <section key={title} aria-label={title}>
                <h3>{title}</h3>
                {found.map((field) => (
                  <Checkbox
                    key={fieldName(field)}
                    size="xs"
                    my={6}
                    label={fieldTitle(field)}
                    title={fieldName(field)}
                    checked={chosen.has(fieldName(field))}
                    onChange={() => toggle(field)}
                  />
                ))}
              </section>
            );
          })}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
