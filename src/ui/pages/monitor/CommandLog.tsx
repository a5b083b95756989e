import { Button, Switch } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { type DataColumn, DataTable } from '../../components/DataTable';
import { ErrorNote } from '../../components/ErrorNote';
import { NumberText } from '../../components/NumberText';
import { SearchInput } from '../../components/SearchInput';
import { TimeAgo } from '../../components/TimeAgo';
import styles from './MonitorPage.module.css';

type Entry = CommandOutput<'log.list'>[number];

const inputText = (entry: Entry): string => JSON.stringify(entry.input) ?? '';

const columns: DataColumn<Entry>[] = [
  {
    id: 'at',
    header: 'When',
    width: '100px',
    sortValue: (entry) => entry.at,
    render: (entry) => <TimeAgo at={entry.at} />,
  },
  {
    id: 'name',
    header: 'Command',
    width: 'minmax(176px, 1fr)',
    sortValue: (entry) => entry.name,
    render: (entry) => <span className="mono">{entry.name}</span>,
  },
  {
    id: 'input',
    wideOnly: true,
    header: 'Input',
    width: 'minmax(200px, 3fr)',
    render: (entry) => (
      <span className="mono quiet" title={inputText(entry)}>
        {inputText(entry)}
      </span>
    ),
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: 'minmax(80px, 2fr)',
    sortValue: (entry) => (entry.ok ? 'ok' : (entry.error ?? 'failed')),
    render: (entry) =>
      entry.ok ? (
        'ok'
      ) : (
        <span className={styles.bad} title={entry.error}>
          {entry.error ?? 'failed'}
        </span>
      ),
  },
  {
    id: 'ms',
    wideOnly: true,
    header: 'ms',
    width: '88px',
    align: 'right',
    sortValue: (entry) => entry.ms,
    render: (entry) => <NumberText value={entry.ms} digits={3} />,
  },
];

/** The append-only log: every command, from whichever button, key or script. */
export function CommandLog() {
  const [entries, setEntries] = useState<Entry[]>([]);
  const [error, setError] = useState<unknown>();
  const [query, setQuery] = useState('');
  const [changesOnly, setChangesOnly] = useState(false);
  const refresh = useCallback(() => {
    run('log.list', { limit: 2000, effect: changesOnly ? 'writes' : undefined }).then(setEntries, setError);
  }, [changesOnly]);
  useEffect(refresh, [refresh]);
  const shown = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    if (!wanted) return entries;
    return entries.filter((entry) =>
      `${entry.name} ${inputText(entry)} ${entry.error ?? ''}`.toLowerCase().includes(wanted),
    );
  }, [entries, query]);
  return (
    <section aria-labelledby="log-title">
      <div className={styles.head}>
        <h2 id="log-title">
          Command log <span className="quiet">{entries.length || ''}</span>
        </h2>
        <Switch
          size="xs"
          label="Changes only"
          checked={changesOnly}
          onChange={(event) => setChangesOnly(event.currentTarget.checked)}
        />
        <SearchInput
          className={styles.search}
          label="Filter the command log"
          placeholder="Filter by name, input or error"
          value={query}
          onChange={setQuery}
        />
        <Button variant="default" leftSection={<IconRefresh size={14} />} onClick={refresh}>
          Refresh
        </Button>
      </div>
      {error === undefined ? null : <ErrorNote error={error} />}
      <DataTable
        label="Command log"
        columns={columns}
        rows={shown}
        rowKey={(entry) => entry.id}
        initialSort={{ columnId: 'at', descending: true }}
        rowHeight={32}
        maxHeight={480}
        empty={query || changesOnly ? 'Nothing in the log matches.' : 'No command yet.'}
      />
    </section>
  );
}
