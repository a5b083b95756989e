import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import { run as runCommand } from '#/app/run';
import { liveExperiments } from '#/app/stores/live';
import type { Run } from '#/core/protocol/model';
import { ConfirmDialog } from '#/ui/components/ConfirmDialog';
import { useLive } from '#/ui/useLive';

/** Into an experiment that is there, or one that is named here. */
export function MoveDialog({
  opened,
  runs,
  onClose,
}: {
  opened: boolean;
  runs: readonly Run[];
  onClose(): void;
}) {
  const experiments = useLive(liveExperiments()) ?? [];
  const [name, setName] = useState('');
  const known = experiments.find(({ experiment }) => experiment.name === name.trim())?.experiment;
  return (
    <ConfirmDialog
      opened={opened}
      title={`Move ${runs.length} run${runs.length === 1 ? '' : 's'}`}
      confirmLabel={known || name.trim() === '' ? 'Move' : 'Make it and move'}
      keepLabel="Cancel"
      onClose={onClose}
      onConfirm={async () => {
        const { id } = known ?? (await runCommand('experiments.create', { name })).experiment;
        // Parts go with their whole.
        for (const run of runs)
          if (run.parentId === undefined) await runCommand('runs.update', { id: run.id, experimentId: id });
        setName('');
      }}
    >
      <Autocomplete
        label="Experiment"
        description="One that is there, or a new name."
        data={experiments.map(({ experiment }) => experiment.name)}
        value={name}
        onChange={setName}
        data-autofocus
      />
    </ConfirmDialog>
  );
}
