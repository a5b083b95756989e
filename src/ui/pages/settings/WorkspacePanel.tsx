import { Button, Checkbox, MultiSelect, PasswordInput, Stack } from '@mantine/core';
import { IconDownload, IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { run } from '#/app/run';
import { sealedWorkspaceStore } from '#/app/stores/sealedWorkspace';
import { TetradError } from '#/core/protocol/errors';
import { sealedEnding, workspaceEnding } from '#/core/workspace/workspaceFile';
import { ErrorNote } from '../../components/ErrorNote';
import { FilePicker } from '../../components/FilePicker';
import { Panel } from '../../components/Panel';
import { saveFile } from '../../components/saveFile';
import { useAttempt } from '../../useAttempt';
import { useCommand } from '../../useCommand';
import { importWorkspace } from '../../shell/importWorkspace';
import styles from './SettingsPage.module.css';
import { UnsealDialog } from './UnsealDialog';

const leastPassphrase = 8;

/** Everything that is kept here as one file, and back; all of it or what is chosen, open or sealed. */
export function WorkspacePanel() {
  const datasets = useCommand('datasets.list', {}).data ?? [];
  const models = useCommand('models.list', {}).data ?? [];
  const [chosen, setChosen] = useState<string[]>([]);
  const [isSealed, setSealed] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const sealed = useStore(sealedWorkspaceStore, ({ file }) => file);
  const exporting = useAttempt();
  const problem = !isSealed
    ? undefined
    : passphrase.length < leastPassphrase
      ? `At least ${leastPassphrase} characters.`
      : passphrase !== again
        ? 'The two are not the same.'
        : undefined;

  const exportIt = async () => {
    const of = (kind: string) =>
      chosen.filter((id) => id.startsWith(kind)).map((id) => id.slice(kind.length));
    const { jobId } = await run('workspace.export', {
      datasetIds: of('d:'),
      modelIds: of('m:'),
      ...(isSealed && { passphrase }),
    });
    const job = await run('jobs.wait', { id: jobId });
    if (job.error) throw new TetradError(job.error);
    if (job.status !== 'completed') return;
    const { fileName, file } = await run('jobs.download', { id: jobId });
    saveFile(fileName, file);
  };

  return (
    <Panel title="Workspace">
      <Stack gap="sm">
        <p className={styles.small}>
          Datasets, models, runs and what they need, in one file: a backup, or the way to another machine.
        </p>
        <MultiSelect
          label="What leaves"
          placeholder={chosen.length === 0 ? 'Everything' : undefined}
          searchable
          clearable
          data={[
            {
              group: 'Datasets',
              items: datasets.map(({ dataset: { id, name } }) => ({ value: `d:${id}`, label: name })),
            },
            {
              group: 'Models',
              items: models.map(({ model: { id, name } }) => ({ value: `m:${id}`, label: name })),
            },
          ]}
          value={chosen}
          onChange={setChosen}
        />
        <Checkbox
          label="Seal it with a passphrase"
          description="Nobody can open the file without it, and nobody can restore it."
          checked={isSealed}
          onChange={(event) => setSealed(event.currentTarget.checked)}
        />
        {isSealed && (
          <>
            <PasswordInput
              label="Passphrase"
              autoComplete="new-password"
              value={passphrase}
              onChange={(event) => setPassphrase(event.currentTarget.value)}
            />
            <PasswordInput
              label="Once more"
              autoComplete="new-password"
              value={again}
              error={passphrase.length >= leastPassphrase && again !== '' ? problem : undefined}
              onChange={(event) => setAgain(event.currentTarget.value)}
            />
          </>
        )}
        {exporting.error === undefined ? null : <ErrorNote error={exporting.error} />}
        <div className={styles.buttons}>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            loading={exporting.busy}
            disabled={problem !== undefined}
            onClick={() => exporting.attemptIt(exportIt)}
          >
            Export workspace
          </Button>
          <FilePicker
            label="Workspace file"
            accept={`${workspaceEnding},${sealedEnding},.zip,.sealed`}
            variant="default"
            leftSection={<IconFileImport size={16} />}
            onFiles={([file]) => file && void importWorkspace(file)}
          >
            Import workspace…
          </FilePicker>
        </div>
      </Stack>
      <UnsealDialog key={sealed?.name} file={sealed} />
    </Panel>
  );
}
