/** Another label for chosen images: a new version, with its reason. */
import { Autocomplete, Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { run } from '#/app/run';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';

export function Relabel({
  versionId,
  column,
  rows,
  labels,
  typed,
  onDone,
}: {
  versionId: string;
  column: string;
  rows: number[];
  labels: string[];
  /** What was typed on the grid: the beginning of the label. */
  typed?: string;
  onDone: () => void;
}) {
  const [value, setValue] = useState(typed ?? '');
  const [reason, setReason] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const { busy, error, attemptIt } = useAttempt();
  useEffect(() => {
    if (typed !== undefined) input.current?.focus();
  }, [typed]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const label = value.trim();
    if (label === '') return;
    void attemptIt(async () => {
      await run('datasets.relabel', {
        versionId,
        column,
        rows,
        value: label,
        reason: reason.trim() || `${rows.length} × ${column} “${label}”`,
      });
      onDone();
    });
  };
  return (
    <form onSubmit={submit} style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
      <Autocomplete
        ref={input}
        size="xs"
        w={160}
        aria-label={`New ${column}`}
        placeholder={`new ${column}`}
        data={labels}
        value={value}
        onChange={setValue}
      />
      <TextInput
        size="xs"
        w={180}
        aria-label="Reason"
        placeholder="reason (if you like)"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" loading={busy} disabled={value.trim() === ''}>
        Label {rows.length === 1 ? 'it' : 'them'}
      </Button>
      {error !== undefined && <ErrorNote error={error} />}
    </form>
  );
}
