/** Asks before something that cannot be undone; says what else it touches. Enter confirms, Escape leaves. */
import { Button, Group, Modal, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ErrorNote } from './ErrorNote';

export interface ConfirmDialogProps {
  opened: boolean;
  title: string;
  children?: ReactNode;
  confirmLabel: string;
  /** The way out. */
  keepLabel?: string;
  /** Red button for what destroys. */
  danger?: boolean;
  onConfirm(): Promise<unknown> | void;
  onClose(): void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, children, confirmLabel, keepLabel = 'Keep', danger, onConfirm, onClose } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const close = () => {
    setError(undefined);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      close();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened={opened} onClose={close} title={title} size="sm">
      <Stack gap="md">
        {children ? <div>{children}</div> : null}
        {error === undefined ? null : <ErrorNote error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {keepLabel}
          </Button>
          <Button color={danger ? 'red' : undefined} loading={busy} onClick={confirm} data-autofocus>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
