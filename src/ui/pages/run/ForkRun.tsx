/** A second run from this one's checkpoint with other settings; then both curves side by side. */
import { Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { IconArrowFork } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run as runCommand } from '#/app/run';
import { notify } from '#/app/stores/notices';
import { learnerOfRun } from '#/core/evaluation/lastWasBest';
import type { Run } from '#/core/protocol/model';
import { ErrorNote } from '#/ui/components/ErrorNote';

const numbers = [
  { name: 'learningRate', label: 'Learning rate', least: 0 },
  { name: 'epochs', label: 'Epochs', least: 1 },
  { name: 'weightDecay', label: 'Extra weight decay', least: 0 },
  { name: 'clipNorm', label: 'Clip gradient norm', least: 0 },
  { name: 'patience', label: 'Patience (epochs)', least: 1 },
] as const;

export function ForkRun({ run }: { run: Run }) {
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const [values, setValues] = useState<Record<string, number>>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const { params, config, task } = run;
  const { heeds } = learnerOfRun({ params, config, task });
  const offered = numbers.filter((setting) => heeds(setting.name));
  const fork = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const made = await runCommand('runs.fork', {
        runId: run.id,
        training: values,
        name: name.trim() || undefined,
      });
      setOpened(false);
      notify({
        kind: 'success',
        title: 'Forked',
        message: `Continues from step ${made.step}; ${run.name} goes on as it was.`,
        action: { label: 'Compare both', to: `/compare?runs=${run.id},${made.runId}` },
      });
      await navigate({ to: '/runs/$runId', params: { runId: made.runId } });
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  // Nothing that could be set otherwise in the middle of it.
  if (offered.length === 0) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArrowFork size={16} />}
        onClick={() => {
          setValues({});
          setOpened(true);
        }}
      >
        Fork
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Fork ${run.name}`} size="sm">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void fork();
          }}
        >
          <Stack gap="sm">
            <p className="quiet">
              A new run continues from the same checkpoint with these settings. This run goes on as it was.
            </p>
            {offered.map(({ name: field, label, least }, i) => (
              <NumberInput
                key={field}
                data-autofocus={i === 0 || undefined}
                label={label}
                min={least}
                value={values[field] ?? run.config[field]}
                onChange={(value) =>
                  typeof value === 'number' && setValues((now) => ({ ...now, [field]: value }))
                }
              />
            ))}
            <TextInput
              label="Name"
              placeholder={`${run.name} fork`}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {error === undefined ? null : <ErrorNote error={error} />}
            <Group justify="flex-end" gap="sm" mt="xs">
              <Button variant="default" onClick={() => setOpened(false)}>
                Cancel
              </Button>
              <Button type="submit" loading={busy}>
                Fork
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
