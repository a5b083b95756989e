import { Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { run as runCommand } from '#/app/run';
import type { Run } from '#/core/protocol/model';
import { ConfirmDialog } from '#/ui/components/ConfirmDialog';

/** One tag for all chosen runs; what they have under that name is replaced. */
export function TagDialog({
  opened,
  runs,
  onClose,
}: {
  opened: boolean;
  runs: readonly Run[];
  onClose(): void;
}) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  return (
    <ConfirmDialog
      opened={opened}
      title={`Tag ${runs.length} run${runs.length === 1 ? '' : 's'}`}
      confirmLabel="Tag"
      keepLabel="Cancel"
      onClose={onClose}
      onConfirm={async () => {
        const key = name.trim();
        if (key === '') throw new Error('A tag needs a name.');
        for (const { id, tags } of runs)
          await runCommand('runs.update', { id, tags: { ...tags, [key]: value.trim() } });
        setName('');
        setValue('');
      }}
    >
      <Group grow align="start">
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput label="Value" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
      </Group>
    </ConfirmDialog>
  );
}
