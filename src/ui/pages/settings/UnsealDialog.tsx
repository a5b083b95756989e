import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { sealedWorkspaceStore } from '#/app/stores/sealedWorkspace';
import { ErrorNote } from '../../components/ErrorNote';
import { importedWorkspace } from '../../shell/importWorkspace';
import { useAttempt } from '../../useAttempt';

/** Asks for the passphrase of a workspace file until it opens. */
export function UnsealDialog({ file }: { file: File | undefined }) {
  const [passphrase, setPassphrase] = useState('');
  const { busy, error, attemptIt } = useAttempt();
  const close = () => sealedWorkspaceStore.setState({ file: undefined });
  const open = async () => {
    if (!file) return;
    await importedWorkspace(file, passphrase);
    close();
  };
  return (
    <Modal opened={file !== undefined} onClose={close} title={`Import ${file?.name ?? ''}`} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void attemptIt(open);
        }}
      >
        <Stack gap="md">
          <PasswordInput
            label="Passphrase"
            description="The one that it was exported with."
            autoComplete="off"
            data-autofocus
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
          {error === undefined ? null : <ErrorNote error={error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={busy} disabled={passphrase === ''}>
              Import
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
